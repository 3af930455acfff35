import { type Diagnostic, diagnostic } from '../core/diag/diagnostic.ts'
import { RttError } from '../core/diag/error.ts'
import type { Body } from '../core/log/entry.ts'
import { rootOf } from '../core/log/merkle.ts'
import type { Committed } from '../core/log/replay.ts'
import type { Durable } from '../ports/durable.ts'
import { type Held, holdToCheckpoint, pinnedFile, truncated } from './commit/checkpoint.ts'
import { isCurrent } from './commit/current.ts'
import { generationState } from './commit/generation.ts'
import { paths } from './commit/paths.ts'
import { type Log, readLog } from './commit/readLog.ts'
import { loadTrust, trustedMaterial } from './commit/trust.ts'

/**
 * One line of `rtt wal log`: what the entry says, its hash, and the root of the log that ends with
 * it.
 */
export type LogLine = {
  readonly seq: number
  readonly t: string
  readonly kind: Body['kind']
  readonly tx: number
  readonly plan?: string
  readonly generation?: number
  readonly hash: string
  readonly root: string
}

/** The head of the log; `origin` is undefined before the first apply. */
export type LogRoot = {
  readonly origin: string | undefined
  readonly size: number
  readonly root: string
  readonly active: Committed | undefined
}

/** What `rtt wal verify` found. Warnings and errors that a command can mend are `diagnostics`. */
export type LogReport = LogRoot & {
  /** The signed head of this clone, and the one that git holds. */
  readonly checkpoint: Held | undefined
  readonly pinned: Held | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Every entry, oldest first.
 *
 * @throws RttError RTT4001 when the log is damaged, RTT6002 when a newer RTT wrote to it
 */
export const logLines = (durable: Durable): readonly LogLine[] =>
  readLog(durable).entries.map(({ body, hash, root }) => ({
    seq: body.seq,
    t: body.t,
    kind: body.kind,
    tx: body.tx,
    ...('plan' in body ? { plan: body.plan, generation: body.generation } : {}),
    hash,
    root,
  }))

const rootOfLog = ({ head, replay }: Log): LogRoot => ({
  origin: replay.origin,
  size: head.size,
  root: rootOf(head.tree),
  active: replay.active,
})

/** The head of the log and what is in force. Throws as `logLines`. */
export const logRoot = (durable: Durable): LogRoot => rootOfLog(readLog(durable))

const tornDiagnostic = ({ torn }: Log): readonly Diagnostic[] => {
  if (torn === undefined) return []
  const where = `${paths.wal}/${torn.segment}`
  const summary = `${torn.bytes.length} bytes at the end of ${where} are no entry`
  return [diagnostic('RTT4006', summary, { help: 'Run `rtt recover`.' })]
}

const openDiagnostic = ({ replay }: Log): readonly Diagnostic[] => {
  if (replay.open === undefined) return []
  const summary = `transaction ${replay.open.tx} was left open`
  return [diagnostic('RTT4006', summary, { help: 'Run `rtt recover`, unless an rtt is at work.' })]
}

const generationDiagnostic = (durable: Durable, { replay }: Log): readonly Diagnostic[] => {
  const { active } = replay
  if (replay.open !== undefined || (active === undefined && isCurrent(durable, undefined)))
    return []
  const whole =
    active !== undefined &&
    isCurrent(durable, active) &&
    generationState(durable, active.generation, active.manifest) === 'whole'
  return whole
    ? []
    : [diagnostic('RTT4005', '.rtt/current or the active generation is not what the log says')]
}

const hold = (durable: Durable, log: Log, path: string): Held | undefined => {
  const keys = trustedMaterial(loadTrust(durable))
  const held = holdToCheckpoint(durable, log, { path, keys })
  if (held !== undefined && held.missing > 0) throw truncated(held)
  return held
}

/**
 * Checks the whole log: every hash, the order of entries, the roots that commits carry, the
 * checkpoint of this clone and the one in git, and that `current` and its generation are what the
 * log says.
 *
 * @throws RttError RTT4001 when it is damaged or shorter than a checkpoint, RTT6002 when it is
 *   newer
 */
export const verifyLog = (durable: Durable): LogReport => {
  const log = readLog(durable)
  const { origin } = log.replay
  return {
    ...rootOfLog(log),
    checkpoint: hold(durable, log, paths.checkpoint),
    pinned: origin === undefined ? undefined : hold(durable, log, pinnedFile(origin)),
    diagnostics: [
      ...tornDiagnostic(log),
      ...openDiagnostic(log),
      ...generationDiagnostic(durable, log),
    ],
  }
}

/**
 * Puts this clone's checkpoint where git will carry it, `.rtt/checkpoints/<origin>`; from then on a
 * shorter or rewritten log of that origin is damage.
 *
 * @returns the file; nothing is written when it says so already
 * @throws RttError RTT4004 when nothing was ever applied with a key, and as `verifyLog`
 */
export const pinLog = (durable: Durable): string => {
  const { origin } = verifyLog(durable)
  const bytes = durable.read(paths.checkpoint)
  if (origin === undefined || bytes === undefined)
    throw new RttError('RTT4004', 'there is no checkpoint yet to pin', {
      help: 'Apply a plan on a clone that has a key; see `rtt keys new`.',
    })
  const path = pinnedFile(origin)
  const pinned = durable.read(path)
  if (pinned === undefined || !Buffer.from(pinned).equals(bytes)) durable.replace(path, bytes)
  return path
}
