import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { randomOf } from '../core/contract/breaking/shop.ts'
import { scenes } from '../crash/scenes.ts'
import { checkModel, needsTlc } from './tlc.ts'
import { type Seen, traceModule, traceOf } from './trace.ts'

const config = readFileSync(join(import.meta.dirname, '../../spec/TwoPhase.cfg'), 'utf8')
const seed = Number(process.env['RTT_SEED'] ?? 20261122)
const tracesCount = 60

const configOf = (mutant: string): string =>
  config.replace('Mutant = "none"', `Mutant = "${mutant}"`)

test('the specification of two-phase apply holds: safety and liveness', needsTlc, () => {
  const { violated, states, output } = checkModel({ module: 'TwoPhase', config })
  assert.equal(violated, undefined, output)
  assert.ok(states > 4000, `${states} states`)
})

const mutants: Readonly<Record<string, string>> = {
  'flip before PREPARED': 'BeforeOrAfter',
  'PREPARED before build': 'BeforeOrAfter',
  'COMMIT before flip': 'BeforeOrAfter',
  'discard what is in force': 'BeforeOrAfter',
  'go on from INTENT': 'BeforeOrAfter',
  'begin without recovery': 'Contiguous',
  'forget that it is a rollback': 'NoPartialCommit',
  'apply twice': 'Idempotent',
  'roll back to what is in force': 'BoundedRollback',
  'abort what is prepared': 'a temporal property',
}

test('every mutant of the specification has a name here', () => {
  const tla = readFileSync(join(import.meta.dirname, '../../spec/TwoPhase.tla'), 'utf8')
  const named = new Set([...tla.matchAll(/IsMutant\("([^"]+)"\)/g)].map((m) => m[1]))
  assert.deepEqual([...named].sort(), Object.keys(mutants).sort())
})

for (const [mutant, property] of Object.entries(mutants))
  test(`a fault in the protocol is found: ${mutant}`, needsTlc, () => {
    const { violated } = checkModel({ module: 'TwoPhase', config: configOf(mutant) })
    assert.equal(violated, property)
  })

const following = `SPECIFICATION Following
CONSTANTS
  Plans = {"a", "b", "c"}
  TxMax = 9
  CrashMax = 20
  Mutant = "none"
INVARIANTS
  NotFollowed
  BeforeOrAfter
CHECK_DEADLOCK FALSE
`

/** Whether the specification has a behaviour that shows these traces, and which of them it showed. */
const follow = (traces: readonly (readonly Seen[])[]) => {
  const more = { Traces: traceModule(traces) }
  const { violated, output } = checkModel({ module: 'Traces', config: following, more })
  const followed = output.match(/<<"followed", \d+>>/g)?.length ?? 0
  return { isFollowed: violated === 'NotFollowed', followed }
}

const recorded = async (): Promise<readonly (readonly Seen[])[]> => {
  const [first] = await scenes()
  const traces: (readonly Seen[])[] = []
  let [crashes, refusals] = [0, 0]
  for (let i = 0; i < tracesCount; i++) {
    const done = await traceOf(first!.from, randomOf(seed + i))
    crashes += done.crashes
    refusals += done.refusals
    traces.push(done.seen)
  }
  assert.ok(crashes > tracesCount / 4, `only ${crashes} crashes struck`)
  assert.ok(refusals > tracesCount / 4, `only ${refusals} refusals struck`)
  const kinds = new Set(traces.flatMap((t) => t.at(-1)!.log.map((e) => e.kind)))
  assert.deepEqual([...kinds].sort(), ['ABORT', 'COMMIT', 'INTENT', 'PREPARED', 'ROLLBACK'])
  return traces
}

test(
  `what the code does is a behaviour of the specification: ${tracesCount} traces (seed ${seed})`,
  needsTlc,
  async () => {
    const traces = await recorded()
    const { isFollowed, followed } = follow(traces)
    assert.ok(isFollowed, `trace ${followed + 1}: ${JSON.stringify(traces[followed], null, 1)}`)
  },
)

test('a trace that the protocol cannot make is not followed', needsTlc, async () => {
  const traces = await recorded()
  const long = traces.find((t) => t.some((s) => s.log.some((e) => e.kind === 'COMMIT')))!
  const commit = long.findIndex((s) => s.log.at(-1)?.kind === 'COMMIT')
  // The pointer is moved behind COMMIT instead of before it.
  const before = { ...long[commit]!, current: long[commit - 2]!.current }
  assert.ok(!follow([[...long.slice(0, commit - 1), before, ...long.slice(commit)]]).isFollowed)
  // PREPARED was never written.
  const without = long.map((s) => ({ ...s, log: s.log.filter((e) => e.kind !== 'PREPARED') }))
  assert.ok(!follow([without]).isFollowed)
})
