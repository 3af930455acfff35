import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { compareKeys } from '../../../src/core/version/key.ts'
import { mavenKey, mavenText } from '../../../src/core/version/maven-key.ts'
import { containsVersion, formatRange, meet, parseRange } from '../../../src/core/version/range.ts'

/** Each line is one version in several spellings; the lines ascend as Maven's ComparableVersion has it. */
const ascending = [
  ['1-alpha', '1.0-ALPHA', '1.0.alpha'],
  ['1-alpha-1', '1-a1', '1.0.alpha1'],
  ['1-beta-2', '1b2'],
  ['1-beta-11'],
  ['1-m3', '1-milestone-3'],
  ['1-rc1', '1-cr1', '1.0-rc-1'],
  ['1-SNAPSHOT', '1.0-SNAPSHOT'],
  ['1', '1.0', '1.0.0', '1-ga', '1.0-final', '1.0.0.RELEASE', '1.'],
  ['1-sp'],
  ['1-a'],
  ['1-foo', '1.foo'],
  ['1-x', '1x'],
  ['1-1', '1.0-1'],
  ['1.0.1'],
  ['1.1'],
  ['31.1-android'],
  ['31.1-jre'],
  ['20040616'],
  ['99999999999999999998'],
  ['99999999999999999999'],
]

describe('Maven versions', () => {
  it('are ordered as Maven orders them', () => {
    const all = ascending.flatMap((line, rank) => line.map((text) => ({ text, rank })))
    for (const a of all)
      for (const b of all) {
        const order = Math.sign(compareKeys(mavenKey(a.text)!, mavenKey(b.text)!))
        assert.equal(order, Math.sign(a.rank - b.rank), `${a.text} ${b.text}`)
      }
  })

  it('are written back as the same version', () => {
    const part = fc.constantFrom('1', '0', '2', 'alpha', 'a', 'rc', 'sp', 'ga', 'foo', 'SNAPSHOT')
    const version = fc
      .tuple(fc.nat(3), fc.array(fc.tuple(fc.constantFrom('.', '-', ''), part), { maxLength: 5 }))
      .map(([n, rest]) => n + rest.flat().join(''))
    fc.assert(
      fc.property(version, (text) => {
        assert.deepEqual(mavenKey(mavenText(mavenKey(text)!)), mavenKey(text))
      }),
    )
  })
})

describe('Maven requirements', () => {
  const written: readonly (readonly [string, string | null])[] = [
    ['1.0', '1.0'],
    ['[1.0]', '[1]'],
    ['[1.0,2.0)', '[1,2)'],
    ['( , 1.0 ]', '(,1]'],
    ['(1.0,)', '(1,)'],
    ['(,1.0],[1.2,)', '(,1],[1.2,)'],
    ['[1,2],[1.5,3]', '[1,3]'],
    ['(,)', ''],
    ['', ''],
    ['[2,1]', null],
    ['(1.0,1.0]', null],
    ['[1.2-rc1,1.2]', '[1.2-rc-1,1.2]'],
  ]
  for (const [text, canonical] of written)
    it(`writes "${text}" as ${canonical}`, () => {
      assert.equal(formatRange(parseRange('maven', text)!), canonical)
    })

  it('refuses what is no requirement', () => {
    for (const text of ['[1,2', '1,2', '(1)', '[]', '[1,2],', '[1,2]x', '[1,2,3]', '${v}', '^1'])
      assert.equal(parseRange('maven', text), undefined, text)
  })

  it('lets a range overrule a bare version, which is a wish', () => {
    assert.equal(meet('maven', '3.0', '[1.0,2.0)'), '[1,2)')
    assert.equal(containsVersion(parseRange('maven', '3.0')!, '1.0'), true)
  })

  it('keeps the later of two wishes', () => {
    assert.equal(meet('maven', '1.10', '1.9'), '1.10')
    assert.equal(meet('maven', '1.0', '1.0.0'), '1.0.0')
    assert.equal(meet('maven', '1.0-SNAPSHOT', '1.0'), '1.0')
  })

  it('meets ranges', () => {
    assert.equal(meet('maven', '[1,2),(3,4]', '[1.5,3.5]'), '[1.5,2),(3,3.5]')
    assert.equal(meet('maven', '[1.0]', '(,1.0)'), null)
  })
})
