import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultPort, imageRole, portProtocol } from '../../../src/core/link/image.ts'

const show = (image: string): string => {
  const role = imageRole(image)
  return [role?.kind, role?.protocol, defaultPort(image)].filter((x) => x !== undefined).join(' ')
}

const cases: readonly (readonly [image: string, shown: string])[] = [
  ['redis:7', 'datastore redis 6379'],
  ['docker.io/library/postgres:16@sha256:ab', 'datastore sql 5432'],
  ['registry.acme.dev:5000/shop/Postgres', 'datastore sql 5432'],
  // Distributors put what it is at the end of the names of their own builds.
  ['acme/shop-postgres:3', 'datastore sql 5432'],
  ['acme/strimzi-kafka', 'broker kafka 9092'],
  ['acme/my-rabbitmq', 'broker amqp 5672'],
  ['acme/kafka-consumer', ''],
  ['acme/mypostgres', ''],
  ['acme/redis-exporter', ''],
  ['mcr.microsoft.com/mssql/server:2022', 'datastore sql'],
  ['acme/server', ''],
  ['', ''],
]

for (const [image, shown] of cases)
  test(`an image is known: ${image || 'no name'}`, () => assert.equal(show(image), shown))

test('what is spoken at a port is told only by ports of one program', () => {
  const told = (port: number | undefined) => portProtocol(port) ?? '-'
  assert.deepEqual([5432, 6379, 9092, 5672, 27017, 1433, 25].map(told), [
    'sql',
    'redis',
    'kafka',
    'amqp',
    'mongodb',
    'sql',
    'smtp',
  ])
  assert.deepEqual([80, 8080, 9000, 3000, 8500, undefined].map(told), [
    '-',
    '-',
    '-',
    '-',
    '-',
    '-',
  ])
})
