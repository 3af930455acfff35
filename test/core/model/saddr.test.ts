import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RttError } from '../../../src/core/diag/error.ts'
import { formatSaddr, parseSaddr, type Saddr, symbolTypes } from '../../../src/core/model/saddr.ts'

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .map((s) => s.normalize('NFC'))
  .filter((s) => s.isWellFormed())
const addresses: fc.Arbitrary<Saddr> = fc.record(
  {
    namespace: fc.array(word, { minLength: 1, maxLength: 4 }),
    type: fc.constantFrom(...symbolTypes),
    name: word,
    version: word,
    variant: word,
    query: fc
      .uniqueArray(
        fc.tuple(
          fc.constantFrom('caps', 'io', 'mode'),
          word.filter((w) => !w.includes(',')),
        ),
        { selector: ([k]) => k, minLength: 1 },
      )
      .map((q) => q.sort(([a], [b]) => (a < b ? -1 : 1))),
  },
  { requiredKeys: ['namespace', 'type', 'name'], noNullPrototype: true },
)

test('an address reads back as it was written, and writes back as it was read', () => {
  fc.assert(
    fc.property(addresses, (a) => {
      const text = formatSaddr(a)
      fc.pre(new TextEncoder().encode(text).length <= 512)
      assert.deepEqual(parseSaddr(text), a)
      assert.equal(formatSaddr(parseSaddr(text)), text)
    }),
  )
})

test('two addresses that differ have two texts', () => {
  fc.assert(
    fc.property(addresses, addresses, (a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b))
      assert.notEqual(formatSaddr(a), formatSaddr(b))
    }),
  )
})

test('the example of the design has its parts', () => {
  assert.deepEqual(parseSaddr('rtt://shop/service/cart@1.2.3#redis?caps=a,b&io=req'), {
    namespace: ['shop'],
    type: 'service',
    name: 'cart',
    version: '1.2.3',
    variant: 'redis',
    query: [
      ['caps', 'a,b'],
      ['io', 'req'],
    ],
  })
})

const wrong: readonly (readonly [string, RegExp])[] = [
  ['http://shop/service/cart', /does not start with rtt/],
  ['rtt://service/cart', /one to four segments/],
  ['rtt://a/b/c/d/e/service/cart', /one to four segments/],
  ['rtt://shop/thing/cart', /not a type/],
  ['rtt://shop/service/', /must be encoded/],
  ['rtt://shop/service/ca rt', /must be encoded/],
  ['rtt://shop/service/%63art', /canonical form/],
  ['rtt://shop/service/%FF', /not UTF-8/],
  ['rtt://shop/service/cart?caps', /no value/],
  [`rtt://shop/service/${'x'.repeat(600)}`, /longer than 512/],
]
for (const [text, why] of wrong) {
  test(`${text.slice(0, 40)} is refused with RTT6001`, () => {
    assert.throws(
      () => parseSaddr(text),
      (e) => e instanceof RttError && e.code === 'RTT6001' && why.test(e.message),
    )
  })
}
