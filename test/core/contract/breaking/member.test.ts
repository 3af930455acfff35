import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineOfMember } from '../../../../src/core/contract/breaking/member.ts'

const rows: readonly (readonly [text: string, member: string, line: number | undefined])[] = [
  ['a\nreply.price_cents', 'price_cents', 2],
  ['reply.priceCents', 'price_cents', 1],
  ['reply.GetPriceCents()', 'price_cents', 1],
  ['builder.setPriceCents(1)', 'price_cents', 1],
  ['PriceCents int64', 'priceCents', 1],
  ['price_centsX, my_price_cents', 'price_cents', undefined],
  ['f(a)', 'a', undefined],
  ['f(.*)', '.*x', undefined],
]

for (const [text, member, line] of rows)
  test(`${JSON.stringify(text)} names ${member} ${line === undefined ? 'nowhere' : `in line ${line}`}`, () => {
    assert.equal(lineOfMember(text, member), line)
  })
