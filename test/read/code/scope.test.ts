import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scopeOf } from '../../../src/read/code/scope.ts'

const tests = [
  'a_test.go',
  'src/a.test.ts',
  'src/orders.e2e-spec.ts',
  'src/a.spec-d.ts',
  'src/test/java/A.java',
  'x/__tests__/a.js',
  'OrderServiceTests.cs',
  'spec_rb/a_spec.rb',
  'src/routes/tests.rs',
]
const programs = [
  'src/main/java/com/acme/samples/A.java',
  'src/spec.ts',
  'src/attest.ts',
  'src/latest-news.ts',
  'contest/a.go',
  'src/latest.rs',
  'src/respec-tool.ts',
]

test('files of tests are told from those of programs', () => {
  for (const path of tests) assert.equal(scopeOf(path), 'test', path)
  for (const path of programs) assert.equal(scopeOf(path), 'main', path)
})
