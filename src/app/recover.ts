import { RttError } from '../core/diag/error.ts'
import type { Committed } from '../core/log/replay.ts'
import type { Clock } from '../ports/clock.ts'
import type { Durable } from '../ports/durable.ts'
import type { SigningKey } from '../ports/keys.ts'
import type { Lock } from '../ports/lock.ts'
import { type Recovered, recoverState } from './commit/recovery.ts'
import { loadTrust } from './commit/trust.ts'

export type Recover = {
  readonly durable: Durable
  readonly lock: Lock
  readonly clock: Clock
  /** Signs the head of the log, where this clone has a key. */
  readonly key?: SigningKey | undefined
}

/** `clean`: there was nothing to do. `found` says what was done. */
export type RecoverResult = {
  readonly status: 'clean' | 'recovered'
  readonly active: Committed | undefined
  readonly found: Recovered
}

const recoverHeld = ({ durable, clock, key }: Recover): RecoverResult => {
  const trust = loadTrust(durable)
  const { journal, found } = recoverState({ durable, clock, trust, key, repair: true })
  if (found.lost)
    throw new RttError('RTT4005', 'the active generation is gone from .rtt/gen and .rtt/cas')
  const status = Object.keys(found).length === 0 ? 'clean' : 'recovered'
  return { status, active: journal.replay().active, found }
}

/**
 * Brings `.rtt` back to its last committed state: torn bytes are set aside and counted, a
 * transaction that a crash left open is finished or undone. Unlike `apply`, which does the same on
 * its way, it also goes on from a log that ends before this clone's own checkpoint, and says how
 * much is missing; a log that is damaged in the middle, or ends before a checkpoint in git, is
 * never touched.
 *
 * @throws RttError RTT4001 damaged · RTT4002 busy · RTT4003 the system refuses · RTT4005 the active
 *   generation cannot be made again · RTT6002 made by a newer RTT
 */
export const recover = (r: Recover): Promise<RecoverResult> => r.lock.hold(() => recoverHeld(r))
