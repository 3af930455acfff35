import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Route } from '../../../src/core/model/route.ts'
import { chainOf, commonBase, headsOf } from '../../../src/core/plan/chain.ts'
import { mergeRoutes } from '../../../src/core/plan/merge.ts'

const route = (from: string, to: string, via = 'http'): Route => ({
  from: `rtt://t/service/${from}#p`,
  to: `rtt://t/service/${to}`,
  rung: 'observed',
  class: via,
  lanes: [],
  contract: null,
})
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const routes = fc.uniqueArray(
  fc
    .record({ from: name, to: name, via: fc.constantFrom('http', 'grpc') })
    .map((r) => route(r.from, r.to, r.via)),
  { selector: (r) => `${r.from} ${r.to}`, maxLength: 12 },
)

test('two branches that add different routes merge to both, whichever is ours', () => {
  const [base, ours, theirs] = [
    [route('a', 'b')],
    [route('a', 'b'), route('c', 'd')],
    [route('a', 'b'), route('e', 'a')],
  ]
  const merged = mergeRoutes(base, ours, theirs)
  assert.deepEqual(merged.conflicts, [])
  assert.deepEqual(merged.routes, [route('a', 'b'), route('c', 'd'), route('e', 'a')])
})

test('without a conflict the order of the sides does not matter', () => {
  fc.assert(
    fc.property(routes, routes, routes, (base, ours, theirs) => {
      const [one, two] = [mergeRoutes(base, ours, theirs), mergeRoutes(base, theirs, ours)]
      assert.deepEqual(
        one.conflicts.map((c) => c.route),
        two.conflicts.map((c) => c.route),
      )
      if (one.conflicts.length === 0) assert.deepEqual(one.routes, two.routes)
    }),
  )
})

test('a side that did nothing leaves the other as it is', () => {
  fc.assert(
    fc.property(routes, routes, (base, ours) => {
      const sorted = [...ours].sort((a, b) =>
        `${a.from} -> ${a.to}` < `${b.from} -> ${b.to}` ? -1 : 1,
      )
      assert.deepEqual(mergeRoutes(base, ours, base), { routes: sorted, conflicts: [] })
    }),
  )
})

test('a route that one side removes and the other changes is a conflict', () => {
  const merged = mergeRoutes([route('a', 'b')], [], [route('a', 'b', 'grpc')])
  assert.deepEqual(
    merged.conflicts.map((c) => [c.ours, c.theirs?.class]),
    [[undefined, 'grpc']],
  )
  assert.deepEqual(merged.routes, [])
})

const bases = new Map([
  ['a', null],
  ['b', 'a'],
  ['c', 'b'],
  ['d', 'b'],
  ['lost', 'pruned'],
])

test('plans are followed to their bases, as far as these are there', () => {
  assert.deepEqual(chainOf('c', bases), ['c', 'b', 'a'])
  assert.deepEqual(chainOf('lost', bases), ['lost'])
  assert.deepEqual(chainOf('x', bases), [])
  assert.equal(commonBase('c', 'd', bases), 'b')
  assert.equal(commonBase('c', 'lost', bases), undefined)
  assert.deepEqual(headsOf(bases), ['c', 'd', 'lost'])
})
