import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, findingLines, scanFiles } from '../../findings.ts'

/** web calls cart, cart calls stock; mail listens and is called by nobody. */
const shop = ({
  mail = '',
  web = '',
  more = {},
}: {
  mail?: string
  web?: string
  more?: Files
} = {}): Files => {
  const services = ['web', 'cart', 'stock', 'mail']
  return {
    'compose.yml': `services:
  web:
    build: ./web
    ports: ["80:8080"]
    environment: { CART_URL: "http://cart:8080" }
  cart:
    build: ./cart
    environment: { STOCK_URL: "http://stock:8080" }
  stock:
    build: ./stock
  mail:
    build: ./mail
${mail}`,
    ...Object.fromEntries(services.map((s) => [`${s}/Dockerfile`, 'FROM node:22\nEXPOSE 8080\n'])),
    ...Object.fromEntries(services.map((s) => [`${s}/${s}.js`, 'listen(8080)\n'])),
    'web/web.js': `fetch(process.env.CART_URL)\n${web}`,
    'cart/cart.js': 'fetch(process.env.STOCK_URL)\n',
    ...more,
  }
}

const rows: readonly (readonly [string, Files, readonly string[]])[] = [
  ['nobody calls it', shop(), ['note RTT1119 mail @ compose.yml:11']],
  ['it is published', shop({ mail: '    ports: ["25:8080"]\n' }), []],
  ['its network is open', shop({ mail: 'networks:\n  default:\n    external: true\n' }), []],
  ['it is started on demand', shop({ mail: '    profiles: [mail]\n' }), []],
  ['a proxy may find it', shop({ mail: '  proxy:\n    image: traefik:3\n' }), []],
  ['a program builds hosts', shop({ web: 'fetch(`http://${name}:8080/`)\n' }), []],
  [
    'a registry may lead to it',
    shop({ more: { 'web/package.json': '{"name":"web","dependencies":{"consul":"1"}}' } }),
    [],
  ],
  ['it does not listen', shop({ more: { 'mail/Dockerfile': 'FROM node:22\n' } }), []],
]
for (const [name, files, expected] of rows)
  test(`uncalled: ${name}`, () => assert.deepEqual(findingLines(files), expected))

const proto = (field: string): string =>
  `syntax = "proto3";\npackage shop.v1;\nservice Cart { rpc Get(Id) returns (Id); }\nmessage Id {\n  ${field}\n  int32 shop = 2;\n}\n`

const copies: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'equal copies',
    { 'a/cart.proto': proto('string id = 1;'), 'b/cart.proto': proto('string id = 1;') },
    [],
  ],
  [
    'a field of another type',
    { 'a/cart.proto': proto('string id = 1;'), 'b/cart.proto': proto('int32 id = 1;') },
    ['warning RTT1118 shop.v1.Cart b/cart.proto a/cart.proto'],
  ],
  [
    'a field more',
    {
      'a/cart.proto': proto('string id = 1;'),
      'b/cart.proto': proto('string id = 1; string more = 3;'),
    },
    ['note RTT1118 shop.v1.Cart b/cart.proto a/cart.proto'],
  ],
  [
    'versions side by side',
    {
      'api/cart_v1.0.proto': proto('string id = 1;'),
      'api/cart_v1.2.proto': proto('int32 id = 1;'),
      'tutorial/shop/cart.proto': proto('bool id = 1;'),
    },
    [],
  ],
  [
    'a copy that a test keeps',
    { 'a/cart.proto': proto('string id = 1;'), 'test/cart.proto': proto('int32 id = 1;') },
    [],
  ],
  [
    'schemas of values that share a name',
    {
      'a/x.schema.json':
        '{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"X","type":"object","properties":{"a":{"type":"string"}}}',
      'b/x.schema.json':
        '{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"X","type":"object","properties":{"a":{"type":"integer"}}}',
    },
    [],
  ],
]
for (const [name, files, expected] of copies)
  test(`copies: ${name}`, () =>
    assert.deepEqual(
      findingLines(files).map((l) => l.replace(/ @ .*/, '')),
      expected,
    ))

test('a difference of copies is shown in both', () => {
  const files = { 'a/cart.proto': proto('string id = 1;'), 'b/cart.proto': proto('int32 id = 1;') }
  const [found] = scanFiles(files).findings
  assert.equal(`${found?.at?.path}:${found?.at?.line}`, 'b/cart.proto:5')
  assert.match(found?.summary ?? '', /Id\.id is int32 = 1 \(string = 1 there\)/)
  assert.equal(found?.related?.[0]?.at.path, 'a/cart.proto')
})
