import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import type { Json } from '../../../src/core/json/canonical.ts'
import type { TypeDef } from '../../../src/core/model/contract.ts'
import { jsonSchemaReader } from '../../../src/read/jsonschema.ts'
import { filesOf } from '../../vectors/corpus.ts'
import { shuffleJson } from '../../vectors/jsonshuffle.ts'
import { randomOf } from '../../vectors/random.ts'

const read = (schema: Json, path = 'a.schema.json') =>
  jsonSchemaReader.read({ path, text: JSON.stringify(schema) })

const body = (schema: Json) => read(schema).contracts?.[0]?.body

const typeNamed = (schema: Json, name: string): TypeDef | undefined =>
  body(schema)?.types.find((t) => t.name === name)

/** The type of property `p` of an object with that one property. */
const typeOf = (property: Json): unknown => {
  const type = typeNamed({ title: 'T', type: 'object', properties: { p: property } }, 'T')
  return type?.kind === 'message' ? type.fields[0]?.type : undefined
}

const scalar = (name: string) => ({ kind: 'scalar', scalar: name })
const constant = (value: string | number | boolean | null) => ({ kind: 'const', value })

test('scalars are the five of JSON dialects', () => {
  assert.deepEqual(typeOf({ type: 'string', format: 'uuid', pattern: 'x' }), scalar('string'))
  assert.deepEqual(typeOf({ type: 'integer', format: 'int32' }), scalar('int64'))
  assert.deepEqual(typeOf({ type: 'number', format: 'float' }), scalar('double'))
  assert.deepEqual(typeOf({ type: 'boolean' }), scalar('bool'))
  assert.deepEqual(typeOf({ type: 'string', contentEncoding: 'base64' }), scalar('bytes'))
  assert.deepEqual(typeOf({ type: 'string', format: 'byte' }), scalar('bytes'))
  assert.deepEqual(typeOf({}), { kind: 'any' })
  assert.deepEqual(typeOf(true), { kind: 'any' })
})

test('alternatives become one ordered union', () => {
  const nullable = { kind: 'union', of: [constant(null), scalar('string')] }
  assert.deepEqual(typeOf({ type: ['string', 'null'] }), nullable)
  assert.deepEqual(typeOf({ type: 'string', nullable: true }), nullable)
  assert.deepEqual(typeOf({ oneOf: [{ type: 'null' }, { type: 'string' }] }), nullable)
  assert.deepEqual(typeOf({ anyOf: [{ type: 'string' }, { anyOf: [{ type: 'null' }] }] }), nullable)
  assert.deepEqual(typeOf({ enum: ['b', 'a'] }), {
    kind: 'union',
    of: [constant('a'), constant('b')],
  })
  assert.deepEqual(typeOf({ oneOf: [{ type: 'string' }, true] }), { kind: 'any' })
  assert.deepEqual(typeOf({ enum: [1, { a: 1 }] }), { kind: 'any' })
  assert.deepEqual(typeOf({ type: ['integer', 'number'] }), scalar('double'))
})

test('objects are messages or maps', () => {
  const map = (value: unknown) => ({ kind: 'map', key: scalar('string'), value })
  assert.deepEqual(typeOf({ type: 'object' }), map({ kind: 'any' }))
  assert.deepEqual(typeOf({ additionalProperties: { type: 'string' } }), map(scalar('string')))
  assert.deepEqual(typeOf({ properties: { x: {} } }), { kind: 'ref', name: 'T.p' })
  assert.deepEqual(typeOf({ type: 'object', additionalProperties: false }), {
    kind: 'ref',
    name: 'T.p',
  })
  assert.deepEqual(
    typeNamed({ title: 'T', type: 'object', required: ['b'], properties: { a: {} } }, 'T'),
    {
      kind: 'message',
      name: 'T',
      fields: [
        { name: 'a', type: { kind: 'any' }, presence: 'optional' },
        { name: 'b', type: { kind: 'any' }, presence: 'required' },
      ],
    },
  )
})

test('allOf joins what its parts say, through references', () => {
  const schema = {
    title: 'T',
    allOf: [{ $ref: '#/$defs/A' }, { required: ['x'], properties: { y: { type: 'integer' } } }],
    properties: { x: { minLength: 1 } },
    $defs: { A: { type: 'object', properties: { x: { type: 'string' } } } },
  }
  assert.deepEqual(typeNamed(schema, 'T'), {
    kind: 'message',
    name: 'T',
    fields: [
      { name: 'x', type: scalar('string'), presence: 'required' },
      { name: 'y', type: scalar('int64'), presence: 'optional' },
    ],
  })
  assert.deepEqual(typeOf({ allOf: [{ type: 'string' }, { maxLength: 3 }] }), scalar('string'))
  assert.deepEqual(typeOf({ allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] }), constant('b'))
})

test('alternatives are joined with what stands beside them', () => {
  const schema = {
    title: 'T',
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' } },
    oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'string' } } }],
  }
  const names = (name: string): unknown => {
    const type = typeNamed(schema, name)
    return type?.kind === 'message' ? type.fields.map((f) => f.name) : undefined
  }
  assert.deepEqual(
    [names('T.option1'), names('T.option2')],
    [
      ['a', 'kind'],
      ['b', 'kind'],
    ],
  )
})

test('alternatives that only require members leave an object one message', () => {
  const properties = { a: { type: 'string' }, b: { type: 'string' } }
  const oneOf = [{ required: ['a'] }, { required: ['b'] }]
  const schema = { title: 'T', type: 'object', properties, oneOf }
  assert.equal(typeNamed(schema, 'T')?.kind, 'message')
})

test('circles through fields stay, circles of nothing but names are opened', () => {
  const loop = {
    title: 'T',
    $ref: '#/$defs/A',
    $defs: { A: { $ref: '#/$defs/B' }, B: { $ref: '#/$defs/A' } },
  }
  for (const t of body(loop)?.types ?? []) assert.equal(t.kind, 'alias')
  const union = {
    title: 'T',
    $defs: { A: { oneOf: [{ $ref: '#/$defs/A' }, { type: 'string' }] } },
    $ref: '#/$defs/A',
  }
  assert.deepEqual(typeNamed(union, 'A'), { kind: 'alias', name: 'A', type: scalar('string') })
  const list = { title: 'T', type: 'array', items: { $ref: '#' } }
  assert.deepEqual(typeNamed(list, 'T'), {
    kind: 'alias',
    name: 'T',
    type: { kind: 'list', of: { kind: 'ref', name: 'T' } },
  })
})

test('references that lead nowhere are reported where they stand, and leave the type open', () => {
  const text =
    '{\n  "title": "T",\n  "properties": {\n    "a": { "$ref": "#/nope" },\n    "b": { "$ref": "b.json#/x" }\n  }\n}'
  const facts = jsonSchemaReader.read({ path: 'a.schema.json', text })
  assert.deepEqual(
    facts.diagnostics?.map((d) => [d.code, d.severity, d.at?.line, d.at?.column]),
    [
      ['RTT1002', 'error', 4, 20],
      ['RTT1012', 'warning', 5, 20],
    ],
  )
  assert.equal(facts.contracts?.length, 1)
})

test('a document that only collects definitions gives one contract for each', () => {
  const [bag] = filesOf('jsonschema').filter((f) => f.path === 'bag.json')
  const contracts = jsonSchemaReader.read(bag!).contracts ?? []
  assert.deepEqual(
    contracts.map((c) => [c.id, c.kind, c.body.root]),
    [
      ['bag.Path', 'schema', { kind: 'ref', name: 'Path' }],
      ['bag.Point', 'schema', { kind: 'ref', name: 'Point' }],
      ['bag.a/b', 'schema', { kind: 'ref', name: 'a/b' }],
    ],
  )
})

test('other JSON is passed over', () => {
  const other = { $schema: 'https://json.schemastore.org/tsconfig', properties: {} }
  assert.deepEqual(read(other, 'tsconfig.json'), {})
  assert.deepEqual(
    read({ a: { $schema: 'http://json-schema.org/draft-07/schema#' } }, 'a.json'),
    {},
  )
  assert.deepEqual(read([1], 'a.schema.json'), {})
})

test('syntax errors have their place', () => {
  const facts = jsonSchemaReader.read({ path: 'a.schema.json', text: '{\n  "a": }' })
  assert.deepEqual(
    facts.diagnostics?.map((d) => [d.code, d.at]),
    [['RTT1002', { path: 'a.schema.json', line: 2, column: 8 }]],
  )
  assert.equal(facts.contracts, undefined)
})

const seed = fc.integer({ min: 0, max: 2 ** 31 })

for (const file of filesOf('jsonschema'))
  test(`order, annotations, limits and YAML leave the digests of ${file.path} alone`, () => {
    const digests = (text: string, path: string) =>
      jsonSchemaReader.read({ path, text }).contracts?.map((c) => [c.id, c.digest])
    const expected = digests(file.text, file.path)
    const document: Json = JSON.parse(file.text)
    fc.assert(
      fc.property(seed, (style) => {
        const shuffled = shuffleJson(document, randomOf(style))
        assert.deepEqual(digests(JSON.stringify(shuffled), file.path), expected)
        const yaml = stringify(shuffled).replaceAll('\n', '\r\n')
        assert.deepEqual(digests(yaml, file.path.replace('.json', '.yaml')), expected)
      }),
      { numRuns: 40 },
    )
  })
