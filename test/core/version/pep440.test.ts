import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { containsVersion, formatRange, meet, parseRange } from '../../../src/core/version/range.ts'
import { askPackaging, python } from './packaging.ts'

const suffixes = [
  ...['', '.dev0', '.dev1', 'a0.dev0', 'a0', 'a1', 'a1.post1', 'a1.post1.dev2', 'b1', 'rc1'],
  ...['.post0.dev0', '.post0', '.post1', '.post1.dev1', '+x', '+x.1', '+0', '.post1+x', 'a1+x'],
]
const releases = ['0', '0.0.1', '1', '1.0', '1.0.0', '1.0.1', '1.1', '1.1.0', '1.2', '2', '1!1.0']
const universe = releases.flatMap((r) => suffixes.map((s) => r + s))

const release = fc.constantFrom('0', '1', '1.0', '1.0.0', '1.0.1', '1.1', '2.0', '1!1', '1!1.0')
const suffix = fc.constantFrom(...suffixes.filter((s) => !s.includes('+')))
const version = fc.tuple(release, suffix).map((t) => t.join(''))
const specifier = fc.oneof(
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!=', '~=', '==='), version)
    .map((t) => t.join('')),
  fc.tuple(fc.constantFrom('==', '!='), release).map(([o, r]) => `${o}${r}.*`),
  fc
    .tuple(fc.constantFrom('==', '!='), release, fc.constantFrom('+x', '+0', '.post1+x'))
    .map((t) => t.join('')),
)
const specifiers = fc.array(specifier, { maxLength: 3 }).map((l) => l.join(','))

const members = (text: string): readonly boolean[] | null => {
  const set = parseRange('pep440', text)
  return set ? universe.map((v) => containsVersion(set, v)) : null
}

const skip = python === undefined && 'no Python with packaging 26 or later (RTT_PYTHON)'

describe('PEP 440 against the packaging library', { skip }, () => {
  it('agrees on what is a specifier and on every member', () => {
    const all = fc.array(specifiers, { minLength: 60, maxLength: 60 })
    fc.assert(
      fc.property(all, (texts) => {
        const theirs = askPackaging(texts, universe)
        texts.forEach((text, i) => {
          const ours = members(text)
          const differing = universe.filter((_, j) => ours?.[j] !== theirs[i]?.[j])
          assert.deepEqual(differing, [], text)
          assert.equal(ours === null, theirs[i] === null, text)
        })
      }),
      { numRuns: 5 },
    )
  })

  it('agrees on the members of an intersection and of its text', () => {
    const pairs = fc.array(fc.tuple(specifiers, specifiers), { minLength: 60, maxLength: 60 })
    fc.assert(
      fc.property(pairs, (all) => {
        const valid = all.filter(([a, b]) => members(a) && members(b))
        const theirs = askPackaging(
          valid.map((pair) => pair.join(',')),
          universe,
        )
        const texts = valid.map(([a, b]) => meet('pep440', a, b))
        const theirsOfOurs = askPackaging(
          texts.map((t) => t ?? '<0'),
          universe,
        )
        valid.forEach((pair, i) => {
          assert.deepEqual(theirsOfOurs[i], theirs[i], `${pair.join(' meets ')} in ${texts[i]}`)
        })
      }),
      { numRuns: 5 },
    )
  })

  it('agrees on odd spellings', () => {
    const odd = [
      ...['>= 1.0', ' >=1.0 , <2 ', '==1.0.*,', '==v1.0', '== 1.0-ALPHA', '~=1', '~=1.0+x', '>1+x'],
      ...['==1.0a1.*', '>=1.*', '=1.0', '1.0', '>=', '', ',', '!=1.0.dev1', '==1.0-1', '<=1!0'],
      ...['===1.0', '=== 1.0', '>=1.0;', '>=1 <2', '==1.0+X-1', '~=1.0.*', '<1.0.post1', '>0.dev0'],
    ]
    const theirs = askPackaging(odd, universe)
    assert.deepEqual(
      odd.map((text) => [text, members(text)]),
      odd.map((text, i) => [text, theirs[i]]),
    )
  })
})

describe('PEP 440 ranges', () => {
  const written: readonly (readonly [string, string | null])[] = [
    ['', ''],
    ['(>=1.0,<2)', '>=1.0,<2'],
    ['<2,>=1.0', '>=1.0,<2'],
    ['~=1.4.2', '~=1.4.2'],
    ['~=2.2.post3', '~=2.2.post3'],
    ['>=1.2,==1.*', '~=1.2'],
    ['>=1.0,>=1.0.0,>0.9', '>=1.0.0'],
    ['!=1.5,!=1.5.*,>=1', '>=1,!=1.5.*'],
    ['==1.0,>=0.5,<2', '==1.0'],
    ['<2,<2.dev0', '<2'],
    ['==1.0,!=1.0', null],
    ['>1.0,<=1.0.post9', null],
    ['<0', null],
  ]
  for (const [text, canonical] of written)
    it(`writes "${text}" as ${canonical}`, () => {
      assert.equal(formatRange(parseRange('pep440', text)!), canonical)
    })

  it('finds the gap that no version lies in', () => {
    assert.equal(meet('pep440', '>1.0a1', '<1.0a2.dev0'), null)
    assert.equal(meet('pep440', '>1.0.dev1', '<1.0.dev2'), null)
    assert.equal(meet('pep440', '>=1.0,!=1.0', '<1.0.post0.dev0'), null)
    assert.equal(meet('pep440', '>1.0', '<1.0.1'), '>1.0,<1.0.1')
  })

  it('takes a pre-release for a member, as an installer does that finds nothing else', () => {
    assert.equal(meet('pep440', '==2.0b1', '>=1.0'), '==2.0b1')
  })

  it('tells spellings apart for === only', () => {
    assert.equal(meet('pep440', '===1.0', '==1.0.0'), '===1.0')
    assert.equal(meet('pep440', '===1.0', '===1.0.0'), null)
  })

  it('counts exactly beyond 2^53', () => {
    const low = '>=1.0.dev99999999999999999998'
    assert.equal(meet('pep440', low, '<1.0.dev99999999999999999998'), null)
    assert.notEqual(meet('pep440', low, '<1.0.dev99999999999999999999'), null)
  })

  it('refuses Poetry and Cargo notation', () => {
    for (const text of ['^1.2', '~1.2', '*', '1.2', '=1.2', '>=1 || <0.5'])
      assert.equal(parseRange('pep440', text), undefined, text)
  })
})
