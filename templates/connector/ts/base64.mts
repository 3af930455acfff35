const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values: ReadonlyMap<string, number> = new Map([...alphabet].map((c, i) => [c, i]))

/** Base64 with padding (RFC 4648, section 4). */
export const toBase64 = (bytes: Uint8Array): string => {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out += alphabet[n >> 18]! + alphabet[(n >> 12) & 63]!
    out += i + 1 < bytes.length ? alphabet[(n >> 6) & 63]! : '='
    out += i + 2 < bytes.length ? alphabet[n & 63]! : '='
  }
  return out
}

/** The bytes that padded base64 stands for; undefined for any text that `toBase64` never writes. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  if (text.length % 4 !== 0) return undefined
  const out = new Uint8Array((text.length / 4) * 3 - padding)
  let bits = 0
  for (let i = 0; i < text.length - padding; i++) {
    const value = values.get(text[i]!)
    if (value === undefined) return undefined
    bits = ((bits << 6) | value) & 0xffffff
    if (i % 4 > 0) out[((i >> 2) * 3 + (i % 4) - 1) | 0] = (bits >> (6 - 2 * (i % 4))) & 0xff
  }
  return toBase64(out) === text ? out : undefined
}
