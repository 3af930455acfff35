import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manifestReader } from '../../src/read/manifest.ts'

const read = (text: string) => manifestReader.read({ path: 'svc/rtt.manifest.json', text })
const codes = (text: string) => read(text).diagnostics?.map((d) => `${d.code}:${d.at?.line}`)

test('SC-02 a manifest gives its symbols, with the line of each address', () => {
  const facts = read(
    '{ "v": 1, "symbols": [\n  { "address": "rtt://shop/service/pricing@1.2.0", "contract": "p.proto#Pricing",\n    "run": { "command": ["python"], "ready": { "port": 50051 } } }\n] }',
  )
  assert.deepEqual(facts.diagnostics, [])
  assert.deepEqual(
    facts.manifests?.[0]?.symbols.map((s) => [s.address, s.pointer, s.at.line]),
    [['rtt://shop/service/pricing@1.2.0', '/symbols/0', 2]],
  )
  assert.deepEqual(
    facts.units?.map((u) => [u.name, u.context, u.ports]),
    [['pricing', 'svc', [50051]]],
  )
})

test('SC-02 a broken manifest is a diagnostic with its line, never swallowed', () => {
  assert.deepEqual(codes('{ "v": 1,\n "symbols": [ }'), ['RTT1002:2'])
  assert.deepEqual(codes('{ "v": 1, "symbols": [\n {},\n { "address": 5 } ] }'), [
    'RTT1010:2',
    'RTT1010:3',
  ])
  assert.deepEqual(codes('{ "v": 1, "symbols": [\n { "address": "rtt://shop/nothing/x" } ] }'), [
    'RTT1010:2',
  ])
  assert.deepEqual(codes('{ "v": 1, "symbols": [], "aside": 1 }'), ['RTT1010:1'])
})

test('a manifest of a newer RTT is RTT6002', () =>
  assert.deepEqual(codes('{ "v": 2, "whatever": [] }'), ['RTT6002:1']))
test('a manifest without end is RTT1013', () =>
  assert.deepEqual(codes('['.repeat(100_000)), ['RTT1013:1']))
