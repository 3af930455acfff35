import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as core from '../src/core.ts'

test('rtt/core exports exactly what is promised', () => {
  assert.deepEqual(Object.keys(core).sort(), [
    'canonicalize',
    'meet',
    'parseCanonical',
    'verifyConsistency',
    'verifyEd25519Strict',
    'verifyInclusion',
  ])
})

test('the example in its docstring is true', () => {
  assert.equal(core.canonicalize({ b: 1, a: 2 }), '{"a":2,"b":1}')
  assert.equal(core.meet('npm', '^1.2.0', '>=1.4.0'), '^1.4.0')
  assert.equal(core.meet('npm', '^1.2.0', '^2.0.0'), null)
})
