import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import semver from 'semver'
import { containsVersion, formatRange, meet, parseRange } from '../../../src/core/version/range.ts'

const numbers = [0, 1, 2, 3]
const pres = ['', '-0', '-a', '-a.0', '-a.1', '-b', '-rc.1']
/** Every version of a small world: what is right here is right, whatever the algebra thinks. */
const universe = numbers.flatMap((a) =>
  numbers.flatMap((b) => numbers.flatMap((c) => pres.map((p) => `${a}.${b}.${c}${p}`))),
)

const n = fc.nat(2)
const version = fc
  .tuple(n, n, n, fc.constantFrom(...pres))
  .map(([a, b, c, p]) => `${a}.${b}.${c}${p}`)
const partial = fc.oneof(
  version,
  fc.tuple(n, n).map(([a, b]) => `${a}.${b}`),
  n.map(String),
  fc.tuple(n, n).map(([a, b]) => `${a}.${b}.x`),
)
const operator = fc.constantFrom('', '^', '~', '>', '>=', '<', '<=', '=')
const comparator = fc.tuple(operator, partial).map(([o, v]) => o + v)
const list = fc.oneof(
  { weight: 6, arbitrary: fc.array(comparator, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constant(['*']) },
  { weight: 1, arbitrary: fc.tuple(partial, partial).map(([a, b]) => [`${a} - ${b}`]) },
)
const range = fc
  .array(
    list.map((l) => l.join(' ')),
    { minLength: 1, maxLength: 3 },
  )
  .map((l) => l.join(' || '))

const bySemver = (text: string): readonly string[] =>
  universe.filter((v) => semver.satisfies(v, text))

const byUs = (text: string): readonly string[] => {
  const set = parseRange('npm', text)
  assert.ok(set, text)
  return universe.filter((v) => containsVersion(set, v))
}

describe('npm ranges against semver over a brute-force universe', () => {
  it('hold the same versions', () => {
    fc.assert(
      fc.property(range, (r) => assert.deepEqual(byUs(r), bySemver(r))),
      { numRuns: 300 },
    )
  })

  it('are written back as a range that semver reads the same', () => {
    fc.assert(
      fc.property(range, (r) => {
        const text = formatRange(parseRange('npm', r)!)
        assert.deepEqual(text === null ? [] : bySemver(text), bySemver(r))
        if (text !== null) assert.equal(formatRange(parseRange('npm', text)!), text)
      }),
      { numRuns: 300 },
    )
  })

  it('meet in exactly the versions that satisfy both', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const both = bySemver(a).filter((v) => semver.satisfies(v, b))
        const met = meet('npm', a, b)
        assert.deepEqual(met === null ? [] : bySemver(met), both)
      }),
      { numRuns: 300 },
    )
  })

  it('are empty where, and only where, no version exists', () => {
    const releases = range.map((r) => r.replaceAll(/(?<=\d)-[a-z0-9.]+/g, ''))
    fc.assert(
      fc.property(releases, releases, (a, b) => {
        // Numbers up to 2 in the ranges leave a witness up to 3 in every set that is not empty.
        const hasWitness = bySemver(a).some((v) => semver.satisfies(v, b))
        assert.equal(meet('npm', a, b) !== null, hasWitness)
      }),
      { numRuns: 300 },
    )
  })
})

describe('npm ranges', () => {
  const written: readonly (readonly [string, string | null])[] = [
    ['^1.2.3', '^1.2.3'],
    ['1.x', '^1.0.0'],
    ['~1.2', '~1.2.0'],
    ['^0.2', '^0.2.0'],
    ['^0.0.3', '0.0.3'],
    ['1.2.3', '1.2.3'],
    ['v1.2.3+build', '1.2.3'],
    ['=1.2.3-rc.1', '1.2.3-rc.1'],
    ['', '*'],
    ['x', '*'],
    ['>=0.0.0', '*'],
    ['>1.2.3', '>=1.2.4'],
    ['<=2', '<3.0.0'],
    ['1.2 - 2.3', '>=1.2.0 <2.4.0'],
    ['^1.0.0 || ^2.0.0', '>=1.0.0 <3.0.0'],
    ['^16.8 || ^18', '^16.8.0 || ^18.0.0'],
    ['^1.0.0-alpha.0', '^1.0.0-alpha.0'],
    ['<0.0.0-0', null],
    ['>2 <1', null],
    ['>=1.0.0-a <1.0.0', '>=1.0.0-a <1.0.0'],
    ['<1.0.0-b', '<1.0.0-b'],
    ['<1.0.0 || >=1.0.0 || 1.0.0-b', '<1.0.0 || >=1.0.0 || 1.0.0-b'],
  ]
  for (const [text, canonical] of written)
    it(`writes "${text}" as ${canonical}`, () => {
      assert.equal(formatRange(parseRange('npm', text)!), canonical)
    })

  it('refuses what semver refuses', () => {
    for (const text of ['^1.2.x.y', 'not a range', '^^1', '>=abc', '1.2.3.4', 'latest', 'a/b'])
      assert.equal(parseRange('npm', text), undefined, text)
    assert.equal(parseRange('npm', `1 ||${' 1 ||'.repeat(200)} 1`), undefined)
  })

  it('settles pre-releases when a range is read, so that they are not gained by meeting', () => {
    assert.equal(meet('npm', '^1.2.3-alpha', '^1.2.0'), '^1.2.3')
    assert.equal(meet('npm', '1.2.3-alpha', '^1.2.0-0'), null)
    assert.equal(meet('npm', '>=1.2.3-a', '<=1.2.3-c'), '>=1.2.3-a <=1.2.3-c')
  })

  it('keeps the largest numbers that semver knows', () => {
    const max = Number.MAX_SAFE_INTEGER
    assert.equal(formatRange(parseRange('npm', `<=1.2.${max}`)!), '<1.3.0')
    assert.equal(formatRange(parseRange('npm', `>${max}.${max}.${max}`)!), null)
  })
})
