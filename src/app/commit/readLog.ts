import { RttError } from '../../core/diag/error.ts'
import { sha256 } from '../../core/json/digest.ts'
import { type Replay, replay } from '../../core/log/replay.ts'
import { isSegmentName, type Scan, scanLog } from '../../core/log/scan.ts'
import type { Durable } from '../../ports/durable.ts'
import { paths } from './paths.ts'

/** The log as it lies on the disk, and what it amounts to. */
export type Log = Scan & {
  readonly replay: Replay
  /** The segment that the next entry may go to, torn bytes left out. */
  readonly last: { readonly name: string; readonly size: number } | undefined
}

/**
 * Reads the whole log of this clone; writes nothing.
 *
 * @throws RttError RTT4001 when it is damaged, RTT6002 when a newer RTT wrote to it
 */
export const readLog = (durable: Durable): Log => {
  const segments = durable
    .list(paths.wal)
    .filter(isSegmentName)
    .map((name) => ({ name, bytes: durable.read(`${paths.wal}/${name}`) ?? new Uint8Array(0) }))
  const scan = scanLog(segments)
  if (!scan.ok) {
    const { segment, offset, why } = scan
    throw new RttError('RTT4001', `${paths.wal}/${segment} is damaged at byte ${offset}: ${why}`)
  }
  const file = segments.at(-1)
  const size = (file?.bytes.length ?? 0) - (scan.torn?.bytes.length ?? 0)
  const last = file === undefined ? undefined : { name: file.name, size }
  return { ...scan, replay: replay(scan.entries), last }
}

/** A torn tail as recovery reports it. */
export type Quarantined = {
  readonly segment: string
  readonly bytes: number
  readonly kept: string
}

/**
 * Sets torn bytes aside, then cuts them off. The copy comes first, so that no crash loses them;
 * doing it again writes the same copy.
 */
export const quarantine = (durable: Durable, torn: NonNullable<Log['torn']>): Quarantined => {
  const { segment, offset, bytes } = torn
  const digest = sha256(bytes).slice(0, 12)
  const kept = `${paths.wal}/torn-${segment.replace('.wal', '')}-${offset}-${digest}`
  durable.replace(kept, bytes)
  durable.truncate(`${paths.wal}/${segment}`, offset)
  return { segment: `${paths.wal}/${segment}`, bytes: bytes.length, kept }
}
