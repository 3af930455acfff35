import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neededSettings } from '../../../src/core/link/needs.ts'
import type { Endpoint, Protocol } from '../../../src/core/model/endpoint.ts'
import { literal } from '../../../src/core/model/expression.ts'
import { codeOf } from './code.ts'

const all: readonly Protocol[] = ['sql', 'amqp', 'redis', 'mongodb', 'kafka', 'http', 'tcp']
const settings = codeOf('config.yml', {
  endpoints: all.map(
    (protocol, i): Endpoint => ({
      role: 'consumer',
      protocol,
      api: 'literal',
      address: literal(`${protocol}://x`),
      at: { path: 'config.yml', line: i },
    }),
  ),
})
const needed = (...names: string[]) =>
  neededSettings(settings, names).endpoints.map((e) => e.protocol)

const cases: readonly (readonly [names: readonly string[], kept: readonly Protocol[]])[] = [
  [['github.com/jackc/pgx/v5'], ['sql']],
  [
    ['pg', 'ioredis'],
    ['sql', 'redis'],
  ],
  [['pgsodium-utils-page'], []],
  [['Celery'], ['amqp', 'redis']],
  [
    ['pymongo', 'confluent-kafka'],
    ['mongodb', 'kafka'],
  ],
  // Whom a program calls by HTTP, no library tells: settings of many say nothing of it.
  [['axios', 'express'], []],
]

for (const [names, kept] of cases)
  test(`of settings of many a program uses what it has a library for: ${names.join()}`, () => {
    assert.deepEqual(needed(...names), kept)
  })

test('what no library talks by itself is told by the name of the setting', () => {
  const named = (setting: string, ...names: string[]): number => {
    const endpoint = { ...settings.endpoints[5]!, setting }
    return neededSettings({ ...settings, endpoints: [endpoint] }, names).endpoints.length
  }
  assert.equal(named('etcd.address', 'go.etcd.io/etcd/client/v3'), 1)
  assert.equal(named('jaeger_host', 'JaegerTracing'), 1)
  assert.equal(named('consul.address', 'go.etcd.io/etcd/client/v3'), 0)
  // Words that are in the names of many settings and many libraries say nothing.
  assert.equal(named('http.client.host', 'http-client', 'host'), 0)
})

test('where nothing is known of a program, and where all is needed, all stays as it is', () => {
  assert.equal(neededSettings(settings, []), settings)
  const own = { ...settings, endpoints: settings.endpoints.slice(0, 1) }
  assert.equal(neededSettings(own, ['pg']), own)
})
