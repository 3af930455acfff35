import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Role, renamed, sameRoles } from '../../../src/core/link/roles.ts'
import type { Group } from '../../../src/core/link/units.ts'
import type { Universe } from '../../../src/core/link/universe.ts'
import { unitOf } from './unit.ts'

const compose = 'compose:'
const chart = 'kubernetes:chart'
const homes: Readonly<Record<string, readonly string[]>> = {
  cache: [compose],
  'shop-cache': [chart],
  queue: [chart],
  both: [compose, chart],
}
const groups = new Map<string, Group>(
  Object.entries(homes).map(([name, all]) => [
    name,
    { name, units: all.map((d) => unitOf(d, name)) },
  ]),
)
const universe = { groups } as unknown as Universe
const role = (port: string, to: string, deployment: string): Role => ({ port, to, deployment })

const cases: readonly (readonly [why: string, roles: Role[], twins: [string, string][]])[] = [
  [
    'one port leads to each in its own deployment; the composed one stays',
    [role('web#CACHE', 'shop-cache', chart), role('web#CACHE', 'cache', compose)],
    [[`${chart}\0shop-cache`, 'cache']],
  ],
  [
    'not where a deployment has both',
    [role('web#CACHE', 'both', chart), role('web#CACHE', 'cache', compose)],
    [],
  ],
  [
    'not of different ports',
    [role('web#A', 'shop-cache', chart), role('web#B', 'cache', compose)],
    [],
  ],
  [
    'not of three',
    [role('p', 'shop-cache', chart), role('p', 'cache', compose), role('p', 'queue', chart)],
    [],
  ],
]

for (const [why, roles, twins] of cases)
  test(`services of one role: ${why}`, () => {
    assert.deepEqual([...sameRoles(roles, universe)], twins)
    assert.deepEqual([...sameRoles([...roles].reverse(), universe)], twins)
  })

test('units go under the name of the service that they stand for, in their deployment only', () => {
  const twins = new Map([[`${chart}\0shop-cache`, 'cache']])
  const units = [unitOf(chart, 'shop-cache'), unitOf(compose, 'shop-cache')]
  assert.deepEqual(
    renamed(units, twins).map((u) => u.service),
    ['cache', undefined],
  )
})
