import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { jsonSchemaReader } from '../../../src/read/jsonschema.ts'
import { openApiReader } from '../../../src/read/openapi.ts'
import { filesOf } from '../../vectors/corpus.ts'

const codes = (path: string, text: string): readonly string[] =>
  (jsonSchemaReader.read({ path, text }).diagnostics ?? []).map((d) => d.code)

test('nesting beyond the limit is RTT1013, in JSON and in YAML', () => {
  assert.deepEqual(codes('a.schema.json', '['.repeat(500_000)), ['RTT1013'])
  assert.deepEqual(codes('a.schema.yaml', '- '.repeat(101).concat('x')), ['RTT1013'])
  assert.deepEqual(codes('a.schema.yaml', `${'['.repeat(300)}${']'.repeat(300)}`), ['RTT1013'])
})

test('what the YAML parser needs ages for is not given to it', () => {
  assert.deepEqual(codes('a.schema.yaml', '? '.repeat(1000)), ['RTT1013'])
  assert.deepEqual(codes('a.schema.yaml', '- ? '.repeat(1000)), ['RTT1013'])
  assert.deepEqual(codes('a.schema.yaml', '[?\n'.repeat(1000)), ['RTT1013'])
})

test('aliases cannot be multiplied, and a value cannot hold itself', () => {
  const laughs = Array.from({ length: 20 }, (_, i) => `k${i}: &a${i} [${`*a${i - 1}, `.repeat(9)}]`)
  const bomb = ['k0: &a0 [x]', ...laughs.slice(1)].join('\n')
  assert.deepEqual(codes('a.schema.yaml', bomb), ['RTT1002'])
  assert.deepEqual(codes('a.schema.yaml', '&a [*a, *a]'), ['RTT1013'])
})

test('schemas that expand without end are RTT1013', () => {
  const self = { allOf: [{ properties: { p: {} } }, { $ref: '#/$defs/A' }] }
  const circle = { oneOf: [self, { $ref: '#/$defs/A' }], properties: { q: {} } }
  const schema = { $ref: '#/$defs/A', $defs: { A: circle } }
  assert.deepEqual(codes('a.schema.json', JSON.stringify(schema)), ['RTT1013'])
})

test('a long chain of references is followed without recursion', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => [`D${i}`, { $ref: `#/$defs/D${i + 1}` }])
  const $defs = { ...Object.fromEntries(chain), D20000: { type: 'string' } }
  const text = JSON.stringify({ title: 'T', $ref: '#/$defs/D0', $defs })
  const facts = jsonSchemaReader.read({ path: 'a.schema.json', text })
  assert.equal(facts.contracts?.[0]?.body.types.length, 20_002)
})

test('half a character and infinite numbers are faults, not crashes', () => {
  assert.deepEqual(codes('a.schema.json', '{"const": "\\ud800"}'), ['RTT1002'])
  assert.deepEqual(codes('a.schema.yaml', 'enum: [.inf]'), ['RTT1002'])
})

test('no damage to a document makes a reader throw', () => {
  const files = [...filesOf('jsonschema'), ...filesOf('openapi')]
  const pieces = fc.constantFrom('{', '}', '"', ':', '[', ',', '&a ', '*a', '? ', '$ref', '- ', '1')
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(40), pieces, (file, at, cut, piece) => {
      const start = at % (file.text.length + 1)
      const text = file.text.slice(0, start) + piece + file.text.slice(start + cut)
      for (const reader of [jsonSchemaReader, openApiReader]) reader.read({ path: file.path, text })
    }),
    { numRuns: 500 },
  )
})
