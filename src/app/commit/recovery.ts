import type { Committed, Replay } from '../../core/log/replay.ts'
import type { State } from '../../core/log/twophase.ts'
import type { TrustSet } from '../../core/trust/verify.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Durable } from '../../ports/durable.ts'
import type { SigningKey } from '../../ports/keys.ts'
import {
  checkpointSize,
  type Held,
  holdToCheckpoint,
  pinnedFile,
  truncated,
  writeCheckpoint,
} from './checkpoint.ts'
import { flipCurrent, isCurrent, refuseNewerCurrent } from './current.ts'
import { buildGeneration, generationState } from './generation.ts'
import { type Journal, openJournal } from './journal.ts'
import { paths } from './paths.ts'
import { type Log, type Quarantined, quarantine, readLog } from './readLog.ts'
import { runTransaction } from './transaction.ts'
import { trustedMaterial } from './trust.ts'

export type Recovery = {
  readonly durable: Durable
  readonly clock: Clock
  readonly trust: TrustSet
  /** Signs the head of the log, where this clone has a key. */
  readonly key: SigningKey | undefined
  /** Go on from a log that ends before its own checkpoint. Only when the user asks for it. */
  readonly repair?: boolean
}

/** What recovery found and did; all of it empty when there was nothing to do. */
export type Recovered = {
  readonly torn?: Quarantined
  /** Entries that a checkpoint vouches for and the log no longer has. */
  readonly missing?: number
  /** How the transaction that a crash left open was closed. */
  readonly closed?: 'committed' | 'aborted'
  /** `current` or the active generation did not say what the log says, and does again. */
  readonly restored?: true
  /** The active generation is gone, and the content store cannot make it again. */
  readonly lost?: true
}

export type Recovering = { readonly journal: Journal; readonly found: Recovered }

const openState = ({ open, active }: Replay): State => {
  if (open === undefined) return { phase: 'idle' }
  const { phase, ...tx } = open
  return { phase, tx, active }
}

const ownCheckpoint = (r: Recovery, log: Log): Held | undefined => {
  const own = r.key === undefined ? [] : [r.key.publicKey]
  const keys = [...trustedMaterial(r.trust), ...own]
  const { origin } = log.replay
  const pinned =
    origin === undefined
      ? undefined
      : holdToCheckpoint(r.durable, log, { path: pinnedFile(origin), keys })
  // What a commit of the repository vouches for is never given up here.
  if (pinned !== undefined && pinned.missing > 0) throw truncated(pinned)
  const held = holdToCheckpoint(r.durable, log, { path: paths.checkpoint, keys })
  if (held !== undefined && held.missing > 0 && !r.repair) throw truncated(held)
  return held
}

/** A checkpoint that the log no longer reaches is kept aside and taken out of force. */
const retire = (durable: Durable, { size }: Held): void => {
  const bytes = durable.read(paths.checkpoint)
  if (bytes !== undefined) durable.replace(`${paths.wal}/lost-CHECKPOINT-${size}`, bytes)
  durable.remove(paths.checkpoint)
}

const closeOpen = (r: Recovery, journal: Journal): Recovered['closed'] => {
  const state = openState(journal.replay())
  if (state.phase === 'idle') return undefined
  journal.settle()
  const { durable, key } = r
  const stage = { durable, journal, key, blobs: new Map(), signal: undefined }
  const end = runTransaction(stage, state, { type: 'resume' })
  return end === 'ended' && state.phase === 'prepared' ? 'committed' : 'aborted'
}

/** Brings `current` and the active generation to what the log says. */
const converge = (durable: Durable, active: Committed | undefined): Recovered => {
  if (active === undefined) {
    if (isCurrent(durable, undefined)) return {}
    durable.remove(paths.current)
    return { restored: true }
  }
  const generation = generationState(durable, active.generation, active.manifest)
  if (generation === 'lost') return { lost: true }
  if (generation === 'whole' && isCurrent(durable, active)) return {}
  if (generation === 'broken') buildGeneration(durable, active.generation, active.manifest)
  flipCurrent(durable, active)
  return { restored: true }
}

const catchUpCheckpoint = (r: Recovery, journal: Journal): void => {
  const committed = journal.replay().active?.seq ?? 0
  if (r.key === undefined || checkpointSize(r.durable) >= committed) return
  journal.settle()
  writeCheckpoint(r.durable, journal, r.key)
}

/**
 * Brings `.rtt` to a state that the log vouches for: sets a torn tail aside, ends the transaction
 * that a crash left open, and makes `current`, generation and checkpoint agree. Doing it twice does
 * nothing the second time, and it may itself be cut off anywhere. The caller holds the lock.
 *
 * @throws RttError RTT4001 when the log is damaged, RTT6002 when a newer RTT wrote here
 */
export const recoverState = (r: Recovery): Recovering => {
  const { durable } = r
  refuseNewerCurrent(durable)
  const log = readLog(durable)
  const held = ownCheckpoint(r, log)
  for (const folder of ['.rtt', paths.wal]) durable.sweep(folder)
  const behind = held !== undefined && held.missing > 0
  if (behind) retire(durable, held)
  const torn = log.torn === undefined ? undefined : quarantine(durable, log.torn)
  const journal = openJournal(durable, r.clock, log)
  const closed = closeOpen(r, journal)
  const state = converge(durable, journal.replay().active)
  catchUpCheckpoint(r, journal)
  return {
    journal,
    found: {
      ...(torn === undefined ? {} : { torn }),
      ...(behind ? { missing: held.missing } : {}),
      ...(closed === undefined ? {} : { closed }),
      ...state,
    },
  }
}
