const alphabet = /^[A-Za-z0-9+/]*={0,2}$/

/** Standard base64 with padding (RFC 4648 §4). */
export const encodeBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/**
 * The bytes of the one right spelling, or undefined: a decoder that forgives would let a changed
 * envelope pass.
 */
export const decodeBase64 = (s: string): Uint8Array | undefined => {
  if (!alphabet.test(s)) return undefined
  const bytes = Uint8Array.from(Buffer.from(s, 'base64'))
  return encodeBase64(bytes) === s ? bytes : undefined
}
