import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readManifest } from '../../../src/app/commit/generation.ts'
import { stageBlob } from '../../../src/app/commit/store.ts'
import { RttError } from '../../../src/core/diag/error.ts'
import { sha256 } from '../../../src/core/json/digest.ts'
import { nodeDurable } from '../../../src/node/durable.ts'
import { makeRepository } from '../../repository.ts'

test('a manifest of a generation that does not have its shape is RTT6004, one of a newer RTT RTT6002', () => {
  const r = makeRepository({})
  try {
    const durable = nodeDurable(r.root)
    for (const [text, code] of [
      ['{"v":1}', 'RTT6004'],
      ['{"v":9}', 'RTT6002'],
    ] as const) {
      const bytes = new TextEncoder().encode(text)
      stageBlob(durable, { digest: sha256(bytes), bytes })
      assert.throws(
        () => readManifest(durable, sha256(bytes)),
        (e) => e instanceof RttError && e.code === code,
      )
    }
    assert.equal(readManifest(durable, 'a'.repeat(64)), undefined)
  } finally {
    r.remove()
  }
})
