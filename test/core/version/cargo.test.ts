import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { containsVersion, formatRange, meet, parseRange } from '../../../src/core/version/range.ts'

/** What the `semver` crate answers, taken down from its documentation and its own tests. */
const verdicts: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['1.2.3', ['1.2.3', '1.9.0'], ['1.2.2', '2.0.0', '1.3.0-a', '2.0.0-a']],
  ['^0.2.3', ['0.2.3', '0.2.9'], ['0.2.2', '0.3.0', '1.0.0']],
  ['0.0.3', ['0.0.3'], ['0.0.2', '0.0.4']],
  ['0.0', ['0.0.0', '0.0.9'], ['0.1.0']],
  ['0', ['0.0.0', '0.9.9'], ['1.0.0']],
  ['^1.0.0-rc.1', ['1.0.0-rc.1', '1.0.0-rc.2', '1.0.0', '1.1.0'], ['1.0.0-beta', '1.1.0-rc.1']],
  ['~1.2.3', ['1.2.3', '1.2.9'], ['1.3.0', '1.2.2']],
  ['~1', ['1.0.0', '1.9.0'], ['2.0.0', '0.9.0']],
  ['1.2.*', ['1.2.0', '1.2.9'], ['1.3.0', '1.2.0-a']],
  ['*', ['0.0.0', '99.0.0'], ['1.0.0-a']],
  ['=1.2', ['1.2.0', '1.2.7'], ['1.3.0']],
  ['>1.2', ['1.3.0'], ['1.2.9']],
  ['<=1.2', ['1.2.9', '0.1.0'], ['1.3.0']],
  ['>=1.2.0, <1.5', ['1.2.0', '1.4.9'], ['1.5.0', '1.1.0']],
  ['>=1, >=2.0.0-a', ['2.0.0', '2.0.0-a'], ['1.9.0', '2.1.0-a']],
  ['~1.2, >=1.2.5-a', ['1.2.5', '1.2.9'], ['1.2.5-b', '1.3.0']],
  ['~1.2.3, >=1.2.5-a', ['1.2.5-b', '1.2.5'], ['1.2.6-a', '1.3.0-a']],
  ['<=1, >=1.2.0-a', ['1.2.0'], ['1.2.0-a', '2.0.0']],
]

describe('Cargo requirements', () => {
  for (const [text, inside, outside] of verdicts)
    it(`reads "${text}"`, () => {
      const set = parseRange('cargo', text)!
      for (const v of inside) assert.equal(containsVersion(set, v), true, v)
      for (const v of outside) assert.equal(containsVersion(set, v), false, v)
    })

  it('refuses what Cargo refuses', () => {
    const bad = ['', '1,', '01.2', '1.2.3.4', '1.*.2', '*, 1', '1.2-a', 'latest', '1 2', '^^1']
    for (const text of bad) assert.equal(parseRange('cargo', text), undefined, text)
  })

  it('meet as one requirement', () => {
    assert.equal(meet('cargo', '1.2', '1.4.1'), '^1.4.1')
    assert.equal(meet('cargo', '1', '>=1.2, <1.5'), '>=1.2.0, <1.5.0')
    assert.equal(meet('cargo', '=1.2.3', '1'), '=1.2.3')
    assert.equal(meet('cargo', '0.2', '0.3'), null)
    assert.equal(meet('cargo', '*', '*'), '*')
    assert.equal(
      meet('cargo', '>=1.2.3-a, <1.2.5-b', '>=1.2.3-c, <=1.2.5-a'),
      '>=1.2.3-c, <=1.2.5-a',
    )
  })

  it('writes what it reads back as the same', () => {
    for (const [text] of verdicts) {
      const canonical = formatRange(parseRange('cargo', text)!)!
      assert.equal(formatRange(parseRange('cargo', canonical)!), canonical)
    }
  })
})
