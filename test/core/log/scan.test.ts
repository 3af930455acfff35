import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalize } from '../../../src/core/json/canonical.ts'
import { bodyBytesMax, formatLine, hasLineFrom, lineAt } from '../../../src/core/log/frame.ts'
import { rootOfLeaves } from '../../../src/core/log/merkle.ts'
import { emptyHead, type Segment, scanLog, segmentName } from '../../../src/core/log/scan.ts'
import { applies, planNamed, write } from './entries.ts'

const segment = (firstSeq: number, bytes: string | Uint8Array): Segment => ({
  name: segmentName(firstSeq),
  bytes: Buffer.from(bytes as string),
})

const log = write(applies(4))
const text = log.lines.join('')

/** The log cut into segments after the entries given. */
const cutAfter = (counts: readonly number[]): readonly Segment[] => {
  const starts = [0, ...counts]
  return starts.map((from, i) => segment(from + 1, log.lines.slice(from, starts[i + 1]).join('')))
}

test('a line is the format of the design', () => {
  const { line, hash } = formatLine('{"v":1}')
  assert.equal(hash, createHash('sha256').update('\0{"v":1}').digest('hex'))
  assert.equal(line, `R1 00000007 ${hash} {"v":1}\n`)
  assert.equal(lineAt(Buffer.from(line), 0)?.end, line.length)
})

test('what was written is read again, in whatever segments', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: log.lines.length - 1 })), (cuts) => {
      const scan = scanLog(cutAfter(cuts.sort((a, b) => a - b)))
      assert.ok(scan.ok)
      assert.deepEqual(scan.entries, log.entries)
      assert.equal(scan.torn, undefined)
      assert.equal(scan.head.size, log.lines.length)
      assert.equal(log.entries.at(-1)?.root, rootOfLeaves(log.entries.map((e) => e.hash)))
    }),
  )
})

test('an empty log, and an empty last segment, are clean', () => {
  assert.deepEqual(scanLog([]), { ok: true, entries: [], head: emptyHead })
  const scan = scanLog([segment(1, text), segment(log.lines.length + 1, '')])
  assert.ok(scan.ok && scan.torn === undefined && scan.entries.length === log.lines.length)
  assert.equal(scanLog([segment(1, ''), segment(1, text)]).ok, false)
})

test('cut at any byte, the last segment is clean or has a torn tail', () => {
  const first = log.lines.slice(0, 5).join('')
  const second = log.lines.slice(5).join('')
  for (let length = 0; length <= second.length; length++) {
    const scan = scanLog([segment(1, first), segment(6, second.slice(0, length))])
    assert.ok(scan.ok, `cut at ${length}`)
    const whole = 5 + (second.slice(0, length).match(/\n/g)?.length ?? 0)
    assert.equal(scan.entries.length, whole)
    const end = log.lines.slice(5, whole).join('').length
    assert.equal(scan.torn === undefined, end === length)
    if (scan.torn !== undefined) {
      assert.equal(scan.torn.offset, end)
      assert.equal(Buffer.from(scan.torn.bytes).toString(), second.slice(end, length))
    }
  }
})

test('a tail of zeros or garbage is a torn tail', () => {
  for (const tail of ['\0'.repeat(5000), 'garbage', 'R1 ', 'R1 00000002 {}\n', '\n'])
    fc.assert(
      fc.property(fc.constant(tail), (t) => {
        const scan = scanLog([segment(1, text + t)])
        assert.ok(scan.ok)
        assert.equal(scan.torn?.bytes.length, t.length)
      }),
      { numRuns: 1 },
    )
})

test('a flipped byte before the last entry is damage, in it a torn tail', () => {
  const bytes = Buffer.from(text)
  const lastStart = text.length - (log.lines.at(-1) as string).length
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const flipped = Uint8Array.from(bytes)
      flipped[at] = (flipped[at] as number) ^ mask
      const scan = scanLog([segment(1, flipped)])
      if (at < lastStart) assert.ok(!scan.ok, `byte ${at}`)
      else assert.ok(scan.ok && scan.torn?.offset === lastStart)
    }),
    { numRuns: 500 },
  )
})

test('a flipped byte in any but the last segment is damage, at its very end, too', () => {
  const [one, two] = cutAfter([5]) as [Segment, Segment]
  for (const at of [0, one.bytes.length - 1, one.bytes.length - 200]) {
    const flipped = Uint8Array.from(one.bytes)
    flipped[at] = (flipped[at] as number) ^ 1
    assert.equal(scanLog([{ ...one, bytes: flipped }, two]).ok, false)
  }
  assert.equal(scanLog([{ ...one, bytes: one.bytes.subarray(0, -1) }, two]).ok, false)
})

test('a missing, doubled, misnamed or strange segment is damage', () => {
  const [one, two, three] = cutAfter([3, 6]) as [Segment, Segment, Segment]
  assert.ok(scanLog([one, two, three]).ok)
  for (const wrong of [
    [one, three],
    [two, three],
    [one, two, two, three],
    [one, { ...two, name: segmentName(5) }, three],
  ])
    assert.equal(scanLog(wrong).ok, false)
})

const lineOf = (body: unknown): string => formatLine(canonicalize(body)).line
const second = { v: 1, seq: 2, prev: log.entries[0]?.hash, t: '2030-01-31T12:00:00Z', tx: 2 }
const goodIntent = {
  ...second,
  kind: 'INTENT',
  plan: planNamed('a'),
  generation: 1,
  manifest: planNamed('b'),
}

test('an entry with a valid hash and a wrong body is damage, not a torn tail', () => {
  const start = log.lines[0] as string
  assert.ok(scanLog([segment(1, start + lineOf(goodIntent))]).ok)
  const wrong: readonly unknown[] = [
    { ...goodIntent, seq: 3 },
    { ...goodIntent, prev: planNamed('0') },
    { ...goodIntent, more: 1 },
    { ...goodIntent, kind: 'OTHER' },
    { ...goodIntent, t: 'yesterday' },
    { ...goodIntent, generation: 0 },
    [],
  ]
  for (const body of wrong) {
    const scan = scanLog([segment(1, start + lineOf(body))])
    assert.ok(!scan.ok, JSON.stringify(body))
    assert.equal(scan.offset, start.length)
  }
  const respelled = formatLine(JSON.stringify(goodIntent, null, 1)).line
  assert.equal(scanLog([segment(1, start + respelled)]).ok, false)
})

test('an entry of a newer RTT is not called damaged', () => {
  const newer = lineOf({ ...goodIntent, v: 2, participants: [] })
  assert.throws(() => scanLog([segment(1, (log.lines[0] as string) + newer)]), {
    name: 'RttError',
    code: 'RTT6002',
  })
})

test('lengths are bounded before anything is hashed', () => {
  const { line } = formatLine(`"${'x'.repeat(bodyBytesMax)}"`)
  assert.equal(lineAt(Buffer.from(line), 0), undefined)
  assert.equal(lineAt(Buffer.from(line.replace(/^R1 .{8}/, 'R1 ffffffff')), 0), undefined)
  assert.ok(lineAt(Buffer.from(formatLine(`"${'x'.repeat(bodyBytesMax - 2)}"`).line), 0))
})

test('a text that looks like an entry can stand in one without being one', () => {
  const inner = formatLine('{}').line
  const outer = formatLine(canonicalize({ text: inner })).line
  assert.equal(hasLineFrom(Buffer.from(outer), 1), false)
  assert.equal(hasLineFrom(Buffer.from(`x${inner}`), 0), true)
})
