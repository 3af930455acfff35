/** Blocks with their length in front, as the Python peers read and write them. */
export const packBlocks = (blocks: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    blocks.flatMap((block) => {
      const size = Buffer.alloc(4)
      size.writeUInt32LE(block.length)
      return [size, block]
    }),
  )

export const unpackBlocks = (data: Buffer): readonly Buffer[] => {
  const blocks: Buffer[] = []
  for (let at = 0; at < data.length; ) {
    const size = data.readUInt32LE(at)
    blocks.push(data.subarray(at + 4, at + 4 + size))
    at += 4 + size
  }
  return blocks
}
