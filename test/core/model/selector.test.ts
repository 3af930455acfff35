import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RttError } from '../../../src/core/diag/error.ts'
import { matches, parseSelector } from '../../../src/core/model/selector.ts'

const rows: readonly (readonly [string, string, boolean])[] = [
  ['rtt://shop/service/cart', 'rtt://shop/service/cart', true],
  ['rtt://shop/service/*', 'rtt://shop/service/cart', true],
  ['rtt://shop/*', 'rtt://shop/service/cart', false],
  ['rtt://shop/**', 'rtt://shop/service/cart', true],
  ['rtt://**/cart', 'rtt://a/b/service/cart', true],
  ['rtt://**', 'rtt://shop/service/cart', true],
  ['rtt://shop/service/cart@^1', 'rtt://shop/service/cart@1.4.0', true],
  ['rtt://shop/service/cart@^1', 'rtt://shop/service/cart@2.0.0', false],
  ['rtt://shop/service/cart@^1', 'rtt://shop/service/cart', true],
  ['rtt://shop/service/cart', 'rtt://shop/service/car', false],
]
for (const [selector, address, expected] of rows) {
  test(`${selector} ${expected ? 'means' : 'does not mean'} ${address}`, () => {
    assert.equal(matches(parseSelector(selector), address), expected)
  })
}

test('a hostile selector costs no more than its length times the length of the path', () => {
  const selector = parseSelector(`rtt://${Array.from({ length: 120 }, () => '**/a').join('/')}/b`)
  const namespace = Array.from({ length: 4 }, () => 'a')
  const started = process.hrtime.bigint()
  for (let i = 0; i < 1000; i++)
    matches(selector, { namespace, type: 'service', name: 'a'.repeat(50) })
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 1000)
})

test('matching agrees with a regular expression on short patterns', () => {
  const segment = fc.constantFrom('a', 'b', '*', '**')
  const toRegex = (s: readonly string[]) =>
    new RegExp(
      `^${s.map((x) => (x === '**' ? '(?:/[^/]+)*' : x === '*' ? '/[^/]+' : `/${x}`)).join('')}$`,
    )
  fc.assert(
    fc.property(
      fc.array(segment, { minLength: 1, maxLength: 5 }),
      fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
      fc.constantFrom('a', 'b'),
      (pattern, namespace, name) => {
        const path = [...namespace, 'service', name]
        const expected = toRegex(pattern).test(path.map((p) => `/${p}`).join(''))
        assert.equal(
          matches(parseSelector(`rtt://${pattern.join('/')}`), {
            namespace,
            type: 'service',
            name,
          }),
          expected,
        )
      },
    ),
  )
})

for (const bad of [
  'shop/**',
  'rtt://a//b',
  'rtt://a*/b',
  'rtt://a/b@nonsense',
  `rtt://${'a/'.repeat(600)}a`,
]) {
  test(`the selector ${bad.slice(0, 30)} is refused with RTT6001`, () => {
    assert.throws(
      () => parseSelector(bad),
      (e) => e instanceof RttError && e.code === 'RTT6001',
    )
  })
}
