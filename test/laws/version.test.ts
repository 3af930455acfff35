import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Ecosystem } from '../../src/core/model/package.ts'
import {
  containsVersion,
  formatRange,
  meet,
  meetRanges,
  parseRange,
} from '../../src/core/version/range.ts'
import { signatureOf } from '../../src/core/version/set.ts'

type World = { readonly range: fc.Arbitrary<string>; readonly versions: readonly string[] }

const n = fc.nat(2)
const triple = fc.tuple(n, n, n).map((t) => t.join('.'))
const semverPre = fc.constantFrom('', '', '-a', '-a.1', '-b', '-0')
const semver = fc.tuple(triple, semverPre).map((t) => t.join(''))
const semverWorld = [0, 1, 2, 3].flatMap((a) =>
  [0, 1, 2].flatMap((b) =>
    [0, 2].flatMap((c) => ['', '-0', '-a', '-a.1', '-b'].map((p) => `${a}.${b}.${c}${p}`)),
  ),
)

const joined = (
  item: fc.Arbitrary<string>,
  separator: string,
  { minLength = 1 } = {},
): fc.Arbitrary<string> =>
  fc.array(item, { minLength, maxLength: 3 }).map((list) => list.join(separator))

const withOperator = (
  operators: readonly string[],
  version: fc.Arbitrary<string>,
): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...operators), version).map((pair) => pair.join(''))

const comparison = withOperator(['', '^', '~', '>', '>=', '<', '<=', '='], semver)
const pythonVersion = fc
  .tuple(
    fc.constantFrom('1', '1.0', '1.0.1', '1.1', '2'),
    fc.constantFrom('', '', '.dev1', 'a1', 'rc1', '.post1'),
  )
  .map((t) => t.join(''))
const specifier = fc.oneof(
  withOperator(['<', '<=', '>', '>=', '==', '!='], pythonVersion),
  fc.constantFrom('~=1.0', '~=1.0.1', '==1.*', '!=1.0.*', '==1.0.*', '===1.0'),
)
const mavenVersion = fc.constantFrom('1', '1.0', '1.0.1', '1.1', '1.1-rc1', '2-SNAPSHOT', '2', '3')
const mavenRange = fc
  .tuple(fc.constantFrom('[', '('), mavenVersion, mavenVersion, fc.constantFrom(']', ')'))
  .map(([open, low, high, close]) => `${open}${low},${high}${close}`)

const worlds: Readonly<Record<Ecosystem, World>> = {
  npm: { range: joined(joined(comparison, ' '), ' || '), versions: semverWorld },
  cargo: { range: joined(comparison, ', '), versions: semverWorld },
  pep440: {
    range: joined(specifier, ',', { minLength: 0 }),
    versions: ['1', '1.0', '1.0.1', '1.1', '2', '3'].flatMap((r) =>
      ['', '.dev1', 'a1', 'rc1', '.post1', '+x'].map((s) => r + s),
    ),
  },
  gomod: {
    range: semver.map((v) => `v${v}`),
    versions: semverWorld.map((v) => `v${v}`),
  },
  maven: {
    range: fc.oneof(mavenVersion, joined(mavenRange, ','), fc.constant('')),
    versions: ['0.9', '1', '1.0.1', '1.0.2', '1.1-rc1', '1.1', '1.5', '2-SNAPSHOT', '2', '3', '4'],
  },
}

const meetAll = (ecosystem: Ecosystem, a: string | null, b: string | null): string | null =>
  a === null || b === null ? null : meet(ecosystem, a, b)

for (const [name, { range, versions }] of Object.entries(worlds)) {
  const ecosystem = name as Ecosystem
  const members = (text: string | null): readonly string[] => {
    const set = text === null ? undefined : parseRange(ecosystem, text)
    return set ? versions.filter((v) => containsVersion(set, v)) : []
  }

  describe(`the laws of meet: ${ecosystem}`, () => {
    it('is commutative', () => {
      fc.assert(
        fc.property(range, range, (a, b) => {
          assert.equal(meet(ecosystem, a, b), meet(ecosystem, b, a))
        }),
      )
    })

    it('is associative', () => {
      fc.assert(
        fc.property(range, range, range, (a, b, c) => {
          const left = meetAll(ecosystem, meet(ecosystem, a, b), c)
          const right = meetAll(ecosystem, a, meet(ecosystem, b, c))
          assert.equal(left, right)
        }),
      )
    })

    it('is idempotent, and its text stands for the range', () => {
      fc.assert(
        fc.property(range, (a) => {
          const text = meet(ecosystem, a, a)
          const set = parseRange(ecosystem, a)!
          assert.equal(text, formatRange(set))
          if (text === null) return
          assert.equal(meet(ecosystem, text, text), text)
          assert.equal(signatureOf(parseRange(ecosystem, text)!), signatureOf(set))
        }),
      )
    })

    it('holds exactly what both hold', () => {
      fc.assert(
        fc.property(range, range, (a, b) => {
          const inB = new Set(members(b))
          const both = members(a).filter((v) => inB.has(v))
          assert.deepEqual(members(meet(ecosystem, a, b)), both)
        }),
      )
    })

    it('is the same on sets as on texts', () => {
      fc.assert(
        fc.property(range, range, (a, b) => {
          const set = meetRanges(parseRange(ecosystem, a)!, parseRange(ecosystem, b)!)
          assert.equal(meet(ecosystem, a, b), formatRange(set))
        }),
      )
    })

    it('answers null, and never throws, for what is no range', () => {
      fc.assert(
        fc.property(fc.string({ maxLength: 40 }), range, (text, b) => {
          if (parseRange(ecosystem, text) === undefined)
            assert.equal(meet(ecosystem, text, b), null)
        }),
      )
      assert.equal(meet(ecosystem, 'banana!!', 'banana!!'), null)
    })
  })
}
