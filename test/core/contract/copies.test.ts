import assert from 'node:assert/strict'
import { test } from 'node:test'
import { driftedCopies } from '../../../src/core/contract/copies.ts'
import type { Contract } from '../../../src/core/model/contract.ts'
import type { Facts } from '../../../src/core/model/facts.ts'
import { openApiReader } from '../../../src/read/openapi.ts'
import { linkProto } from '../../../src/read/proto/link/link.ts'
import { protoReader } from '../../../src/read/proto/reader.ts'

type Files = Readonly<Record<string, string>>

const contractsOf = (files: Files): readonly Contract[] => {
  const facts = Object.entries(files).map(
    ([path, text]): Facts =>
      (path.endsWith('.proto') ? protoReader : openApiReader).read({ path, text }),
  )
  return [
    ...linkProto(facts.flatMap((f) => f.protoFiles ?? [])).contracts,
    ...facts.flatMap((f) => f.contracts ?? []),
  ]
}
const drift = (files: Files) => driftedCopies(contractsOf(files))
const shown = (files: Files) =>
  drift(files).map((d) => [
    `${d.id} ${d.at.path} | ${d.other.path}`,
    ...d.differences.map((x) => `${x.path}: ${x.here} | ${x.there}`),
  ])

const cart = (fields: string, methods = 'rpc Get (Item) returns (Item);', pkg = 'shop') =>
  `syntax = "proto3";\n${pkg === '' ? '' : `package ${pkg};`}\nmessage Item { string id = 1; ${fields} }\nservice Cart { ${methods} }\n`

test('the fields in which copies differ, in words', () => {
  assert.deepEqual(
    shown({
      'a/cart.proto': cart('int32 quantity = 2; repeated string tags = 3; bool gone = 4;'),
      'b/cart.proto': cart('int64 quantity = 2; string tags = 3; string moved = 5;'),
    }),
    [
      [
        'shop.Cart b/cart.proto | a/cart.proto',
        'Item.gone: absent | bool = 4',
        'Item.moved: string = 5 | absent',
        'Item.quantity: int64 = 2 | int32 = 2',
        'Item.tags: string = 3 | repeated string = 3',
      ],
    ],
  )
})

test('methods, and types that are missing altogether', () => {
  const more = 'rpc Get (Item) returns (Item); rpc Add (stream Item) returns (Empty);'
  assert.deepEqual(
    shown({
      'a/cart.proto': cart('', more).concat('message Empty { int32 x = 1; }'),
      'b/cart.proto': cart(''),
    }),
    [
      [
        'shop.Cart b/cart.proto | a/cart.proto',
        'Cart.Add: absent | (stream of Item) to Empty',
        'Empty: absent | message',
      ],
    ],
  )
})

test('the copy that most are equal to is the one to compare with', () => {
  const files = {
    'a/c.proto': cart('int32 n = 2;'),
    'b/c.proto': cart('int64 n = 2;'),
    'c/c.proto': cart('int64 n = 2;'),
  }
  assert.deepEqual(shown(files), [
    ['shop.Cart a/c.proto | b/c.proto', 'Item.n: int32 = 2 | int64 = 2'],
  ])
  assert.deepEqual(shown(Object.fromEntries(Object.entries(files).reverse())), shown(files))
})

test('what is no drift', () => {
  const other = 'rpc Put (Item) returns (Item);'
  for (const files of [
    { 'a/c.proto': cart('int32 n = 2;'), 'b/c.proto': `// a copy\n${cart('int32 n = 2;')}` },
    { 'v1/c.proto': cart('int32 n = 2;'), 'v2/c.proto': cart('int64 n = 2;') },
    {
      'a/c.proto': cart('int32 n = 2;', undefined, 'shop.v1'),
      'b/c.proto': cart('', undefined, 'shop.v2'),
    },
    { 'a/c.proto': cart('int32 n = 2;', undefined, ''), 'b/d.proto': cart('', undefined, '') },
    { 'a/c.proto': cart('', undefined, ''), 'b/c.proto': cart('', other, '') },
  ] as Files[])
    assert.deepEqual(
      shown(files).filter(([head]) => head!.includes('Cart')),
      [],
      Object.keys(files).join(),
    )
})

const api = (paths: Readonly<Record<string, string>>) =>
  JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'API', version: '1' },
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, type]) => [
        path,
        {
          get: {
            responses: {
              200: {
                description: '',
                content: {
                  'application/json': { schema: { type: 'object', properties: { n: { type } } } },
                },
              },
            },
          },
        },
      ]),
    ),
  })

test('documents of one title are copies where they have most operations in common', () => {
  assert.deepEqual(
    shown({
      'a/openapi.json': api({ '/x': 'integer', '/y': 'string' }),
      'b/api.json': api({ '/x': 'string', '/y': 'string' }),
    }),
    [['API b/api.json | a/openapi.json', 'GET_x.Response.n: optional string | optional integer']],
  )
  assert.deepEqual(
    shown({
      'a/openapi.json': api({ '/x': 'integer' }),
      'b/openapi.json': api({ '/y': 'string' }),
    }),
    [],
  )
})

test('differences are bounded and counted', () => {
  const many = (type: string) =>
    cart(Array.from({ length: 50 }, (_, i) => `${type} f${i} = ${i + 2};`).join(' '))
  const [found] = drift({ 'a/c.proto': many('int32'), 'b/c.proto': many('int64') })
  assert.deepEqual([found?.differences.length, found?.differenceCount], [20, 50])
})

test('with the files, differences have their lines', () => {
  const files = { 'a/c.proto': cart('\nint32 n = 2;'), 'b/c.proto': cart('\n\nint64 n = 2;') }
  const protoFiles = Object.entries(files).flatMap(
    ([path, text]) => protoReader.read({ path, text }).protoFiles ?? [],
  )
  const [found] = driftedCopies(contractsOf(files), protoFiles)
  assert.deepEqual(found?.differences, [
    {
      path: 'Item.n',
      here: 'int64 = 2',
      there: 'int32 = 2',
      at: { path: 'b/c.proto', line: 5 },
      otherAt: { path: 'a/c.proto', line: 4 },
    },
  ])
})

test('types whose file is missing beside one copy are no difference', () => {
  const text =
    'syntax = "proto3";\npackage shop;\nimport "money.proto";\nservice Pay { rpc Do (Money) returns (Money); }\n'
  const money = 'syntax = "proto3";\npackage shop;\nmessage Money { int64 units = 1; }\n'
  assert.deepEqual(shown({ 'a/pay.proto': text, 'a/money.proto': money, 'b/pay.proto': text }), [])
})
