import { RttError } from '../../core/diag/error.ts'
import { type Effect, type Event, type State, step } from '../../core/log/twophase.ts'
import type { Durable } from '../../ports/durable.ts'
import type { SigningKey } from '../../ports/keys.ts'
import { writeCheckpoint } from './checkpoint.ts'
import { flipCurrent } from './current.ts'
import { buildGeneration, generationFolder } from './generation.ts'
import type { Journal } from './journal.ts'
import { paths } from './paths.ts'
import type { Blob } from './plan.ts'
import { stageBlob } from './store.ts'

/** What the effects of a transaction act on. */
export type Stage = {
  readonly durable: Durable
  readonly journal: Journal
  /** Signs the head of the log; without one the last checkpoint stays. */
  readonly key: SigningKey | undefined
  /** What may be staged, by digest. */
  readonly blobs: ReadonlyMap<string, Blob>
  readonly signal: AbortSignal | undefined
}

/** Thrown by an effect, caught by `runTransaction`: the content store lacks a part. */
const lost = Symbol('lost')

const carryOut = (stage: Stage, effect: Effect): void => {
  const { durable, journal, key, blobs } = stage
  switch (effect.do) {
    case 'append':
      journal.append(effect.saying)
      return
    case 'stage':
      stageBlob(durable, blobs.get(effect.digest) as Blob)
      return
    case 'build':
      if (!buildGeneration(durable, effect.generation, effect.manifest)) throw lost
      return
    case 'flip':
      flipCurrent(durable, effect)
      return
    case 'unset':
      durable.remove(paths.current)
      return
    case 'discard':
      durable.remove(generationFolder(effect.generation))
      return
    case 'checkpoint':
      if (key !== undefined) writeCheckpoint(durable, journal, key)
      return
  }
}

/** Carries out all effects; a wish to stop is heard as long as nothing is visible. */
const carryOutAll = (stage: Stage, state: State, effects: readonly Effect[]): void => {
  for (const effect of effects) {
    if (state.phase === 'intent' && stage.signal?.aborted)
      throw new RttError('RTT9002', 'cancelled; nothing was changed')
    carryOut(stage, effect)
  }
}

const eventFor = (error: unknown): Event => {
  if (error === lost) return { type: 'lost' }
  const cancelled = error instanceof RttError && error.code === 'RTT9002'
  return { type: 'failed', reason: cancelled ? 'cancelled' : 'failed' }
}

/** Undoes what can be undone now; what cannot is left to recovery, and the first error counts. */
const tidyUp = (stage: Stage, effects: readonly Effect[]): void => {
  try {
    for (const effect of effects) carryOut(stage, effect)
  } catch {
    // A disk that refused the work mostly refuses the tidying up: the log tells recovery all it
    // needs.
  }
}

/**
 * Runs a transaction to its end.
 *
 * @returns 'lost' when it had to be given up because the content store lacks a part
 * @throws RttError whatever stopped it; before PREPARED everything was put back, after it recovery
 *   finishes what was begun
 */
export const runTransaction = (stage: Stage, from: State, event: Event): 'ended' | 'lost' => {
  let [state, effects] = step(from, event)
  while (effects.length > 0) {
    try {
      carryOutAll(stage, state, effects)
    } catch (error) {
      const failure = eventFor(error)
      const [, undo] = step(state, failure)
      if (failure.type !== 'lost') {
        tidyUp(stage, undo)
        throw error
      }
      for (const effect of undo) carryOut(stage, effect)
      return 'lost'
    }
    ;[state, effects] = step(state, { type: 'done' })
  }
  return 'ended'
}
