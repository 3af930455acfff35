import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readers } from '../src/read/readers.ts'
import { linkerVersion, readersSignature } from '../src/read/signature.ts'

test('the signature of the readers is the one of the readers', () => {
  const parts = [...readers.map((r) => `${r.id}@${r.version}`), `link@${linkerVersion}`]
  assert.equal(readersSignature, parts.sort().join(' '))
})
