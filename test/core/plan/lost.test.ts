import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Standing } from '../../../src/core/model/standing.ts'
import type { Way } from '../../../src/core/model/way.ts'
import { lostRoutes } from '../../../src/core/plan/lost.ts'
import { routesOf } from '../../../src/core/plan/routes.ts'
import { serviceRows } from '../../../src/core/plan/rows.ts'
import { link, result, service } from '../graph/result.ts'

const way = (deployment: string, more: Partial<Way> = {}): Way => ({
  in: deployment,
  by: 'set',
  hosts: ['cart'],
  ports: [],
  ...more,
})
const stands = (name: string, deployment: string, names = [name]): Standing => ({
  service: name,
  in: deployment,
  names,
  at: { path: `${deployment}.yaml`, line: 1 },
})
const scan = (ways: readonly Way[], standings: readonly Standing[]) =>
  result({
    services: [service('web'), service('cart')],
    links: ways.length > 0 ? [link('web', 'cart', { ways })] : [],
    standings,
  })
const everywhere = ['dev', 'prod'].flatMap((d) => [stands('web', d), stands('cart', d)])
const before = scan([way('dev'), way('prod')], everywhere)
const lost = (now: ReturnType<typeof scan>) =>
  lostRoutes({ routes: routesOf(before), services: serviceRows(before) }, now).map((l) => [
    l.in,
    l.provider?.name,
    l.called,
  ])

test('nothing is lost where nothing changed', () => {
  assert.deepEqual(lost(before), [])
})

test('an address that one of two deployments sets no more is lost there', () => {
  assert.deepEqual(lost(scan([way('dev')], everywhere)), [['prod', 'cart', undefined]])
})

test('what falls back to the machine itself is lost; a default that names the service is not', () => {
  const local = way('prod', { by: 'local', hosts: ['localhost'] })
  assert.deepEqual(lost(scan([way('dev'), local], everywhere)), [['prod', 'cart', undefined]])
  assert.deepEqual(lost(scan([way('dev'), way('prod', { by: 'default' })], everywhere)), [])
})

test('a provider that one deployment starts no more is lost there, whoever else starts it', () => {
  const now = everywhere.filter((s) => s.service !== 'cart' || s.in !== 'prod')
  assert.deepEqual(lost(scan([way('dev'), way('prod')], now)), [['prod', undefined, undefined]])
})

test('a consumer that a deployment starts no more misses nothing there', () => {
  const now = everywhere.filter((s) => s.in !== 'prod')
  assert.deepEqual(lost(scan([way('dev')], now)), [])
})

test('a provider that is called otherwise in a deployment is not reached by its old name', () => {
  const now = everywhere.map((s) =>
    s.service === 'cart' && s.in === 'prod' ? stands('cart', 'prod', ['basket']) : s,
  )
  assert.deepEqual(lost(scan([way('dev'), way('prod')], now)), [['prod', 'cart', ['basket']]])
  const both = [way('dev'), way('prod', { hosts: ['basket'] })]
  assert.deepEqual(lost(scan(both, now)), [])
})

test('a route without any link left is lost as a whole', () => {
  assert.deepEqual(lost(scan([], everywhere)), [[undefined, 'cart', undefined]])
})
