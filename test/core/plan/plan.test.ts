import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RttError } from '../../../src/core/diag/error.ts'
import { digestOf, sha256 } from '../../../src/core/json/digest.ts'
import type { Route } from '../../../src/core/model/route.ts'
import { applyInverse, compareRouteKeys, diffRoutes } from '../../../src/core/plan/diff.ts'
import { orderRoutes, ownerOf } from '../../../src/core/plan/order.ts'
import { addressPlan } from '../../../src/core/plan/project.ts'
import { readPlan } from '../../../src/core/plan/read.ts'

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const route: fc.Arbitrary<Route> = fc
  .record({
    from: name,
    port: fc.constantFrom('x', 'y'),
    to: name,
    class: fc.constantFrom('grpc', 'http'),
  })
  .map(({ from, port, to, class: c }) => ({
    from: `rtt://t/service/${from}#${port}`,
    to: `rtt://t/service/${to}`,
    rung: 'observed' as const,
    class: c,
    lanes: [`native(${c})`],
    contract: null,
  }))
const routes = fc.uniqueArray(route, { selector: (r) => `${r.from} ${r.to}`, maxLength: 20 })

test('PL-16 the inverse of a plan restores the graph that was there before', () => {
  fc.assert(
    fc.property(routes, routes, (before, after) => {
      const { inverse } = diffRoutes(before, after)
      assert.equal(
        digestOf(applyInverse(after, inverse)),
        digestOf([...before].sort(compareRouteKeys)),
      )
    }),
  )
})

test('PL-03 the order of routes does not depend on the order of the input', () => {
  fc.assert(
    fc.property(
      routes.chain((r) =>
        fc.tuple(fc.constant(r), fc.shuffledSubarray(r, { minLength: r.length })),
      ),
      ([a, b]) => {
        assert.deepEqual(orderRoutes(a), orderRoutes(b))
      },
    ),
  )
})

test('PL-03 what a provider needs comes before those who use it, where there is no cycle', () => {
  fc.assert(
    fc.property(routes, (all) => {
      const acyclic = all.filter((r) => ownerOf(r.from) < r.to)
      const order = orderRoutes(acyclic)
      assert.equal(order.length, acyclic.length)
      for (const [i, r] of order.entries())
        for (const later of order.slice(i + 1))
          assert.notEqual(
            ownerOf(later.from),
            r.to,
            `${later.from} comes after ${r.from}, which uses it`,
          )
    }),
  )
})

test('PL-03 a cycle is ordered too, whole and by (from, class, to)', () => {
  const r = (from: string, to: string): Route => ({
    from: `rtt://t/service/${from}#p`,
    to: `rtt://t/service/${to}`,
    rung: 'observed',
    class: 'http',
    lanes: [],
    contract: null,
  })
  assert.deepEqual(
    orderRoutes([r('c', 'a'), r('b', 'c'), r('a', 'b')]).map((x) => ownerOf(x.from).at(-1)),
    ['a', 'c', 'b'],
  )
})

test('ten thousand routes are ordered in well under a second', () => {
  const many = Array.from(
    { length: 10_000 },
    (_, i): Route => ({
      from: `rtt://t/service/s${i % 500}#p${i}`,
      to: `rtt://t/service/s${(i * 7 + 1) % 500}`,
      rung: 'observed',
      class: 'http',
      lanes: [],
      contract: null,
    }),
  )
  const started = process.hrtime.bigint()
  assert.equal(orderRoutes(many).length, many.length)
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 2000)
})

const plan = addressPlan({
  v: 1,
  projection: 2,
  namespace: ['t'],
  base: null,
  routes: [],
  contracts: [],
  services: [],
  tools: [],
  findings: [],
  policy: null,
  steps: [],
  inverse: [],
})
const bytes = (s: string): Uint8Array => new TextEncoder().encode(s)
const readAs = (text: string) => () => readPlan(bytes(text), sha256(text), 'plans/x.json')

test('PL-01 a plan reads back only under the name that is the sha256 of its bytes', () => {
  assert.deepEqual(readPlan(bytes(plan.text), plan.planId, 'plans/x.json'), plan.body)
  assert.throws(
    () => readPlan(bytes(plan.text.replace('"t"', '"u"')), plan.planId, 'plans/x.json'),
    (e) => e instanceof RttError && e.code === 'RTT3007' && e.exit === 5,
  )
})

test('a plan of a newer RTT is exit 2 before anything else is checked', () => {
  assert.throws(
    readAs(plan.text.replace('"v":1', '"v":2')),
    (e) => e instanceof RttError && e.code === 'RTT6002' && e.exit === 2,
  )
})

test('a plan with a member too many is refused with RTT3007', () => {
  assert.throws(
    readAs(plan.text.replace('{"base"', '{"aside":1,"base"')),
    (e) => e instanceof RttError && e.code === 'RTT3007',
  )
})
