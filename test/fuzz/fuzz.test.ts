import assert from 'node:assert/strict'
import { test } from 'node:test'
import { campaign } from './campaign.ts'
import { signedLog, signedPlan } from './documents.ts'
import { flipBit } from './mutate.ts'

const seed = Number(process.env['RTT_SEED'] ?? Date.now() % 1_000_000)
const documents = 12_000

test(`${documents} malformed documents: none is accepted, none is no error of ours (seed ${seed})`, () => {
  const found = campaign(seed, documents)
  assert.deepEqual(found.accepted, [])
  assert.deepEqual(found.uncaught, [])
  for (const [stage, count] of Object.entries(found.stages))
    assert.ok(count >= documents / 10, `${stage} was reached by ${count} only`)
  assert.ok(found.slowestMs < 50, `the slowest took ${found.slowestMs} ms of CPU`)
  assert.ok(found.heapMiB < 256, `${found.heapMiB} MiB`)
})

test('SG-01 every single bit of a signed plan and of its envelope counts', () => {
  const { planBytes, envelope, judge } = signedPlan
  assert.equal(judge(envelope, planBytes), 'accepted')
  for (let bit = 0; bit < planBytes.length * 8; bit++)
    assert.notEqual(judge(envelope, flipBit(planBytes, bit)), 'accepted', `bit ${bit} of the plan`)
  for (let bit = 0; bit < envelope.length * 8; bit++)
    assert.notEqual(
      judge(flipBit(envelope, bit), planBytes),
      'accepted',
      `bit ${bit} of the envelope`,
    )
})

test('every flip, deletion, swap and truncation of the log below its checkpoint is found', () => {
  const { lines, logBytes, judge } = signedLog
  const bytes = (some: readonly string[]): Uint8Array => new TextEncoder().encode(some.join(''))
  assert.equal(judge(logBytes), 'accepted')
  for (let bit = 0; bit < logBytes.length * 8; bit++)
    assert.notEqual(judge(flipBit(logBytes, bit)), 'accepted', `bit ${bit}`)
  for (let at = 0; at < logBytes.length; at++)
    assert.notEqual(judge(logBytes.subarray(0, at)), 'accepted', `cut at ${at}`)
  for (const i of lines.keys()) {
    assert.notEqual(judge(bytes(lines.toSpliced(i, 1))), 'accepted', `without line ${i}`)
    for (const j of lines.keys())
      if (i < j)
        assert.notEqual(judge(bytes(lines.with(i, lines[j]!).with(j, lines[i]!))), 'accepted')
  }
})
