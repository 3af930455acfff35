import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { harmless, withoutUnseen } from '../../src/cli/unseen.ts'

const seed = 20_261_121

test('any JSON means the same without what is not seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (s) => {
      const json = withoutUnseen(JSON.stringify({ [s]: s }))
      assert.deepEqual(JSON.parse(json), { [s]: s })
      assert.doesNotMatch(json, /[\p{Cc}\p{Cf}\u2028\u2029]/u)
    }),
    { seed },
  )
})

test('colours stay, and no other command to a terminal does', () => {
  assert.equal(harmless('\u001b[31mred\u001b[39m\n\tx'), '\u001b[31mred\u001b[39m\n\tx')
  for (const [text, expected] of [
    ['a\u202eb', 'a⟨U+202E⟩b'],
    ['\u001b[2J', '⟨U+001B⟩[2J'],
    ['\u001b[8mhidden', '⟨U+001B⟩[8mhidden'],
    ['\u001b]0;title\u0007', '⟨U+001B⟩]0;title⟨U+0007⟩'],
    ['\u009b31m\r', '⟨U+009B⟩31m⟨U+000D⟩'],
  ] as const)
    assert.equal(harmless(text), expected)
})
