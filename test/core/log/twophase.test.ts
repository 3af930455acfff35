import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Committed } from '../../../src/core/log/replay.ts'
import { type Effect, type Event, type State, step } from '../../../src/core/log/twophase.ts'
import { planNamed } from './entries.ts'

const [a, b, manifest] = [planNamed('a'), planNamed('b'), planNamed('f')]
const tx = { tx: 8, plan: b, generation: 3, manifest }
const undo = { from_root: planNamed('1'), to_root: planNamed('2') }
const active: Committed = {
  seq: 7,
  kind: 'COMMIT',
  plan: a,
  generation: 2,
  manifest,
  root: planNamed('1'),
  t: '2030-01-31T12:00:00Z',
}
const begin: Event = { type: 'begin', tx, active, blobs: [b, manifest] }

const word = (e: Effect): string => {
  if (e.do === 'append') return e.saying.kind
  return 'generation' in e ? `${e.do} ${e.generation}` : e.do
}

/** What the events make of it, one line an event. */
const transcript = (state: State, events: readonly Event[]): readonly string[] => {
  let now = state
  return events.map((event) => {
    const [next, effects] = step(now, event)
    now = next
    return `${event.type} -> ${next.phase}: ${effects.map(word).join(', ')}`
  })
}

const idle: State = { phase: 'idle' }
const open = (phase: 'intent' | 'prepared'): State => ({ phase, tx, active })

test('apply: intent, stage, build, prepared, flip, commit', () => {
  assert.deepEqual(transcript(idle, [begin, { type: 'done' }, { type: 'done' }]), [
    'begin -> intent: INTENT, stage, stage, build 3',
    'done -> prepared: PREPARED, flip 3, COMMIT, checkpoint',
    'done -> idle: ',
  ])
})

test('a new log begins with its origin', () => {
  const [, effects] = step(idle, { ...begin, origin: 'rtt-log-x' })
  assert.deepEqual(effects.slice(0, 2).map(word), ['GENESIS', 'INTENT'])
})

test('rollback ends in a ROLLBACK that carries both roots', () => {
  const [state] = step(idle, { ...begin, tx: { ...tx, undo } })
  const [, effects] = step(state, { type: 'done' })
  assert.deepEqual(effects.map(word), ['PREPARED', 'flip 3', 'ROLLBACK', 'checkpoint'])
  assert.deepEqual(effects[2], {
    do: 'append',
    saying: { kind: 'ROLLBACK', tx: 8, plan: b, generation: 3, ...undo },
  })
})

test('before PREPARED whatever happens is undone, and only then called aborted', () => {
  for (const event of [
    { type: 'failed', reason: 'failed' },
    { type: 'failed', reason: 'cancelled' },
    { type: 'resume' },
    { type: 'lost' },
  ] as const)
    assert.deepEqual(transcript(open('intent'), [event]), [
      `${event.type} -> idle: flip 2, discard 3, ABORT`,
    ])
  const [, effects] = step({ phase: 'intent', tx, active: undefined }, { type: 'resume' })
  assert.deepEqual(effects.map(word), ['unset', 'discard 3', 'ABORT'])
})

test('after PREPARED an error stops, and recovery finishes', () => {
  assert.deepEqual(transcript(open('prepared'), [{ type: 'failed', reason: 'failed' }]), [
    'failed -> prepared: ',
  ])
  assert.deepEqual(transcript(open('prepared'), [{ type: 'resume' }, { type: 'done' }]), [
    'resume -> prepared: build 3, flip 3, COMMIT, checkpoint',
    'done -> idle: ',
  ])
})

test('what cannot be built any more is given up', () => {
  assert.deepEqual(transcript(open('prepared'), [{ type: 'lost' }]), [
    'lost -> idle: flip 2, discard 3, ABORT',
  ])
})

test('one transaction at a time', () => {
  assert.throws(() => step(open('intent'), begin))
  assert.deepEqual(step(idle, { type: 'resume' }), [idle, []])
})
