import { RttError } from '../diag/error.ts'
import { parseCanonical } from '../json/parse.ts'
import { checkStored } from '../trust/stored.ts'
import { type Body, bodySchema, type Entry, noHash } from './entry.ts'
import { bodyBytesMax, hasLineFrom, lineAt } from './frame.ts'
import { emptyTree, grow, rootOf, type Tree } from './merkle.ts'

/** A file of the log. */
export type Segment = { readonly name: string; readonly bytes: Uint8Array }

/** Where the log ends: how many entries, the hash of the last, and the tree over all. */
export type Head = { readonly size: number; readonly hash: string; readonly tree: Tree }

/** Bytes at the end of the last segment that a crash left: never an entry. */
export type Torn = {
  readonly segment: string
  readonly offset: number
  readonly bytes: Uint8Array
}

export type Damage = {
  readonly ok: false
  readonly segment: string
  readonly offset: number
  readonly why: string
}
export type Scan = {
  readonly ok: true
  readonly entries: readonly Entry[]
  readonly head: Head
  readonly torn?: Torn
}

export const emptyHead: Head = { size: 0, hash: noHash, tree: emptyTree }

/** A segment is named after the seq of its first entry, 16 digits. */
export const segmentName = (firstSeq: number): string => `${String(firstSeq).padStart(16, '0')}.wal`

/** True for the name of a segment. */
export const isSegmentName = (name: string): boolean => /^\d{16}\.wal$/.test(name)

const limits = { bytesMax: bodyBytesMax, depthMax: 8 }

const bodyOf = (bytes: Uint8Array, path: string): Body =>
  checkStored({
    value: parseCanonical(bytes, path, limits),
    path,
    schema: bodySchema,
    code: 'RTT4001',
  })

/** Only a newer RTT's entry is thrown; whatever else is wrong with a body is damage of the log. */
const bodyOrWhy = (bytes: Uint8Array, path: string): Body | string => {
  try {
    return bodyOf(bytes, path)
  } catch (error) {
    if (error instanceof RttError && error.code !== 'RTT6002') return error.message
    throw error
  }
}

type Reading = { readonly entries: Entry[]; head: Head }

/** Takes one line as the next entry; says why when it cannot be that. */
const take = (reading: Reading, line: { body: Uint8Array; hash: string }, path: string) => {
  const body = bodyOrWhy(line.body, path)
  if (typeof body === 'string') return body
  const { size, hash, tree } = reading.head
  if (body.seq !== size + 1) return `entry ${body.seq} stands where ${size + 1} should`
  if (body.prev !== hash) return `entry ${body.seq} does not follow the one before it`
  const grown = grow(tree, line.hash)
  reading.entries.push({ body, hash: line.hash, root: rootOf(grown) })
  reading.head = { size: size + 1, hash: line.hash, tree: grown }
  return undefined
}

/** Reads one segment; returns the offset at which valid lines end, or why the log is damaged. */
const readSegment = (reading: Reading, { name, bytes }: Segment): number | Damage => {
  let offset = 0
  for (let line = lineAt(bytes, 0); line !== undefined; line = lineAt(bytes, offset)) {
    const why = take(reading, line, name)
    if (why !== undefined) return { ok: false, segment: name, offset, why }
    offset = line.end
  }
  return offset
}

/**
 * Reads the whole log. Bytes that are no valid entry are a torn tail if they end the last segment
 * and no valid entry follows them; anything else that is wrong is damage, and nothing is guessed.
 *
 * Entries are appended one to a sync; this rule relies on it.
 *
 * @param segments in order of name
 * @throws RttError RTT6002 when an entry was written by a newer RTT
 */
export const scanLog = (segments: readonly Segment[]): Scan | Damage => {
  const reading: Reading = { entries: [], head: emptyHead }
  for (const [i, segment] of segments.entries()) {
    const { name, bytes } = segment
    const isLast = i === segments.length - 1
    const damage = (offset: number, why: string): Damage => ({
      ok: false,
      segment: name,
      offset,
      why,
    })
    if (name !== segmentName(reading.head.size + 1))
      return damage(0, `the segment should be named ${segmentName(reading.head.size + 1)}`)
    const end = readSegment(reading, segment)
    if (typeof end !== 'number') return end
    if (end === bytes.length && (end > 0 || isLast)) continue
    if (!isLast) return damage(end, 'the bytes here are no entry, and another segment follows')
    if (hasLineFrom(bytes, end)) return damage(end, 'the bytes here are no entry, but one follows')
    const torn = { segment: name, offset: end, bytes: bytes.subarray(end) }
    return { ok: true, entries: reading.entries, head: reading.head, torn }
  }
  return { ok: true, entries: reading.entries, head: reading.head }
}
