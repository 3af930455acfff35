import { RttError } from '../core/diag/error.ts'
import { type Committed, type Replay, statesOf } from '../core/log/replay.ts'
import type { Event } from '../core/log/twophase.ts'
import { type Accept, type TrustSet, verifyEnvelope } from '../core/trust/verify.ts'
import type { Clock } from '../ports/clock.ts'
import type { Durable } from '../ports/durable.ts'
import type { SigningKey } from '../ports/keys.ts'
import type { Lock } from '../ports/lock.ts'
import { nextGeneration, readManifest } from './commit/generation.ts'
import type { Journal } from './commit/journal.ts'
import { contractsOf, parsePlan } from './commit/plan.ts'
import { type Recovered, recoverState } from './commit/recovery.ts'
import { readBlob } from './commit/store.ts'
import { checkContracts } from './commit/subjects.ts'
import { runTransaction } from './commit/transaction.ts'
import { loadTrust } from './commit/trust.ts'

export type Rollback = {
  readonly durable: Durable
  readonly lock: Lock
  readonly clock: Clock
  /**
   * Number of the COMMIT or ROLLBACK entry to return to; the one before the active unless given.
   */
  readonly to?: number | undefined
  readonly accept: Accept
  /** Signs the head of the log, where this clone has a key. */
  readonly key?: SigningKey | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was returned to. `already-active`: it is what is in force, nothing was written. */
export type RolledBack = {
  readonly status: 'rolled-back' | 'already-active'
  readonly plan: string
  readonly generation: number
  readonly seq: number
  readonly root: string
  /** The state that was left. */
  readonly from: { readonly plan: string; readonly generation: number; readonly seq: number }
  /** Number of the entry whose state was returned to. */
  readonly to: number
  readonly recovered: Recovered
}

const targetOf = ({ undoable, history }: Replay, to: number | undefined): Committed => {
  const target =
    to === undefined ? undoable?.below?.top : statesOf(history).find((c) => c.seq === to)
  if (target !== undefined) return target
  throw new RttError(
    'RTT4004',
    to === undefined ? 'nothing was applied before' : `entry ${to} put no plan into force`,
  )
}

const gone = (what: string, { plan }: Committed): RttError =>
  new RttError('RTT4005', `${what} of plan ${plan.slice(0, 8)} is gone from the content store`, {
    help: 'Restore .rtt/cas from a copy, or apply the plan again from plans/.',
  })

/**
 * A plan is never put into force unsigned, not even again: its own envelope, kept when it was
 * applied, must hold under today's trust. Keys count as valid that were so when it was applied, or
 * time alone would take the way back.
 */
const proveAgain = (r: Rollback, target: Committed, trust: TrustSet): void => {
  const { durable, accept } = r
  const manifest = readManifest(durable, target.manifest)
  if (manifest === undefined) throw gone('the manifest', target)
  const planBytes = readBlob(durable, manifest.plan)
  const envelope = readBlob(durable, manifest.envelope)
  if (planBytes === undefined || envelope === undefined) throw gone('a part', target)
  const path = `the envelope of plan ${target.plan.slice(0, 8)}`
  const verdict = verifyEnvelope({ envelope, path, planBytes, trust, accept, now: target.t })
  if (!verdict.ok) throw new RttError(verdict.code, verdict.summary)
  const body = parsePlan(planBytes, target.plan, path)
  const contracts = contractsOf(body).map((digest) => ({ digest, bytes: new Uint8Array(0) }))
  checkContracts({ planId: target.plan, contracts }, verdict.subjects)
}

const beginning = (durable: Durable, journal: Journal, target: Committed): Event => {
  const said = journal.replay()
  const active = said.active as Committed
  const tx = {
    tx: journal.head().size + 1,
    plan: target.plan,
    generation: nextGeneration(durable, said),
    manifest: target.manifest,
    undo: { from_root: active.root, to_root: target.root },
  }
  return { type: 'begin', tx, active, blobs: [] }
}

const rollbackHeld = (r: Rollback): RolledBack => {
  const { durable, clock, key, signal } = r
  const trust = loadTrust(durable)
  const { journal, found } = recoverState({ durable, clock, trust, key })
  const target = targetOf(journal.replay(), r.to)
  const from = journal.replay().active as Committed
  const isActive = target.seq === from.seq
  if (!isActive) {
    proveAgain(r, target, trust)
    const stage = { durable, journal, key, blobs: new Map(), signal }
    if (runTransaction(stage, { phase: 'idle' }, beginning(durable, journal, target)) === 'lost')
      throw gone('a part', target)
  }
  const { plan, generation, seq, root } = journal.replay().active as Committed
  const status = isActive ? 'already-active' : 'rolled-back'
  return { status, plan, generation, seq, root, from, to: target.seq, recovered: found }
}

/**
 * Returns to an earlier plan: a new generation of it is built and put into force in the same two
 * phases as apply, and the log says so in a ROLLBACK entry. Nothing is taken out of the log.
 *
 * @throws RttError RTT4004 nothing to return to · RTT4005 its parts are gone · RTT3001 to RTT3004,
 *   RTT3007 its signature no longer holds · RTT4001, RTT4002, RTT4003, RTT6002, RTT9002 as `apply`
 */
export const rollback = (r: Rollback): Promise<RolledBack> => r.lock.hold(() => rollbackHeld(r))
