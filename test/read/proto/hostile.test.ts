import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { linkProto } from '../../../src/read/proto/link/link.ts'
import { messageDepthMax } from '../../../src/read/proto/message.ts'
import { protoReader } from '../../../src/read/proto/reader.ts'
import { filesOf } from '../../vectors/corpus.ts'

const nested = (depth: number): string =>
  `syntax = "proto3";${'message M {'.repeat(depth)}${'}'.repeat(depth)}`

const codesOf = (text: string): readonly string[] =>
  (protoReader.read({ path: 'a.proto', text }).diagnostics ?? []).map((d) => d.code)

test('nesting as deep as protoc takes it is read, one level more is RTT1013', () => {
  assert.deepEqual(codesOf(nested(messageDepthMax)), [])
  assert.deepEqual(codesOf(nested(messageDepthMax + 1)), ['RTT1013'])
  assert.deepEqual(codesOf(nested(200_000)), ['RTT1013'])
})

test('groups nest no deeper than messages', () => {
  const text = `message A {${'optional group G = 1 {'.repeat(100_000)}`
  assert.deepEqual(codesOf(text), ['RTT1013'])
})

test('long repetitions end quickly', () => {
  const repeated = [
    '{',
    '[',
    '(',
    '"',
    '/*',
    '//',
    '=',
    '-',
    '0',
    '\\',
    'a.',
    'option (',
    '<',
    '\n',
  ]
  for (const piece of repeated) assert.equal(codesOf(piece.repeat(100_000)).length <= 1, true)
  const aggregate = `syntax = "proto3"; option (a) = ${'{'.repeat(100_000)}`
  assert.deepEqual(codesOf(aggregate), ['RTT1002'])
})

test('no damage to a file makes the reader throw', () => {
  const texts = filesOf('proto/valid').map((f) => f.text)
  const pieces = fc.constantFrom('{', '}', '"', ';', '/*', '0x', '.', '\\', '\u0000', 'é', 'group')
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(40), pieces, (text, at, cut, piece) => {
      const start = at % (text.length + 1)
      const damaged = text.slice(0, start) + piece + text.slice(start + cut)
      const facts = protoReader.read({ path: 'a.proto', text: damaged })
      linkProto(facts.protoFiles ?? [])
      for (const d of facts.diagnostics ?? []) assert.ok((d.at?.column ?? 0) >= 1)
    }),
    { numRuns: 1000 },
  )
})
