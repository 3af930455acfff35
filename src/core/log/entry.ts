import * as z from '../json/schema.ts'
import { timeSchema } from '../trust/root.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

// `tx` is the seq of the transaction's INTENT: unique without any randomness.
const head = {
  v: z.literal(1),
  seq: count,
  prev: digest,
  t: timeSchema,
  tx: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
}
const target = { plan: digest, generation: count }
// The tree over all earlier entries: an entry cannot hold a root that covers itself.
const before = { size: count, root: digest }
// The roots of the log right after the state left and the state returned to were committed.
const undo = { from_root: digest, to_root: digest }

const genesis = z.strictObject({
  ...head,
  kind: z.literal('GENESIS'),
  origin: z.string().regex(/^rtt-log-[0-9a-f]{32}$/),
})
const intent = z.strictObject({
  ...head,
  kind: z.literal('INTENT'),
  ...target,
  manifest: digest,
  undo: z.strictObject(undo).optional(),
})
const prepared = z.strictObject({ ...head, kind: z.literal('PREPARED'), ...target })
const commit = z.strictObject({ ...head, kind: z.literal('COMMIT'), ...target, ...before })
const rollback = z.strictObject({
  ...head,
  kind: z.literal('ROLLBACK'),
  ...target,
  ...before,
  ...undo,
})
const abort = z.strictObject({
  ...head,
  kind: z.literal('ABORT'),
  ...target,
  reason: z.enum(['crash', 'failed', 'cancelled', 'lost']),
})

export const bodySchema = z.discriminatedUnion('kind', [
  genesis,
  intent,
  prepared,
  commit,
  rollback,
  abort,
])

/** What one line of the log says, strict per kind. */
export type Body = z.infer<typeof bodySchema>
export type BodyOf<K extends Body['kind']> = Extract<Body, { kind: K }>

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** What a transaction wants to say; the log adds where and when it is said. */
export type Saying = DistributiveOmit<Body, 'v' | 'seq' | 'prev' | 't' | 'size' | 'root'>

/**
 * One entry as it stands in the log: its body, its hash, and the root of the log that ends with it.
 */
export type Entry = { readonly body: Body; readonly hash: string; readonly root: string }

/** The `prev` of the first entry. */
export const noHash = '0'.repeat(64)

export type AbortReason = BodyOf<'ABORT'>['reason']
