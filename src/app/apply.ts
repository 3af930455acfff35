import { RttError } from '../core/diag/error.ts'
import { sha256 } from '../core/json/digest.ts'
import type { Committed } from '../core/log/replay.ts'
import type { Event } from '../core/log/twophase.ts'
import { compareText } from '../core/model/place.ts'
import type { Accept } from '../core/trust/verify.ts'
import type { Clock } from '../ports/clock.ts'
import type { Durable } from '../ports/durable.ts'
import type { SigningKey } from '../ports/keys.ts'
import type { Lock } from '../ports/lock.ts'
import type { Random } from '../ports/random.ts'
import { flipCurrent, isCurrent } from './commit/current.ts'
import {
  buildGeneration,
  generationState,
  manifestBlob,
  nextGeneration,
} from './commit/generation.ts'
import type { Journal } from './commit/journal.ts'
import { type Blob, type PlanFiles, readPlanFiles } from './commit/plan.ts'
import { type Proof, provePlan } from './commit/proof.ts'
import { type Recovered, recoverState } from './commit/recovery.ts'
import { stageBlob } from './commit/store.ts'
import { runTransaction } from './commit/transaction.ts'
import { loadTrust } from './commit/trust.ts'

/** A generated file that belongs to the plan: its path and its bytes. */
export type DriverFile = { readonly path: string; readonly bytes: Uint8Array }

export type Apply = {
  readonly durable: Durable
  readonly lock: Lock
  readonly clock: Clock
  readonly random: Random
  /** 64 hex digits. */
  readonly planId: string
  /** The folder of plans: `plans`, or `.rtt/plans`. */
  readonly plansDir: string
  /** Whose signatures count: the committed root's only, or this clone's own, too. */
  readonly accept: Accept
  /** Whether the files that the plan was made of have to be those that were signed with it; they do unless given. */
  readonly strict?: boolean
  /** Signs the head of the log, where this clone has a key. */
  readonly key?: SigningKey | undefined
  readonly files?: readonly DriverFile[]
  readonly signal?: AbortSignal | undefined
}

/**
 * `applied`: the plan was put into force. `already-active`: it was in force, nothing was written.
 * `restored`: it was in force, but its generation or `current` was damaged and was made again.
 */
export type Applied = {
  readonly status: 'applied' | 'already-active' | 'restored'
  readonly plan: string
  readonly generation: number
  /** Number of the entry that put it into force, and the root of the log that ends with it. */
  readonly seq: number
  readonly root: string
  /** Ids of the keys that count, and under whose trust. */
  readonly keys: readonly string[]
  readonly via: Proof['via']
  /** What a crash before this had left, and was mended first. */
  readonly recovered: Recovered
}

/** All that a generation of this plan needs, the manifest last. */
const blobsFor = (plan: PlanFiles, envelope: Uint8Array, files: readonly DriverFile[]) => {
  const parts: readonly Blob[] = [
    { digest: plan.planId, bytes: plan.bytes },
    { digest: sha256(envelope), bytes: envelope },
    ...plan.contracts,
    ...files.map(({ bytes }) => ({ digest: sha256(bytes), bytes })),
  ]
  const manifest = manifestBlob({
    v: 1,
    plan: plan.planId,
    envelope: sha256(envelope),
    contracts: plan.contracts.map((c) => c.digest),
    files: files
      .map(({ path, bytes }) => ({ path, sha256: sha256(bytes) }))
      .sort((a, b) => compareText(a.path, b.path)),
  })
  const blobs = new Map([...parts, manifest].map((blob) => [blob.digest, blob]))
  return { blobs, manifest: manifest.digest }
}

const beginning = (
  a: Pick<Apply, 'durable' | 'random'>,
  journal: Journal,
  what: { readonly plan: string; readonly manifest: string; readonly blobs: readonly string[] },
): Event => {
  const said = journal.replay()
  const isNew = said.origin === undefined
  const tx = {
    tx: journal.head().size + (isNew ? 2 : 1),
    plan: what.plan,
    generation: nextGeneration(a.durable, said),
    manifest: what.manifest,
  }
  const origin = isNew ? { origin: `rtt-log-${a.random.hex(16)}` } : {}
  return { type: 'begin', tx, active: said.active, blobs: what.blobs, ...origin }
}

/**
 * The plan is in force by the log: makes whatever is missing again, from the files just verified.
 *
 * @returns 'lost' when the generation was made of other files, which are gone
 */
const restore = (
  { durable }: Apply,
  active: Committed,
  blobs: ReadonlyMap<string, Blob>,
): 'intact' | 'restored' | 'lost' => {
  const { generation, manifest } = active
  const state = generationState(durable, generation, manifest)
  if (state === 'whole' && isCurrent(durable, active)) return 'intact'
  for (const blob of blobs.values()) stageBlob(durable, blob)
  if (state !== 'whole' && !buildGeneration(durable, generation, manifest)) return 'lost'
  flipCurrent(durable, active)
  return 'restored'
}

type Ready = {
  readonly journal: Journal
  readonly found: Recovered
  readonly plan: PlanFiles
  readonly blobs: ReadonlyMap<string, Blob>
  readonly manifest: string
}

const putIntoForce = (a: Apply, ready: Ready): void => {
  const { journal, plan, blobs, manifest } = ready
  const { durable, key, signal } = a
  const stage = { durable, journal, key, blobs, signal }
  const what = { plan: plan.planId, manifest, blobs: [...blobs.keys()] }
  if (runTransaction(stage, { phase: 'idle' }, beginning(a, journal, what)) === 'lost')
    throw new RttError('RTT4003', 'the content store does not hold what was just written to it')
}

const bringIntoForce = (a: Apply, ready: Ready): Applied['status'] => {
  const { active } = ready.journal.replay()
  if (active?.plan === ready.plan.planId) {
    if (ready.found.closed === 'committed') return 'applied'
    const state = restore(a, active, ready.blobs)
    if (state === 'intact') return ready.found.restored ? 'restored' : 'already-active'
    if (state === 'restored') return 'restored'
  }
  putIntoForce(a, ready)
  return 'applied'
}

const applyHeld = (a: Apply): Applied => {
  const { durable, clock, key } = a
  if (a.signal?.aborted) throw new RttError('RTT9002', 'cancelled; nothing was changed')
  const trust = loadTrust(durable)
  const plan = readPlanFiles(durable, a.plansDir, a.planId)
  const now = clock.now()
  const proof = provePlan({ ...a, plan, trust, now })
  const { journal, found } = recoverState({ durable, clock, trust, key })
  const { blobs, manifest } = blobsFor(plan, proof.envelope, a.files ?? [])
  const status = bringIntoForce(a, { journal, found, plan, blobs, manifest })
  const active = journal.replay().active as Committed
  const { generation, seq, root } = active
  const { keys, via } = proof
  return { status, plan: plan.planId, generation, seq, root, keys, via, recovered: found }
}

/**
 * Puts a signed plan into force in two phases: lock, verify, INTENT, stage, build, PREPARED, flip,
 * COMMIT. A crash anywhere leaves the old plan or the new one, never a mixture. A plan that does
 * not hold writes nothing at all.
 *
 * @throws RttError RTT2002 no such plan · RTT3001 to RTT3004, RTT3007 the signature does not hold ·
 *   RTT4001 the log is damaged · RTT4002 busy · RTT4003 the system refuses · RTT6002 made by a
 *   newer RTT · RTT9002 cancelled
 */
export const apply = (a: Apply): Promise<Applied> => a.lock.hold(() => applyHeld(a))
