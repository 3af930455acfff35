import { verify } from 'node:crypto'

const prime = 2n ** 255n - 19n
const signBit = 1n << 255n

// y of a point of order 8; the other such y is its negative. Order 4 has y = 0, order 2 has -1,
// order 1 has 1. With both sign bits and the non-canonical spellings these make the 14 known
// encodings.
const yOfOrder8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n
const smallOrderY: ReadonlySet<bigint> = new Set([0n, 1n, prime - 1n, yOfOrder8, prime - yOfOrder8])

// The fixed head of an Ed25519 SubjectPublicKeyInfo (RFC 8410), which the 32 raw bytes follow.
const spkiHead = Uint8Array.from([48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0])

const yOf = (point: Uint8Array): bigint => {
  const bigEndian = Buffer.from(point).reverse().toString('hex')
  return BigInt(`0x${bigEndian}`) & (signBit - 1n)
}

/**
 * True for the one spelling of a point that is not of small order; its being on the curve is not
 * checked.
 */
export const isStrictPoint = (point: Uint8Array): boolean => {
  if (point.length !== 32) return false
  const y = yOf(point)
  return y < prime && !smallOrderY.has(y)
}

/**
 * Ed25519 verification that leaves nothing to the implementation: A and R must be spelled
 * canonically (y < p) and must not be of small order; then OpenSSL decides, which demands S < L and
 * the equation without cofactor. This is the rule of ed25519-dalek's `verify_strict`.
 *
 * @param publicKey 32 raw bytes
 * @param signature 64 bytes, R then S
 * @returns false for whatever is not a valid signature, wrong lengths included; never throws
 */
export const verifyEd25519Strict = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => {
  if (signature.length !== 64 || !isStrictPoint(publicKey)) return false
  if (!isStrictPoint(signature.subarray(0, 32))) return false
  const key = Buffer.concat([spkiHead, publicKey])
  return verify(null, message, { key, format: 'der', type: 'spki' }, signature)
}
