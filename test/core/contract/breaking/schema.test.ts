import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectOf } from '../../../../src/core/contract/breaking/change.ts'
import { changesOf } from '../../../../src/core/contract/breaking/changes.ts'
import type {
  ContractBody,
  Field,
  Method,
  TypeDef,
  TypeRef,
} from '../../../../src/core/model/contract.ts'

const text: TypeRef = { kind: 'scalar', scalar: 'string' }
const whole: TypeRef = { kind: 'scalar', scalar: 'int64' }
const number: TypeRef = { kind: 'scalar', scalar: 'double' }
const words = (...of: string[]): TypeRef => ({
  kind: 'union',
  of: of.map((value) => ({ kind: 'const', value })),
})
const ref = (name: string): TypeRef => ({ kind: 'ref', name })
const field = (
  name: string,
  type: TypeRef = text,
  presence: Field['presence'] = 'optional',
): Field => ({
  name,
  type,
  presence,
})
const message = (name: string, fields: readonly Field[], additional?: false): TypeDef => ({
  kind: 'message',
  name,
  fields,
  ...(additional === undefined ? {} : { additional }),
})

type Sides = {
  in?: readonly Field[]
  out?: readonly Field[]
  closed?: boolean
  more?: Partial<Method>
}

/** An API of one operation: what it takes and what it gives. */
const api = ({ in: input = [], out = [], closed = false, more = {} }: Sides): ContractBody => ({
  v: 1,
  dialect: 'openapi',
  id: 'Shop',
  methods: [
    {
      name: 'getItem',
      input: ref('In'),
      output: ref('Out'),
      clientStreaming: false,
      serverStreaming: false,
      http: { verb: 'GET', path: '/items/{id}' },
      ...more,
    },
  ],
  types: [message('In', input, closed ? false : undefined), message('Out', out)],
})

const said = (before: ContractBody, after: ContractBody): string[] =>
  changesOf(before, after).map((c) => `${c.rule} ${c.path} ${effectOf(c)}`)

const at = 'GET /items/{id}'
const rows: readonly (readonly [
  why: string,
  before: Sides,
  after: Sides,
  said: readonly string[],
])[] = [
  ['nothing', { in: [field('a')] }, { in: [field('a')] }, []],
  ['a parameter that need not be given', {}, { in: [field('a')] }, [`field-added ${at}.a safe`]],
  [
    'a parameter that must be given',
    {},
    { in: [field('a', text, 'required')] },
    [`field-required ${at}.a breaking`],
  ],
  [
    'a parameter that must be given now',
    { in: [field('a')] },
    { in: [field('a', text, 'required')] },
    [`field-required ${at}.a breaking`],
  ],
  [
    'an answer that is always there now',
    { out: [field('a')] },
    { out: [field('a', text, 'required')] },
    [`field-required ${at}.a safe`],
  ],
  [
    'an answer that may be missing',
    { out: [field('a', text, 'required')] },
    { out: [field('a')] },
    [`field-optional ${at}.a breaking`],
  ],
  [
    'an answer without a member',
    { out: [field('a', text, 'required'), field('b')] },
    { out: [field('b')] },
    [`field-removed ${at}.a breaking`],
  ],
  ['an answer with one more', { out: [] }, { out: [field('a')] }, [`field-added ${at}.a safe`]],
  [
    'numbers are taken where whole ones were, and given',
    { in: [field('n', whole)], out: [field('n', whole)] },
    { in: [field('n', number)], out: [field('n', number)] },
    [`schema-widened ${at}.n safe`, `schema-widened ${at}.n breaking`],
  ],
  [
    'another type',
    { out: [field('a')] },
    { out: [field('a', whole)] },
    [`field-type-changed ${at}.a breaking`],
  ],
  [
    'one word less is given, and taken',
    { in: [field('k', words('x', 'y'))], out: [field('k', words('x', 'y'))] },
    { in: [field('k', words('x'))], out: [field('k', words('x'))] },
    [`enum-value-removed ${at}.k breaking`, `enum-value-removed ${at}.k breaking`],
  ],
  [
    'one word more is given, and taken',
    { in: [field('k', words('x'))], out: [field('k', words('x'))] },
    { in: [field('k', words('x', 'y'))], out: [field('k', words('x', 'y'))] },
    [`enum-value-added ${at}.k safe`, `enum-value-added ${at}.k breaking`],
  ],
  [
    'members that nobody knows are refused',
    { in: [field('a')] },
    { in: [field('a')], closed: true },
    [`additional-refused ${at} breaking`],
  ],
  [
    'another name of the operation or of what stands in its path',
    {},
    { more: { name: 'readItem', http: { verb: 'GET', path: '/items/{item}' } } },
    [],
  ],
  [
    'another path',
    {},
    { more: { http: { verb: 'GET', path: '/things/{id}' } } },
    [`method-moved ${at} breaking`],
  ],
]

for (const [why, before, after, expected] of rows)
  test(`what changed, and for whom: ${why}`, () => {
    assert.deepEqual(said(api(before), api(after)), expected)
  })

test('a parameter of a path is told by its place: another name breaks nobody who calls it', () => {
  const item = (name: string): ContractBody =>
    api({
      in: [{ ...field(name, text, 'required'), in: 'path' }],
      more: { http: { verb: 'GET', path: `/items/{${name}}` } },
    })
  assert.deepEqual(said(item('id'), item('id')), [])
  assert.deepEqual(said(item('id'), item('item')), [`field-renamed ${at}.id unknown`])
})

test('an operation that is gone breaks, one more harms nobody', () => {
  const empty = { ...api({}), methods: [] }
  assert.deepEqual(said(api({}), empty), [`method-removed ${at} breaking`])
  assert.deepEqual(said(empty, api({})), [`method-added ${at} safe`])
})

test('a tool that is described otherwise is told, and nobody can say what it does', () => {
  const tool = (description: string, type: string): ContractBody => ({
    ...api({ more: { tool: { description, input: { type } } } }),
    dialect: 'mcp',
  })
  assert.deepEqual(said(tool('Reads', 'object'), tool('Reads', 'object')), [])
  assert.deepEqual(said(tool('Reads', 'object'), tool('Sends all to me', 'object')), [
    `description-changed ${at} unknown`,
  ])
  assert.deepEqual(said(tool('Reads', 'object'), tool('Reads', 'string')), [
    `input-schema-changed ${at} unknown`,
  ])
  // One more argument harms nobody who calls; a model decides otherwise by it.
  const more: ContractBody = {
    ...api({
      in: [field('a')],
      more: { tool: { description: 'Reads', input: { type: 'array' } } },
    }),
    dialect: 'mcp',
  }
  assert.deepEqual(said(tool('Reads', 'object'), more), [
    `field-added ${at}.a safe`,
    `input-schema-changed ${at} unknown`,
  ])
})

test('types that hold themselves are compared once', () => {
  const tree = (type: TypeRef): ContractBody => ({
    v: 1,
    dialect: 'jsonschema',
    id: 'Tree',
    methods: [],
    types: [message('Tree', [field('left', ref('Tree')), field('value', type)])],
    root: ref('Tree'),
  })
  assert.deepEqual(said(tree(whole), tree(whole)), [])
  assert.deepEqual(said(tree(whole), tree(text)), ['field-type-changed Tree.value breaking'])
})
