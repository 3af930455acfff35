import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  checkpointSigner,
  checkpointText,
  formatCheckpoint,
  parseCheckpoint,
} from '../../../src/core/log/checkpoint.ts'
import { keyNamed } from '../trust/key.ts'

const [anna, bert] = [keyNamed('anna'), keyNamed('bert')]
const head = { origin: 'rtt-log-x', size: 42, root: 'ab'.repeat(32) }
const signed = formatCheckpoint(
  head,
  anna.publicKey,
  anna.sign(new TextEncoder().encode(checkpointText(head))),
)
const parse = (text: string) => parseCheckpoint(Buffer.from(text), 'CHECKPOINT')

test('a checkpoint is the note of C2SP', () => {
  const [origin, size, root, empty, signature, end] = signed.split('\n')
  assert.deepEqual([origin, size, empty, end], ['rtt-log-x', '42', '', ''])
  assert.equal(root, Buffer.from('ab'.repeat(32), 'hex').toString('base64'))
  const [dash, name, base64] = (signature ?? '').split(' ')
  assert.deepEqual([dash, name], ['—', 'rtt-log-x'])
  const bytes = Buffer.from(base64 ?? '', 'base64')
  assert.equal(bytes.length, 4 + 64)
  const keyHash = createHash('sha256')
    .update('rtt-log-x\n')
    .update(Uint8Array.of(1))
    .update(Buffer.from(anna.publicKey, 'hex'))
    .digest()
  assert.deepEqual(bytes.subarray(0, 4), keyHash.subarray(0, 4))
})

test('it names its signer among the keys that are known', () => {
  const checkpoint = parse(signed)
  assert.deepEqual(
    [checkpoint.origin, checkpoint.size, checkpoint.root],
    [head.origin, head.size, head.root],
  )
  assert.equal(checkpointSigner(checkpoint, [bert.publicKey, anna.publicKey]), anna.id)
  assert.equal(checkpointSigner(checkpoint, [bert.publicKey]), undefined)
})

test('a signature of a known key over another head is broken', () => {
  const other = signed.replace('\n42\n', '\n43\n')
  assert.equal(checkpointSigner(parse(other), [anna.publicKey]), 'broken')
})

test('no changed byte gives the same head under the same key', () => {
  const bytes = Buffer.from(signed)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] as number) ^ mask
      let signer: string | undefined
      try {
        signer = checkpointSigner(parseCheckpoint(changed, 'c'), [anna.publicKey])
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'RTT4001')
      }
      assert.notEqual(signer, anna.id)
    }),
    { numRuns: 500 },
  )
})

test('what is no checkpoint is RTT4001', () => {
  for (const text of ['', 'x', `${signed}more`, signed.replace('42', '042'), 'x'.repeat(20_000)])
    assert.throws(() => parse(text), { code: 'RTT4001' }, text.slice(0, 20))
})
