const polynomial = 0x82f63b78

const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => {
  let c = i
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ polynomial : c >>> 1
  return c
})

/**
 * CRC-32C (Castagnoli, RFC 3720) of `bytes`, continuing from `seed`, the CRC of what came before.
 *
 * @example crc32c(new TextEncoder().encode('123456789')) // 0xe3069283
 */
export const crc32c = (bytes: Uint8Array, seed: number = 0): number => {
  let c = ~seed
  for (let i = 0; i < bytes.length; i++) c = table[(c ^ bytes[i]!) & 0xff]! ^ (c >>> 8)
  return ~c >>> 0
}
