import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nearest } from '../../../src/core/findings/near.ts'

const rows: readonly (readonly [string, readonly string[], string | undefined])[] = [
  ['ledgr', ['ledger', 'web'], 'ledger'],
  ['legder', ['ledger', 'web'], 'ledger'],
  ['shipping_service', ['shippingservice'], 'shippingservice'],
  ['redis1', ['redis2', 'redis'], undefined],
  ['web', ['wob'], undefined],
  ['cart', ['card', 'carp'], undefined],
  ['orders', ['invoices'], undefined],
  ['orders', [], undefined],
]
for (const [name, known, expected] of rows)
  test(`${name} of ${known.join(', ')} means ${expected}`, () =>
    assert.equal(nearest(name, known), expected))

test('a name means nothing that is longer or shorter by more than the slip, and never itself', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30 }),
      fc.array(fc.string({ maxLength: 30 })),
      (name, known) => {
        const found = nearest(name, known)
        assert.ok(found === undefined || (known.includes(found) && found !== name))
      },
    ),
  )
})
