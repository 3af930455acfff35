import type { AbortReason, Saying } from './entry.ts'
import type { Committed, Open } from './replay.ts'

/** What a transaction puts into force: the generation to build and where it leads. */
export type Transaction = Omit<Open, 'phase'>

/**
 * Where a transaction stands. `intent`: the log has INTENT, nothing is visible. `prepared`: the log
 * has PREPARED, so the transaction will end committed, by whoever finds it.
 */
export type State =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'intent' | 'prepared'
      readonly tx: Transaction
      /** What is in force until the flip. */
      readonly active: Committed | undefined
    }

/**
 * `begin` starts a transaction, `done` says that all effects handed out were carried out, `failed`
 * that one was not, `resume` that a crash left this state, `lost` that the generation cannot be
 * built any more because the content store lacks a part of it.
 */
export type Event =
  | {
      readonly type: 'begin'
      readonly tx: Transaction
      readonly active: Committed | undefined
      /** Digests of what the content store must hold first. */
      readonly blobs: readonly string[]
      /** The name of a log that is still to be begun. */
      readonly origin?: string
    }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly reason: 'failed' | 'cancelled' }
  | { readonly type: 'resume' }
  | { readonly type: 'lost' }

/** One thing to do, durable before the next is begun. */
export type Effect =
  | { readonly do: 'append'; readonly saying: Saying }
  | { readonly do: 'stage'; readonly digest: string }
  | { readonly do: 'build'; readonly generation: number; readonly manifest: string }
  | { readonly do: 'flip'; readonly generation: number; readonly plan: string }
  | { readonly do: 'unset' }
  | { readonly do: 'discard'; readonly generation: number }
  | { readonly do: 'checkpoint' }

const idle: State = { phase: 'idle' }

const begin = (event: Extract<Event, { type: 'begin' }>): [State, readonly Effect[]] => {
  const { tx, active, blobs, origin } = event
  const { generation, manifest } = tx
  const effects: Effect[] = []
  if (origin !== undefined)
    effects.push({ do: 'append', saying: { kind: 'GENESIS', tx: 0, origin } })
  effects.push({ do: 'append', saying: { kind: 'INTENT', ...tx } })
  for (const digest of blobs) effects.push({ do: 'stage', digest })
  effects.push({ do: 'build', generation, manifest })
  return [{ phase: 'intent', tx, active }, effects]
}

const named = ({ tx, plan, generation }: Transaction) => ({ tx, plan, generation })

/** Whatever `current` says, it is put back before the log says that nothing has happened. */
const abort = (
  { tx, active }: Exclude<State, { phase: 'idle' }>,
  reason: AbortReason,
): [State, readonly Effect[]] => [
  idle,
  [
    active === undefined
      ? { do: 'unset' }
      : { do: 'flip', generation: active.generation, plan: active.plan },
    { do: 'discard', generation: tx.generation },
    { do: 'append', saying: { kind: 'ABORT', ...named(tx), reason } },
  ],
]

const close = (tx: Transaction): readonly Effect[] => [
  {
    do: 'append',
    saying:
      tx.undo === undefined
        ? { kind: 'COMMIT', ...named(tx) }
        : { kind: 'ROLLBACK', ...named(tx), ...tx.undo },
  },
  { do: 'checkpoint' },
]

const finish = (tx: Transaction): readonly Effect[] => [
  { do: 'flip', generation: tx.generation, plan: tx.plan },
  ...close(tx),
]

/**
 * Two-phase apply as a function: what is to be done next, in this order, each effect durable before
 * the following one. Reads no file and no clock; recovery runs the same function from the state
 * that the log was left in.
 */
export const step = (state: State, event: Event): [State, readonly Effect[]] => {
  if (event.type === 'begin') {
    if (state.phase !== 'idle') throw new Error('a transaction is open')
    return begin(event)
  }
  if (state.phase === 'idle') return [idle, []]
  const { tx, active } = state
  if (event.type === 'lost') return abort(state, 'lost')
  if (state.phase === 'intent') {
    if (event.type === 'failed') return abort(state, event.reason)
    if (event.type === 'resume') return abort(state, 'crash')
    const prepared: Effect = { do: 'append', saying: { kind: 'PREPARED', ...named(tx) } }
    return [{ phase: 'prepared', tx, active }, [prepared, ...finish(tx)]]
  }
  // Prepared: an error leaves everything to recovery, since the way back is closed.
  if (event.type === 'failed') return [state, []]
  if (event.type === 'done') return [idle, []]
  const { generation, manifest } = tx
  return [state, [{ do: 'build', generation, manifest }, ...finish(tx)]]
}
