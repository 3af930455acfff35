import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { sdkPatterns } from '../../../src/read/code/sdk.ts'
import { patternFilter, wordsOf } from '../../../src/read/code/words.ts'

for (const [pattern, words] of [
  [/\bCelery\(|\bBunny\.new\b/, ['Celery(', 'Bunny.new']],
  [/from ['"](?:pg|postgres)['"]|lib\/pq"/, ['from ', 'lib/pq"']],
  [/colou?r|abc+d/, undefined],
  [/colours?|abcde*/, ['colour', 'abcd']],
  [/x|longer/, undefined],
  [/[a|b]word(?:one|two)/, ['word']],
  [/word/i, undefined],
] as const)
  test(`words that ${pattern} cannot do without: ${words}`, () =>
    assert.deepEqual(wordsOf(pattern), words))

test('a pattern that fits is never filtered out', () => {
  const filter = patternFilter(sdkPatterns)
  const pieces = sdkPatterns.flatMap((p) =>
    p.source
      .split('|')
      .map((s) =>
        s.replace(/\\b/g, ' ').replace(/\\|\(\?:|[[\]()'?]/g, (m) => (m === '\\' ? '' : "'")),
      ),
  )
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(...pieces),
        fc.constantFrom(' ', '\n', "'", '"', '(', 'é', 'pg'),
        fc.string({ maxLength: 6 }),
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join(''))
  let fitted = 0
  fc.assert(
    fc.property(text, (t) => {
      const may = filter(t)
      for (const [i, p] of sdkPatterns.entries())
        if (p.test(t)) {
          fitted++
          assert.equal(may[i], 1, `${p} fits ${JSON.stringify(t)}`)
        }
    }),
    { numRuns: 500 },
  )
  assert.ok(fitted > 100, 'texts that fit were among them')
  const own = readFileSync(new URL('../../../src/read/code/sdk.ts', import.meta.url), 'utf8')
  for (const [i, p] of sdkPatterns.entries()) if (p.test(own)) assert.equal(filter(own)[i], 1)
})

test('of a text that names no library nothing is left to try', () =>
  assert.ok(
    patternFilter([/\bCelery\(/, /boto3/])('import os\nprint(celer)').every((m) => m === 0),
  ))
