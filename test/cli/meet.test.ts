import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { rtt } from './run.ts'

type Texts = Readonly<Record<string, string>>

const order = (type: string): string =>
  JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Order',
    type: 'object',
    properties: { id: { type: 'string' }, total: { type } },
    required: ['id', 'total'],
  })

const api = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'orders', version: '2.1.0' },
  paths: {
    '/orders': {
      post: {
        operationId: 'place',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { id: { type: 'string' }, total: { type: 'number' } },
                required: ['id', 'total'],
              },
            },
          },
        },
        responses: { 200: { description: 'ok' } },
      },
    },
  },
})

type Asked = Readonly<Record<string, unknown>>

const hook = (requires: Asked, own: Asked = {}): string =>
  JSON.stringify(
    {
      v: 1,
      symbols: [
        {
          address: 'rtt://shop/hook/on-order',
          contract: 'order.json#Order',
          direction: 'consumer',
          ...own,
          requires: [{ port: 'ORDERS', target: 'rtt://shop/api/orders', ...requires }],
        },
      ],
    },
    null,
    2,
  )

const provider = (more: Asked = {}): string =>
  JSON.stringify({
    v: 1,
    symbols: [{ address: 'rtt://shop/api/orders@2.1.0', contract: 'api.json#orders', ...more }],
  })

/** A hook and an API that manifests put together, with two services beside them that talk. */
const inShop = (texts: Texts, run: (root: string) => void): void => {
  const root = mkdtempSync(join(tmpdir(), 'rtt-meet-'))
  const all: Texts = {
    'hooks/order.json': order('number'),
    'hooks/rtt.manifest.json': hook({}),
    'orders/api.json': api,
    'orders/rtt.manifest.json': provider(),
    'compose.yaml':
      'services:\n  web:\n    build: web\n    environment:\n      DB_URL: postgres://db:5432/x\n  db:\n    image: postgres:17\n',
    'web/Dockerfile': 'FROM node:24\nCMD ["node", "main.js"]\n',
    'web/package.json': '{ "name": "web", "dependencies": { "pg": "^8" } }',
    'web/main.js':
      "import pg from 'pg'\nexport const pool = new pg.Pool({ connectionString: process.env.DB_URL })\n",
    ...texts,
  }
  try {
    mkdirSync(join(root, '.git'))
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    run(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

type Told = {
  code: string
  summary: string
  at: { path: string }
  related: { at: { path: string } }[]
}

const refused = (root: string): Told[] => {
  const done = rtt(root, ['plan', '--json'])
  assert.equal(done.exit, 3, done.stderr)
  assert.equal(done.json()['status'], 'refused')
  assert.ok(!existsSync(join(root, 'plans')))
  return done.json()['diagnostics']
}

test('PL-06 a hook that sends what an API does not take is E_TYPE with both schemas', () =>
  inShop({ 'hooks/order.json': order('string') }, (root) => {
    const [told] = refused(root)
    assert.equal(told!.code, 'RTT2005')
    assert.equal(
      told!.summary,
      'hook on-order sends what api orders does not take: Order.total (string, number)',
    )
    assert.equal(told!.at.path, 'hooks/order.json')
    assert.equal(told!.related[0]!.at.path, 'orders/api.json')
    assert.equal(rtt(root, ['up']).exit, 3)
    assert.equal(rtt(root, ['check']).exit, 3)
  }))

test('PL-06 a coercer that is there makes it pass, one that is not there does not', () => {
  const texts = {
    'hooks/order.json': order('string'),
    'hooks/rtt.manifest.json': hook({ coercer: 'coerce.ts#toOrder' }),
  }
  inShop(texts, (root) =>
    assert.match(refused(root)[0]!.summary, /names the coercer "coerce\.ts#toOrder"/),
  )
  const code =
    "import { z } from 'zod'\nexport const toOrder = (o: { total: string }) => ({ ...o, total: Number(o.total) })\n"
  inShop({ ...texts, 'hooks/coerce.ts': code }, (root) => {
    assert.equal(rtt(root, ['plan']).exit, 0)
    assert.equal(rtt(root, ['check']).exit, 0)
  })
})

test('PL-06 what fits passes: the same schema, or one that holds more', () => {
  inShop({}, (root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    writeFileSync(join(root, 'hooks/order.json'), order('string'))
    const done = rtt(root, ['verify'])
    assert.equal(done.exit, 3)
    assert.match(done.stdout, /FAIL {2}policy/)
    assert.equal(done.stdout.match(/error\[RTT2005\]/g)?.length, 1)
  })
})

test('a manifest that is broken or gone is a fault of the wiring, and no way round it', () =>
  inShop({}, (root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const path = join(root, 'hooks/rtt.manifest.json')
    writeFileSync(path, `${hook({})},`)
    for (const command of ['plan', 'up']) assert.equal(rtt(root, [command]).exit, 2, command)
    // That it is not the one that was signed is graver.
    const broken = rtt(root, ['verify'])
    assert.equal(broken.exit, 5)
    assert.match(broken.stdout, /FAIL {2}policy[\s\S]*error\[RTT1002\]/)
    rmSync(path)
    const gone = rtt(root, ['verify'])
    assert.notEqual(gone.exit, 0)
    assert.match(gone.stdout.replace(/\s+/g, ' '), /moved on: what manifests require changed/)
  }))

test('PL-06 of several operations the one that is named counts', () => {
  const two = api.replace(
    '"/orders":',
    '"/notes": { "post": { "operationId": "note", "requestBody": { "content": { "application/json": { "schema": { "type": "string" } } } }, "responses": {} } }, "/orders":',
  )
  const texts = { 'orders/api.json': two, 'hooks/order.json': order('string') }
  inShop(texts, (root) => assert.equal(rtt(root, ['plan']).exit, 0))
  for (const operation of ['place', 'POST /orders'])
    inShop({ ...texts, 'hooks/rtt.manifest.json': hook({ operation }) }, (root) =>
      assert.equal(refused(root)[0]!.code, 'RTT2005'),
    )
})

test('PL-07 a version that is not there is E_VERSION, a capability that is not there E_CAPS, both with both ends', () => {
  const asks = (target: string, more: Asked = {}) => ({
    'hooks/rtt.manifest.json': hook({ target, ...more }),
  })
  inShop(asks('rtt://shop/api/orders@^2'), (root) => assert.equal(rtt(root, ['plan']).exit, 0))
  inShop(asks('rtt://shop/api/orders@^3'), (root) => {
    const [told] = refused(root)
    assert.equal(told!.code, 'RTT2023')
    assert.equal(told!.summary, 'hook on-order asks for api orders ^3, and there is 2.1.0')
    assert.deepEqual(
      [told!.at.path, told!.related[0]!.at.path],
      ['hooks/rtt.manifest.json', 'orders/rtt.manifest.json'],
    )
  })
  // One provider of several that has the version is enough.
  const older = provider().replace('@2.1.0', '@1.0.0')
  const both = {
    ...asks('rtt://shop/api/orders@^2'),
    'old/rtt.manifest.json': older,
    'old/api.json': api,
  }
  inShop(both, (root) => assert.equal(rtt(root, ['plan']).exit, 0))
  inShop(asks('rtt://shop/api/orders@'), (root) => assert.equal(rtt(root, ['plan']).exit, 2))
  inShop(asks('rtt://shop/api/orders', { operation: 'nope' }), (root) =>
    assert.match(refused(root)[0]!.summary, /names the operation "nope" of api orders/),
  )
  const wants = asks('rtt://shop/api/orders', { capabilities: ['stream', 'batch'] })
  const has = (...capabilities: string[]) => ({
    'orders/rtt.manifest.json': provider({ capabilities }),
  })
  inShop({ ...wants, ...has('unary', 'batch') }, (root) =>
    assert.equal(rtt(root, ['plan']).exit, 0),
  )
  inShop({ ...wants, ...has('unary') }, (root) => {
    const [told] = refused(root)
    assert.equal(told!.code, 'RTT2006')
    assert.equal(
      told!.summary,
      'hook on-order needs stream or batch of api orders, which has unary',
    )
  })
})

test('what a requirement names and is nowhere is told with its place', () =>
  inShop({ 'hooks/rtt.manifest.json': hook({ answer: 'none.json#None' }) }, (root) => {
    const told: Told[] = rtt(root, ['scan', '--json']).json()['diagnostics']
    assert.deepEqual(
      told.map((d) => [d.code, d.summary.split(' is ')[0]]),
      [['RTT1011', '/symbols/0/requires/0/answer names "none.json#None", which']],
    )
  }))
