import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry, Saying } from '../../../src/core/log/entry.ts'
import { replay, statesOf } from '../../../src/core/log/replay.ts'
import { applied, genesis, planNamed, write } from './entries.ts'

const [a, b, c] = ['a', 'b', 'c'].map(planNamed) as [string, string, string]
const zero = planNamed('0')

const rolledBack = (
  entries: readonly Entry[],
  { from, to, plan, generation }: { from: number; to: number; plan: string; generation: number },
): readonly Saying[] => {
  const tx = entries.length + 1
  const rootAt = (seq: number) => entries[seq - 1]?.root ?? zero
  const undo = { from_root: rootAt(from), to_root: rootAt(to) }
  return [
    { kind: 'INTENT', tx, plan, generation, manifest: planNamed('f'), undo },
    { kind: 'PREPARED', tx, plan, generation },
    { kind: 'ROLLBACK', tx, plan, generation, ...undo },
  ]
}

const twoApplies = [genesis, ...applied(2, a, 1), ...applied(5, b, 2)]

const wrong = (sayings: readonly Saying[], words: RegExp): void => {
  assert.throws(() => replay(write(sayings).entries), { code: 'RTT4001', message: words })
}

test('nothing, and a log that was only begun', () => {
  assert.equal(replay([]).origin, undefined)
  const begun = replay(write([genesis]).entries)
  assert.match(begun.origin ?? '', /^rtt-log-/)
  assert.equal(begun.active, undefined)
})

test('applies follow one another; the last is active', () => {
  const { entries } = write(twoApplies)
  const said = replay(entries)
  assert.deepEqual(
    statesOf(said.history).map(({ seq, kind, plan, generation }) => [seq, kind, plan, generation]),
    [
      [4, 'COMMIT', a, 1],
      [7, 'COMMIT', b, 2],
    ],
  )
  assert.equal(said.active?.root, entries[6]?.root)
  assert.equal(said.generationMax, 2)
  assert.equal(said.open, undefined)
})

test('an open transaction shows how far it came, and an aborted one leaves nothing', () => {
  const [intent, prepared] = applied(8, c, 3) as [Saying, Saying]
  assert.equal(replay(write([...twoApplies, intent]).entries).open?.phase, 'intent')
  assert.equal(replay(write([...twoApplies, intent, prepared]).entries).open?.phase, 'prepared')
  const abort = { kind: 'ABORT', tx: 8, plan: c, generation: 3, reason: 'crash' } as const
  const said = replay(write([...twoApplies, intent, abort]).entries)
  assert.equal(said.open, undefined)
  assert.equal(said.active?.plan, b)
  assert.equal(said.generationMax, 3, 'its generation is not used again')
})

test('undoing twice goes two steps back, not in a circle', () => {
  const three = [...twoApplies, ...applied(8, c, 3)]
  const once = write(three).entries
  const back1 = [...three, ...rolledBack(once, { from: 10, to: 7, plan: b, generation: 4 })]
  const said1 = replay(write(back1).entries)
  assert.deepEqual(
    statesOf(said1.undoable).map((s) => s.seq),
    [4, 13],
  )
  const twice = write(back1).entries
  const back2 = [...back1, ...rolledBack(twice, { from: 13, to: 4, plan: a, generation: 5 })]
  const said2 = replay(write(back2).entries)
  assert.deepEqual(
    statesOf(said2.undoable).map((s) => s.plan),
    [a],
  )
  assert.equal(statesOf(said2.history).length, 5)
})

test('a rollback must tell the truth about both ends', () => {
  const { entries } = write(twoApplies)
  const at = { from: 7, to: 4, plan: a, generation: 3 }
  assert.equal(replay(write([...twoApplies, ...rolledBack(entries, at)]).entries).active?.plan, a)
  for (const lie of [
    { ...at, from: 4 },
    { ...at, to: 5 },
    { ...at, plan: b },
    { ...at, plan: c },
  ])
    wrong([...twoApplies, ...rolledBack(entries, lie)], /does not lead/)
})

test('only what two-phase apply can write is accepted', () => {
  const [intent, prepared, commit] = applied(8, c, 3) as [Saying, Saying, Saying]
  const abort = { kind: 'ABORT', tx: 8, plan: c, generation: 3, reason: 'failed' } as const
  wrong([...applied(1, a, 1)], /GENESIS/)
  wrong([genesis, genesis], /GENESIS/)
  wrong([...twoApplies, prepared], /prepares no open/)
  wrong([...twoApplies, commit], /closes no prepared/)
  wrong([...twoApplies, abort], /aborts no open/)
  wrong([...twoApplies, intent, commit], /closes no prepared/)
  wrong([...twoApplies, intent, prepared, prepared], /prepares no open/)
  wrong([...twoApplies, intent, ...applied(9, c, 4)], /another transaction is open/)
  wrong([...twoApplies, { ...intent, tx: 3 } as Saying], /own number/)
  wrong([...twoApplies, ...applied(8, c, 2)], /used before/)
  wrong([...twoApplies, intent, { ...prepared, generation: 9 } as Saying], /prepares no open/)
  wrong([...twoApplies, intent, prepared, { ...commit, plan: a } as Saying], /closes no prepared/)
  const rollback = { ...commit, kind: 'ROLLBACK', from_root: zero, to_root: zero } as Saying
  wrong([...twoApplies, intent, prepared, rollback], /closes no prepared/)
})

test('a commit must carry the tree it follows', () => {
  const { entries } = write(twoApplies)
  const last = entries[6] as Entry
  for (const change of [{ size: 5 }, { root: zero }]) {
    const body = { ...last.body, ...change } as Entry['body']
    assert.throws(() => replay([...entries.slice(0, 6), { ...last, body }]), {
      code: 'RTT4001',
      message: /tree/,
    })
  }
})
