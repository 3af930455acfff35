import assert from 'node:assert/strict'
import { canonicalize } from '../../core/json/canonical.ts'
import { type Body, bodySchema, type Entry, type Saying } from '../../core/log/entry.ts'
import { bodyBytesMax, formatLine } from '../../core/log/frame.ts'
import { grow, rootOf } from '../../core/log/merkle.ts'
import { advance, type Replay } from '../../core/log/replay.ts'
import { type Head, segmentName } from '../../core/log/scan.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Durable } from '../../ports/durable.ts'
import { paths } from './paths.ts'
import type { Log } from './readLog.ts'

const segmentBytesMax = 4 * 1024 * 1024

/** The log opened for writing by whoever holds the lock. */
export type Journal = {
  readonly head: () => Head
  readonly replay: () => Replay
  /** Appends one entry, synced. */
  readonly append: (saying: Saying) => Entry
  /** Syncs what a dead process may have written without syncing, before anything is built on it. */
  readonly settle: () => void
}

const bodyFor = (saying: Saying, { size, hash, tree }: Head, t: string): Body => {
  const seq = size + 1
  const head = { ...saying, v: 1, seq, prev: hash, t } as const
  const closes = head.kind === 'COMMIT' || head.kind === 'ROLLBACK'
  return bodySchema.parse(closes ? { ...head, size, root: rootOf(tree) } : head)
}

/**
 * Opens a log that was read and holds no torn tail any more. Every entry is held to the same rules
 * as when it is read, before it is written.
 */
export const openJournal = (durable: Durable, clock: Clock, log: Log): Journal => {
  let head = log.head
  let said = log.replay
  let last = log.last
  const settle = (): void => {
    if (last === undefined) return
    durable.append(`${paths.wal}/${last.name}`, '')
    durable.syncFolder(paths.wal)
  }
  const segmentFor = (bytes: number, seq: number): { name: string; size: number } => {
    if (last !== undefined && (last.size === 0 || last.size + bytes <= segmentBytesMax)) return last
    // The old segment must be whole on the disk before a new one makes a torn tail in it damage.
    settle()
    return { name: segmentName(seq), size: 0 }
  }
  const append = (saying: Saying): Entry => {
    const body = bodyFor(saying, head, clock.now())
    const { line, hash } = formatLine(canonicalize(body))
    const bytes = Buffer.byteLength(line)
    const tree = grow(head.tree, hash)
    const entry = { body, hash, root: rootOf(tree) }
    const next = advance(said, entry, { size: head.size, root: rootOf(head.tree) })
    assert(typeof next !== 'string' && bytes <= bodyBytesMax, `entry ${body.seq}: ${next}`)
    const segment = segmentFor(bytes, body.seq)
    durable.append(`${paths.wal}/${segment.name}`, line)
    last = { name: segment.name, size: segment.size + bytes }
    head = { size: body.seq, hash, tree }
    said = next
    return entry
  }
  return { head: () => head, replay: () => said, append, settle }
}
