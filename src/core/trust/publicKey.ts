import { Point } from '@noble/ed25519'
import { sha256 } from '../json/digest.ts'
import { isStrictPoint } from './ed25519.ts'

/** True for 32 bytes in lower-case hex. */
export const isPublicKeyHex = (s: string): boolean => /^[0-9a-f]{64}$/.test(s)

/** The raw bytes of a public key in hex. */
export const publicKeyBytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

/** The name of a key: the first 16 hex digits of the sha256 of its 32 raw bytes. */
export const keyIdOf = (publicKeyHex: string): string =>
  sha256(publicKeyBytes(publicKeyHex)).slice(0, 16)

const checkPoint = (hex: string): boolean => {
  if (!isPublicKeyHex(hex) || !isStrictPoint(publicKeyBytes(hex))) return false
  try {
    return Point.fromHex(hex).isTorsionFree()
  } catch {
    return false
  }
}

// The check costs milliseconds, its answer never changes, and one command asks for it many times.
const known = new Map<string, boolean>()

/**
 * True when a public key may be trusted at all: canonical, on the curve, and in the subgroup of
 * prime order. A key with a torsion part would let one signature pass here and fail elsewhere.
 */
export const isSoundPublicKey = (hex: string): boolean => {
  const answer = known.get(hex) ?? checkPoint(hex)
  known.set(hex, answer)
  return answer
}
