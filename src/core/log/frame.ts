import { leafHash } from './merkle.ts'

/** The largest body of an entry, in bytes; one is a few hundred. */
export const bodyBytesMax = 64 * 1024

// `R1 ` + 8 hex digits of length + ` ` + 64 hex digits of hash + ` `
const headBytes = 3 + 8 + 1 + 64 + 1
const newline = 0x0a
const head = /^R1 ([0-9a-f]{8}) ([0-9a-f]{64}) $/

/** A whole line of the log: its body's bytes, its hash, and the offset behind its newline. */
export type Line = { readonly body: Uint8Array; readonly hash: string; readonly end: number }

/**
 * Writes one line: `R1 <length:8 hex> <sha256(0x00‖body)> <body>\n`.
 *
 * @param body canonical JSON
 */
export const formatLine = (body: string): { readonly line: string; readonly hash: string } => {
  const length = Buffer.byteLength(body).toString(16).padStart(8, '0')
  const hash = leafHash(body)
  return { line: `R1 ${length} ${hash} ${body}\n`, hash }
}

/**
 * The line that starts at `offset`, or undefined when the bytes there are not a whole valid line.
 */
export const lineAt = (bytes: Uint8Array, offset: number): Line | undefined => {
  const bodyStart = offset + headBytes
  if (bytes.length <= bodyStart) return undefined
  const match = head.exec(Buffer.from(bytes.subarray(offset, bodyStart)).toString('latin1'))
  if (match === null) return undefined
  const length = Number.parseInt(match[1] as string, 16)
  const bodyEnd = bodyStart + length
  if (length > bodyBytesMax || bytes[bodyEnd] !== newline) return undefined
  const body = bytes.subarray(bodyStart, bodyEnd)
  const hash = leafHash(body)
  return hash === match[2] ? { body, hash, end: bodyEnd + 1 } : undefined
}

/** True when a whole valid line starts anywhere from `offset` on. */
export const hasLineFrom = (bytes: Uint8Array, offset: number): boolean => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = buffer.indexOf('R1 ', offset); at >= 0; at = buffer.indexOf('R1 ', at + 1))
    if (lineAt(bytes, at) !== undefined) return true
  return false
}
