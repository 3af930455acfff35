import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offersOf } from '../../../src/core/link/owners.ts'
import type { CodeFacts } from '../../../src/core/model/code.ts'
import type { Package } from '../../../src/core/model/package.ts'
import type { Service } from '../../../src/core/model/service.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const service = (name: string, path: string | undefined, ports: readonly number[]): Service => ({
  name,
  aliases: [],
  lang: '',
  kind: 'service',
  ports,
  at: { path: 'c.yml', line: 1 },
  ...(path === undefined ? {} : { path }),
})

const read = (path: string, text: string): CodeFacts => codeReader.read({ path, text }).code![0]!
const library = { name: '@shop/lib', dir: 'lib' } as Package

const code = [
  read('shop/app.js', "const app = require('fastify')()\napp.get('/a', h)\napp.get('/a', h)"),
  read('shop/jobs/x.js', "const app = require('fastify')()\napp.get('/b', h)"),
  read('shop/a.test.js', "const app = require('fastify')()\napp.get('/test', h)"),
  read('lib/names.ts', "export const Topics = { ORDERS: 'orders' }\nexport const ORDERS = 'other'"),
  read('lib/send.ts', "import 'kafkajs'\nproducer.send({ topic: Topics.ORDERS })"),
  read('shop/jobs/on.ts', "import 'kafkajs'\nconsumer.subscribe({ topic: 'orders' })"),
  read('nowhere/on.ts', "import 'kafkajs'\nconsumer.subscribe({ topic: 'lost' })"),
]

test('routes belong to the deepest service, of those in one folder to the one that listens', () => {
  const services = [
    service('beat', 'shop', []),
    service('web', 'shop', [80]),
    service('worker', 'shop/jobs', []),
    service('redis', undefined, [6379]),
  ]
  const { owned, channels } = offersOf({ services, packages: [library], code })
  assert.deepEqual(
    owned.map((o) => [o.owner, o.operations.map((x) => `${x.verb} ${x.path} ${x.at.line}`)]),
    [
      ['web', ['GET /a 2']],
      ['worker', ['GET /b 2']],
    ],
  )
  assert.deepEqual(
    channels.map((c) => [c.kind, c.name, c.protocol, c.senders, c.receivers, c.at.path]),
    [['topic', 'orders', 'kafka', ['@shop/lib'], ['worker'], 'lib/send.ts']],
  )
})

test('the order of files changes nothing', () => {
  const services = [service('web', 'shop', [80])]
  const input = { services, packages: [library] }
  assert.deepEqual(offersOf({ ...input, code }), offersOf({ ...input, code: [...code].reverse() }))
})
