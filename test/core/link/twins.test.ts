import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergePrograms, mergeTwins } from '../../../src/core/link/twins.ts'
import type { Group } from '../../../src/core/link/units.ts'
import type { Unit } from '../../../src/core/model/deployment.ts'
import { unitOf } from './unit.ts'

const group = (name: string, ...units: Unit[]): Group => ({ name, units })
const shown = (groups: readonly Group[]) =>
  groups.map((g) => `${g.name}=${g.units.map((u) => `${u.deployment}/${u.name}`).join('+')}`)

const store = (name: string, image: string, deployment: string) =>
  group(name, unitOf(deployment, name, { image }))
const app = (...deployments: string[]) => group('app', ...deployments.map((d) => unitOf(d, 'app')))
const compose = 'compose:'
const chart = 'kubernetes:chart'

const cases: readonly (readonly [why: string, groups: Group[], names: string[]])[] = [
  [
    'the only stores of their make, of one program',
    [
      app(compose, chart),
      store('db', 'postgres:17', compose),
      store('shop-pg', 'bitnami/postgresql', chart),
    ],
    ['app', 'db'],
  ],
  [
    'but not of another make',
    [app(compose, chart), store('db', 'postgres', compose), store('shop-my', 'mysql', chart)],
    ['app', 'db', 'shop-my'],
  ],
  [
    'nor of another program',
    [
      app(compose),
      group('other', unitOf(chart, 'other')),
      store('db', 'postgres', compose),
      store('pg', 'postgres', chart),
    ],
    ['app', 'other', 'db', 'pg'],
  ],
  [
    'nor where one deployment has two',
    [
      app(compose, chart),
      store('a', 'redis', compose),
      store('b', 'redis', compose),
      store('c', 'redis', chart),
    ],
    ['app', 'a', 'b', 'c'],
  ],
]

for (const [why, groups, names] of cases)
  test(`stores are twins: ${why}`, () => {
    assert.deepEqual(
      mergeTwins(groups).map((g) => g.name),
      names,
    )
    assert.deepEqual(
      mergeTwins([...groups].reverse())
        .map((g) => g.name)
        .sort(),
      [...names].sort(),
    )
  })

test('a workload of an image that one composed service runs is that service', () => {
  const web = group('web', unitOf(compose, 'web', { image: 'acme/web:1' }))
  const pod = (image: string) => group('frontend', unitOf(chart, 'frontend', { image }))
  assert.deepEqual(shown(mergePrograms([web, pod('acme/web:2@sha256:0')])), [
    'web=compose:/web+kubernetes:chart/frontend',
  ])
  const second = group('api', unitOf(compose, 'api', { image: 'acme/web:1' }))
  for (const apart of [
    [web, pod('acme/api')],
    [web, second, pod('acme/web')],
    [store('cache', 'library/redis', compose), pod('library/redis')],
  ])
    assert.equal(mergePrograms(apart).length, apart.length)
})
