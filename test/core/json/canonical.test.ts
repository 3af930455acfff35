import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RttError } from '../../../src/core/diag/error.ts'
import { canonicalize } from '../../../src/core/json/canonical.ts'
import { nestingDepth, parseCanonical } from '../../../src/core/json/parse.ts'

const bytes = (s: string): Uint8Array => new TextEncoder().encode(s)
const refusesAs = (why: RegExp) => (e: unknown) =>
  e instanceof RttError && e.code === 'RTT6005' && why.test(e.message)

// The examples of RFC 8785, sections 3.2.2 and 3.2.3.
test('numbers, strings and member order are those of RFC 8785', () => {
  const value = {
    numbers: ['333333333.33333329', '1E30', '4.50', '2e-3', '0.000000000000000000000000001'].map(
      Number,
    ),
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  assert.equal(
    canonicalize(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const names = {
    '\u20ac': 1,
    '\r': 2,
    '\ufb33': 3,
    '1': 4,
    '\ud83d\ude00': 5,
    '\u0080': 6,
    '\u00f6': 7,
  }
  assert.deepEqual(
    Object.values(
      JSON.parse(
        canonicalize(
          Object.entries(names)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([, v]) => v),
        ),
      ) as number[],
    ),
    [2, 4, 6, 7, 1, 5, 3],
  )
})

test('what is written reads back, byte for byte', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalize(JSON.parse(JSON.stringify(value)))
      assert.equal(canonicalize(parseCanonical(bytes(text), 'x.json')), text)
    }),
  )
})

test('the order of members does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (d) => {
      assert.equal(canonicalize(d), canonicalize(Object.fromEntries(Object.entries(d).reverse())))
    }),
  )
})

for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 1n, () => 1, Symbol('x')]) {
  test(`${String(bad)} has no canonical form`, () =>
    assert.throws(() => canonicalize(bad), TypeError))
}

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['white space', '{"a": 1}', /not canonical/],
  ['a second member of the same name', '{"a":1,"a":1}', /not canonical/],
  ['an exponent that JSON.parse makes infinite', '{"a":1e400}', /not JSON/],
  ['an integer that a double cannot hold', '{"a":9007199254740993}', /not canonical/],
  ['members out of order', '{"b":1,"a":1}', /not canonical/],
  ['what is not JSON', '{a:1}', /not JSON/],
  ['a byte order mark', '\ufeff{}', /not JSON/],
  ['nesting without end', '['.repeat(1_000_000), /nested deeper/],
]
for (const [what, text, why] of refused) {
  test(`parseCanonical refuses ${what} with RTT6005`, () =>
    assert.throws(() => parseCanonical(bytes(text), 'x.json'), refusesAs(why)))
}

test('parseCanonical refuses bytes that are not UTF-8 and files that are too large', () => {
  assert.throws(
    () => parseCanonical(new Uint8Array([0x22, 0xff, 0x22]), 'x.json'),
    refusesAs(/not JSON/),
  )
  assert.throws(
    () => parseCanonical(bytes('"aaaa"'), 'x.json', { bytesMax: 4, depthMax: 4 }),
    refusesAs(/larger than/),
  )
})

test('nesting is counted outside strings only', () => {
  assert.equal(nestingDepth(bytes('{"a":"[[[\\"[[","b":[[]]}'), 99), 3)
})
