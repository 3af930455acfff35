import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphqlReader } from '../../../src/read/graphql.ts'

const read = (text: string, path = 'orders/schema.graphql') => graphqlReader.read({ path, text })
const contract = (text: string, path?: string) => read(text, path).contracts?.[0]

const sdl = `type Query {
  "one"
  order(id: ID!, first: Int = 10 @old): Order
  orders: [Order!]!
}
type Mutation { add(input: NewOrder!): Result @auth(role: "x") }
type Subscription { added: Order! }
interface Node { id: ID! }
type Order implements Node & Other @key(fields: "id") { id: ID! total: Float state: State tags: [String] at: Date node: Node }
input NewOrder { total: Float! = 1.5, note: String }
enum State { OPEN DONE }
union Result = Order | Fault
type Fault { why: String! }
extend type Order { more: Boolean! }
scalar Date
directive @key(fields: String!) repeatable on OBJECT | INTERFACE
`

test('root fields are methods, with types behind them', () => {
  const found = contract(sdl)
  assert.deepEqual(
    [found?.id, found?.dialect, found?.kind, found?.at],
    ['orders', 'graphql', 'service', { path: 'orders/schema.graphql', line: 1 }],
  )
  assert.deepEqual(
    found?.body.methods.map((m) => [m.name, m.serverStreaming, m.output]),
    [
      [
        'Mutation.add',
        false,
        {
          kind: 'union',
          of: [
            { kind: 'const', value: null },
            { kind: 'ref', name: 'Result' },
          ],
        },
      ],
      [
        'Query.order',
        false,
        {
          kind: 'union',
          of: [
            { kind: 'const', value: null },
            { kind: 'ref', name: 'Order' },
          ],
        },
      ],
      ['Query.orders', false, { kind: 'list', of: { kind: 'ref', name: 'Order' } }],
      ['Subscription.added', true, { kind: 'ref', name: 'Order' }],
    ],
  )
  const types = Object.fromEntries(found!.body.types.map((t) => [t.name, t]))
  const fields = (name: string) => {
    const t = types[name]
    return t?.kind === 'message' ? t.fields.map((f) => [f.name, f.presence, f.default]) : undefined
  }
  assert.deepEqual(fields('Query.order.Arguments'), [
    ['first', 'optional', '10'],
    ['id', 'required', undefined],
  ])
  assert.deepEqual(fields('NewOrder'), [
    ['note', 'optional', undefined],
    ['total', 'optional', '1.5'],
  ])
  assert.deepEqual(
    fields('Order')?.map(([name, presence]) => `${name} ${presence}`),
    [
      'at optional',
      'id required',
      'more required',
      'node optional',
      'state optional',
      'tags optional',
      'total optional',
    ],
  )
  assert.deepEqual(types['Node'], {
    kind: 'alias',
    name: 'Node',
    type: { kind: 'ref', name: 'Order' },
  })
  assert.deepEqual(types['Date'], { kind: 'alias', name: 'Date', type: { kind: 'any' } })
  assert.deepEqual(types['State'], {
    kind: 'alias',
    name: 'State',
    type: {
      kind: 'union',
      of: [
        { kind: 'const', value: 'DONE' },
        { kind: 'const', value: 'OPEN' },
      ],
    },
  })
})

test('order, comments, descriptions and directives are no part of the contract; everything else is', () => {
  const digest = (text: string) => contract(text)?.digest
  const parts = sdl.split(/\n(?=type|input|enum|union|interface|scalar|extend|directive)/)
  assert.equal(digest([...parts].reverse().join('\n')), digest(sdl))
  assert.equal(
    digest(`"""All."""${sdl}`.replace('"one"', '# two\n').replace(' @old', '')),
    digest(sdl),
  )
  for (const [from, to] of [
    ['id: ID!,', 'id: ID,'],
    ['= 10', '= 11'],
    ['OPEN', 'OPENED'],
    ['| Fault', ''],
    ['more', 'less'],
    ['[Order!]!', '[Order]!'],
  ])
    assert.notEqual(digest(sdl.replace(from!, to!)), digest(sdl), from)
})

test('the schema names its roots, and types of other files are left open', () => {
  const found = contract(
    'schema { query: Root }\ntype Root { me: User }\ntype Query { no: Int }',
    'shop.graphql',
  )
  assert.deepEqual([found?.id, found?.body.methods.map((m) => m.name)], ['shop', ['Query.me']])
  assert.deepEqual(
    found?.body.types.find((t) => t.name === 'User'),
    { kind: 'alias', name: 'User', type: { kind: 'any' } },
  )
})

test('SDL in code, with its line', () => {
  const typed =
    "import { gql } from 'apollo'\nexport const typeDefs = gql`\n  type Query { a: Int }\n  ${shared}\n`\nconst q = gql`query { a }`\n"
  assert.deepEqual(
    [contract(typed, 'web/src/schema.ts')?.id, contract(typed, 'web/src/schema.ts')?.at.line],
    ['web', 3],
  )
  assert.ok(contract('const typeDefs = `#graphql\n  type Query { a: Int }\n`', 'a.js'))
  assert.ok(contract('type_defs = gql("""\n  type Query { a: Int }\n""")\n', 'a.py'))
  assert.deepEqual(read('const text = `type Query { a: Int }` // gql\n', 'a.ts'), {})
  assert.deepEqual(read('const q = gql`query { type Query }`\n', 'a.ts'), {})
  assert.deepEqual(read(typed, 'test/schema.ts'), {})
})

test('documents of clients are no contracts; what cannot be parsed is RTT1002 with its line', () => {
  assert.deepEqual(
    read('query Q($a: In = {b: 1}) { a(x: $a) { b } }\nfragment F on T { a }\n{ b }'),
    {},
  )
  for (const [text, line] of [
    ['type Query {\n a: \n}', 3],
    ['type Query {\n a: Int', 2],
    ['type Query\n{ a: Int } ?', 2],
    ['"open', 1],
    ['nonsense', 1],
  ] as const) {
    const [problem, ...more] = read(text).diagnostics ?? []
    assert.deepEqual([problem?.code, problem?.at?.line, more], ['RTT1002', line, []], text)
  }
})

test('depth and length are bounded', () => {
  assert.equal(read(`type Query { a: ${'['.repeat(5000)}Int`).diagnostics?.[0]?.code, 'RTT1002')
  read(`type Query { a(${'x: Int '.repeat(100_000)}): Int }`)
  read('{'.repeat(200_000))
})

test('an .sdl of another language is left alone, one of GraphQL is read', () => {
  const read = (text: string) => graphqlReader.read({ path: 'd/dub.sdl', text })
  assert.deepEqual(read('name "archttp"\ndependency "x" version="~>1"\n'), {})
  assert.equal(read('type Query { a: Int }\n').contracts?.length, 1)
})
