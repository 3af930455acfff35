import { RttError } from '../diag/error.ts'
import type { Body, BodyOf, Entry } from './entry.ts'
import { emptyTree, rootOf } from './merkle.ts'

/** A state that was put into force. `root` is the root of the log that ends with its entry. */
export type Committed = {
  readonly seq: number
  readonly kind: 'COMMIT' | 'ROLLBACK'
  readonly plan: string
  readonly generation: number
  /** Digest of the generation's manifest in the content store. */
  readonly manifest: string
  readonly root: string
  readonly t: string
}

/** A transaction that the log has opened and not closed. */
export type Open = {
  readonly phase: 'intent' | 'prepared'
  readonly tx: number
  readonly plan: string
  readonly generation: number
  readonly manifest: string
  readonly undo?: { readonly from_root: string; readonly to_root: string }
}

/**
 * States in a row, the latest on top. Linked, since reading a log adds to it thousands of times.
 */
export type Trail = { readonly top: Committed; readonly below: Trail | undefined }

/** The states of a trail, oldest first. */
export const statesOf = (trail: Trail | undefined): readonly Committed[] => {
  const states: Committed[] = []
  for (let t = trail; t !== undefined; t = t.below) states.push(t.top)
  return states.reverse()
}

/** What the log says, once all of it has been read. */
export type Replay = {
  readonly origin: string | undefined
  readonly active: Committed | undefined
  readonly open: Open | undefined
  /** Every state that was ever in force. */
  readonly history: Trail | undefined
  /** The states that `rollback` steps back through; the active one is on top. */
  readonly undoable: Trail | undefined
  /** The highest generation that any transaction has used; 0 for none. */
  readonly generationMax: number
}

export const emptyReplay: Replay = {
  origin: undefined,
  active: undefined,
  open: undefined,
  history: undefined,
  undoable: undefined,
  generationMax: 0,
}

/** A reading of one entry: the state after it, or why it cannot stand here. */
type Next = Replay | string

const begin = (r: Replay, b: BodyOf<'INTENT'>): Next => {
  if (r.open !== undefined) return 'it begins while another transaction is open'
  if (b.tx !== b.seq) return 'its transaction is not named after its own number'
  if (b.generation <= r.generationMax) return 'its generation was used before'
  const open = { phase: 'intent', tx: b.tx, plan: b.plan, generation: b.generation } as const
  const undo = b.undo === undefined ? {} : { undo: b.undo }
  return {
    ...r,
    open: { ...open, manifest: b.manifest, ...undo },
    generationMax: b.generation,
  }
}

/** The open transaction, if the entry goes on with exactly that one. */
const openOf = (r: Replay, b: BodyOf<'PREPARED' | 'COMMIT' | 'ROLLBACK' | 'ABORT'>) =>
  r.open?.tx === b.tx && r.open.plan === b.plan && r.open.generation === b.generation
    ? r.open
    : undefined

const prepare = (r: Replay, b: BodyOf<'PREPARED'>): Next => {
  const open = openOf(r, b)
  if (open?.phase !== 'intent') return 'it prepares no open transaction'
  return { ...r, open: { ...open, phase: 'prepared' } }
}

const sameUndo = (open: Open, b: BodyOf<'COMMIT' | 'ROLLBACK'>): boolean =>
  b.kind === 'COMMIT'
    ? open.undo === undefined
    : open.undo?.from_root === b.from_root && open.undo.to_root === b.to_root

const find = (trail: Trail | undefined, is: (c: Committed) => boolean): Trail | undefined => {
  let t = trail
  while (t !== undefined && !is(t.top)) t = t.below
  return t
}

/** The state that a rollback returns to, if the entry tells the truth about both ends. */
const returnedTo = (r: Replay, b: BodyOf<'ROLLBACK'>): Committed | undefined =>
  r.active?.root === b.from_root
    ? find(r.history, (c) => c.root === b.to_root && c.plan === b.plan)?.top
    : undefined

const close = (r: Replay, b: BodyOf<'COMMIT' | 'ROLLBACK'>, entry: Entry): Next => {
  const open = openOf(r, b)
  if (open?.phase !== 'prepared' || !sameUndo(open, b)) return 'it closes no prepared transaction'
  const { seq, kind, plan, generation, t } = b
  const { manifest } = open
  const active = { seq, kind, plan, generation, manifest, root: entry.root, t } as const
  const closed = { ...r, open: undefined, active, history: { top: active, below: r.history } }
  if (b.kind === 'COMMIT') return { ...closed, undoable: { top: active, below: r.undoable } }
  const target = returnedTo(r, b)
  if (target === undefined) return 'it does not lead from the active state to an earlier one'
  // What lay below the state returned to still does, so undoing twice goes two steps back.
  const at = find(r.undoable, (c) => c === target)
  return { ...closed, undoable: { top: active, below: at === undefined ? r.undoable : at.below } }
}

const step = (r: Replay, entry: Entry): Next => {
  const b: Body = entry.body
  if ((b.kind === 'GENESIS') !== (b.seq === 1)) return 'a log begins with GENESIS, and only once'
  switch (b.kind) {
    case 'GENESIS':
      return b.tx === 0 ? { ...r, origin: b.origin } : 'it belongs to no transaction'
    case 'INTENT':
      return begin(r, b)
    case 'PREPARED':
      return prepare(r, b)
    case 'COMMIT':
    case 'ROLLBACK':
      return close(r, b, entry)
    case 'ABORT':
      return openOf(r, b) === undefined
        ? 'it aborts no open transaction'
        : { ...r, open: undefined }
  }
}

const carriesTree = ({ body }: Entry, before: Before): boolean =>
  (body.kind !== 'COMMIT' && body.kind !== 'ROLLBACK') ||
  (body.size === before.size && body.root === before.root)

/** The log that an entry is to follow: how many entries, and their root. */
export type Before = { readonly size: number; readonly root: string }

/**
 * The state after one entry more, or why it cannot stand there. Writer and reader share this rule.
 */
export const advance = (state: Replay, entry: Entry, before: Before): Replay | string =>
  carriesTree(entry, before) ? step(state, entry) : 'its tree is not that of the log'

/**
 * What the entries of a log amount to. Only the sequences that two-phase apply can write are
 * accepted.
 *
 * @throws RttError RTT4001 naming the entry that cannot stand where it stands
 */
export const replay = (entries: readonly Entry[]): Replay => {
  let state = emptyReplay
  let before: Before = { size: 0, root: rootOf(emptyTree) }
  for (const entry of entries) {
    const { seq, kind } = entry.body
    const next = advance(state, entry, before)
    if (typeof next === 'string')
      throw new RttError('RTT4001', `entry ${seq} (${kind}) is wrong: ${next}`)
    state = next
    before = { size: seq, root: entry.root }
  }
  return state
}
