import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { RttError } from '../../../src/core/diag/error.ts'
import { canonicalize } from '../../../src/core/json/canonical.ts'
import { parseCanonical } from '../../../src/core/json/parse.ts'
import { parsePlainJson } from '../../../src/core/trust/plainJson.ts'
import { publicVectors } from '../../vectors/public.ts'

test('the documents of RFC 8785 have their canonical forms', () => {
  const rows = publicVectors<readonly [name: string, input: string, output: string]>('jcs')
  assert.equal(rows.length, 6)
  for (const [name, input, output] of rows)
    assert.equal(canonicalize(JSON.parse(input)), output.trimEnd(), name)
})

/** The numbers that RFC 8785 is tested with: some that are known to be hard, then what sha256 makes of nothing. */
function* numbers(hard: readonly string[]): Generator<bigint> {
  for (const one of hard) yield BigInt(`0x${one}`)
  for (let i = 0n; i < 2000n; i++) yield 0x0010000000000000n + i
  for (let block = Buffer.alloc(32); ; ) {
    block = createHash('sha256').update(block).digest()
    for (let at = 0; at < 32; at += 8) {
      const value = block.readDoubleLE(at)
      if (value !== 0 && Number.isFinite(value)) yield block.readBigUInt64LE(at)
    }
  }
}

test('a million numbers are written as RFC 8785 wants them', () => {
  const digests: Readonly<Record<number, string>> = {
    1000: 'be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687',
    10000: 'b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892',
    100000: '22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7',
    1000000: '49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16',
  }
  const hash = createHash('sha256')
  const bits = new BigUint64Array(1)
  const value = new Float64Array(bits.buffer)
  let count = 0
  for (const one of numbers(publicVectors<string>('jcs-numbers'))) {
    bits[0] = one
    hash.update(`${one.toString(16)},${canonicalize(value[0])}\n`)
    const wanted = digests[++count]
    if (wanted !== undefined) assert.equal(hash.copy().digest('hex'), wanted, `${count} numbers`)
    if (count === 1_000_000) return
  }
})

const suite = (): readonly (readonly [name: string, bytes: Uint8Array])[] => [
  ...publicVectors<readonly [string, string]>('json-test-suite').map(
    ([name, base64]) => [name, Uint8Array.from(Buffer.from(base64, 'base64'))] as const,
  ),
  ['n_structure_100000_opening_arrays.json', Buffer.from('['.repeat(100_000))],
  ['n_structure_open_array_object.json', Buffer.from('[{"":'.repeat(50_000))],
]

const limits = { bytesMax: 1024 * 1024, depthMax: 64 }

type Parser = (bytes: Uint8Array) => unknown

/** Whether a parser takes a document; what it throws is an error of ours. */
const takes = (parse: Parser, bytes: Uint8Array): boolean => {
  try {
    parse(bytes)
    return true
  } catch (error) {
    if (error instanceof RttError) return false
    throw error
  }
}

// A reviewer and a parser would read these differently.
const refusedOnPurpose = ['y_object_duplicated_key.json', 'y_object_duplicated_key_and_value.json']

test('JSONTestSuite: every y is taken but members that stand twice, and no n', () => {
  const plain: Parser = (bytes) => parsePlainJson(bytes, 'x.json', limits)
  const strict: Parser = (bytes) => parseCanonical(bytes, 'x.json', limits)
  const [good, bad] = ['y', 'n'].map((kind) => suite().filter(([name]) => name.startsWith(kind)))
  assert.deepEqual([good!.length, bad!.length], [95, 188])
  const refused = good!.filter(([, bytes]) => !takes(plain, bytes)).map(([name]) => name)
  assert.deepEqual(refused, refusedOnPurpose)
  for (const parse of [plain, strict])
    assert.deepEqual(
      bad!.filter(([, bytes]) => takes(parse, bytes)).map(([name]) => name),
      [],
    )
})

test('JSONTestSuite: of every y exactly the canonical spelling is taken as canonical', () => {
  for (const [name, bytes] of suite().filter(([n]) => n.startsWith('y'))) {
    const source = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    const strict: Parser = (b) => parseCanonical(b, 'x.json', limits)
    const canonical = canonicalize(JSON.parse(source))
    assert.equal(takes(strict, bytes), canonical === source, name)
    assert.ok(takes(strict, new TextEncoder().encode(canonical)), name)
  }
})
