import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { visible } from '../../../src/core/graph/visible.ts'

const cases = [
  ['web-1', 'web-1'],
  ['Zahlungs-Dienst_ü', 'Zahlungs-Dienst_ü'],
  ['a\u202eb', 'a⟨U+202E⟩b'],
  ['a\u2066b\u2069', 'a⟨U+2066⟩b⟨U+2069⟩'],
  ['a\nb\u0000', 'a⟨U+000A⟩b⟨U+0000⟩'],
  ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
  ['\u3164', '⟨U+3164⟩'],
  ['lone\ud800', 'lone⟨U+D800⟩'],
  ['\u{e0041}', '⟨U+E0041⟩'],
] as const

for (const [given, shown] of cases)
  test(`${JSON.stringify(given)} is shown as ${shown}`, () => assert.equal(visible(given), shown))

test('nothing that is shown hides, turns the text, or is longer than a line can be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (text) => {
      const shown = visible(text)
      assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      assert.ok(shown.isWellFormed())
      assert.equal(visible(shown.slice(0, 100)), shown.slice(0, 100))
      assert.ok(shown.length <= 401 * 9)
    }),
  )
})
