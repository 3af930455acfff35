import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { examine } from '../../../src/core/doctor/examine.ts'
import type { Drift } from '../../../src/core/doctor/report.ts'
import type { Package } from '../../../src/core/model/package.ts'
import { pkg } from './packages.ts'

const drift = (packages: readonly Package[], name = 'a'): Drift | undefined =>
  examine(packages).drifts.find((d) => d.name === name)

const workspace = (...members: readonly (readonly string[])[]): readonly Package[] => [
  pkg('', { workspaces: ['*'] }),
  ...members.map((asks, i) => pkg(`m${i}`, { asks })),
]

describe('drift within one installation', () => {
  it('has the range that satisfies all', () => {
    const found = drift(workspace(['a ^1.2.0', 'b ^1'], ['dev.a ^1.4.0', 'b ^1.0.0'], ['a ^1.2']))!
    assert.equal(found.meet, '^1.4.0')
    assert.equal(found.isConflict, false)
    assert.equal(found.isAcrossRoots, false)
    assert.deepEqual(
      found.witnesses.map((w) => [w.file, w.key, w.range, w.root, w.at.line]),
      [
        ['m0/package.json', 'dependencies.a', '^1.2.0', '', 2],
        ['m1/package.json', 'dev.a', '^1.4.0', '', 2],
        ['m2/package.json', 'dependencies.a', '^1.2', '', 2],
      ],
    )
    assert.deepEqual(
      found.roots.map((r) => [r.root, r.meet, r.isConflict, r.witnesses.length]),
      [['', '^1.4.0', false, 3]],
    )
    assert.equal(found.fix, 'Ask for "^1.4.0" in all 3 places: it satisfies each of them.')
  })

  it('is a conflict with every witness where no version satisfies all', () => {
    const found = drift(workspace(['a ^17.0.0'], ['a ^18.0.0'], ['a ^18.2.0']))!
    assert.equal(found.meet, undefined)
    assert.equal(found.isConflict, true)
    assert.deepEqual(
      found.witnesses.map((w) => w.range),
      ['^17.0.0', '^18.0.0', '^18.2.0'],
    )
    assert.equal(
      found.fix,
      'Change dependencies.a in m0/package.json to "^18.2.0", which all others accept.',
    )
  })

  it('leads to the newer version where both ways are equally short', () => {
    assert.equal(
      drift(workspace(['a ^2'], ['a ^1']))!.fix,
      'Change dependencies.a in m1/package.json to "^2.0.0", which all others accept.',
    )
  })

  it('changes the fewest places, even where that leads to the older version', () => {
    assert.equal(
      drift(workspace(['a ^1'], ['a ^2'], ['a ^1']))!.fix,
      'Change dependencies.a in m1/package.json to "^1.0.0", which all others accept.',
    )
    assert.equal(
      drift(workspace(['a ^1'], ['a ^2'], ['a ^1'], ['a ^2'], ['a ^2'], ['a ^2'], ['a ^1']))!.fix,
      'Change dependencies.a in m0/package.json, and 2 more places, to "^2.0.0", which all others accept.',
    )
  })

  it('knows no single change where three exclude each other', () => {
    assert.equal(drift(workspace(['a ^1'], ['a ^2'], ['a ^3']))!.fix, undefined)
  })

  it('is none where all ask for the same, however it is written', () => {
    const same = workspace(
      ['a ^1.0.0', 'b *'],
      ['a 1.x', 'b >=0.0.0'],
      ['a >=1 <2', 'b'.concat(' ')],
    )
    assert.deepEqual(examine(same).drifts, [])
    const python = [
      pkg('', { ecosystem: 'pep440', asks: ['a >=1.0', 'x.a >=1.0.0', 'tool.poetry.a >=1'] }),
    ]
    assert.deepEqual(examine(python).drifts, [])
  })

  it('is seen within one manifest as well', () => {
    assert.equal(drift([pkg('', { asks: ['a ^1', 'dev.a ^1.5'] })])!.meet, '^1.5.0')
  })

  it('does not compare what is kept, local, or broken', () => {
    const packages = [
      pkg('', { workspaces: ['*'], asks: ['lib ^1', 'a workspace:*', 'c ^1'] }),
      pkg('lib', { name: 'lib', asks: ['a ^2', 'c ^^1'] }),
      pkg('app', { name: 'app', asks: ['lib ^2', 'a ^2.0.0', 'c ^1'] }),
    ]
    assert.deepEqual(examine(packages).drifts, [])
  })

  it('takes a folder without a declared name for no local package', () => {
    const packages = [
      pkg('flask', { ecosystem: 'pep440' }),
      pkg('x', { ecosystem: 'pep440', asks: ['flask >1'] }),
      pkg('y', { ecosystem: 'pep440', asks: ['flask <1'] }),
    ]
    assert.equal(drift(packages, 'flask')?.isConflict, true)
  })
})

describe('peer ranges', () => {
  it('are no difference while all can agree', () => {
    assert.equal(drift(workspace(['peerDependencies.a ^17 || ^18'], ['a ^18'])), undefined)
  })

  it('take part in the range for all, and in its fix', () => {
    const found = drift(workspace(['peerDependencies.a >=1.5'], ['a ^1'], ['a ^1.2']))!
    assert.equal(found.meet, '^1.5.0')
    assert.equal(
      found.fix,
      'Ask for "^1.5.0" in the 2 places that install it: the peer ranges accept it as they are.',
    )
  })

  it('can conflict', () => {
    assert.equal(drift(workspace(['peerDependencies.a ^17'], ['a ^18']))!.isConflict, true)
  })
})

describe('conditions', () => {
  const python = (...asks: readonly string[]) => [pkg('', { ecosystem: 'pep440', asks })]

  it('that differ are taken to exclude each other', () => {
    const found = drift(python('a ==1.21 if py<3.8', 'a ==1.24 if py>=3.8', 'a >=1'))!
    assert.deepEqual([found.meet, found.isConflict], [undefined, false])
  })

  it('do not excuse a conflict under one of them', () => {
    assert.equal(drift(python('a ==1 if x', 'a ==2 if x'))!.isConflict, true)
    assert.equal(drift(python('a ==1 if x', 'a ==2'))!.isConflict, true)
  })

  it('do not hinder agreement', () => {
    assert.equal(drift(python('a >=1 if x', 'a >=2 if y'))!.meet, '>=2')
  })
})

describe('drift between installations', () => {
  it('is told apart from drift within one', () => {
    const found = drift([pkg('x', { asks: ['a ^1'] }), pkg('y', { asks: ['a ^1.5'] })])!
    assert.deepEqual([found.roots, found.isAcrossRoots, found.meet], [[], true, '^1.5.0'])
  })

  it('is none between installations that ask for the same', () => {
    const inBoth = ['a ^1', 'dev.a ^1.5']
    const found = drift([pkg('x', { asks: inBoth }), pkg('y', { asks: inBoth })])!
    assert.deepEqual([found.roots.map((r) => r.root), found.isAcrossRoots], [['x', 'y'], false])
  })

  it('never crosses ecosystems', () => {
    const packages = [pkg('', { asks: ['a ^1'] }), pkg('', { ecosystem: 'cargo', asks: ['a 2'] })]
    assert.deepEqual(examine(packages).drifts, [])
  })

  it('is settled by the maximum for Go, and by the later wish for Maven', () => {
    const go = ['v1.2.0', 'v1.10.0'].map((v, i) =>
      pkg(`g${i}`, { ecosystem: 'gomod', asks: [`require.a ${v}`] }),
    )
    const maven = ['1.2', '1.10'].map((v, i) =>
      pkg(`m${i}`, { ecosystem: 'maven', asks: [`a ${v}`] }),
    )
    assert.equal(drift(go)!.meet, 'v1.10.0')
    assert.equal(drift(maven)!.meet, '1.10')
  })
})

describe('the report', () => {
  it('counts, and lists what is broken by place', () => {
    const report = examine([
      pkg('b', { asks: ['x ^^1'] }),
      pkg('a', { asks: ['x ^1', 'y >2 <1'] }),
      pkg('c', { ecosystem: 'maven', asks: ['m 1'] }),
    ])
    assert.deepEqual(report.ecosystems, ['maven', 'npm'])
    assert.deepEqual([report.packageCount, report.dependencyCount], [3, 4])
    assert.deepEqual(
      report.broken.map((b) => [b.witness.file, b.witness.at.line, b.name, b.why]),
      [
        ['a/package.json', 3, 'y', 'empty'],
        ['b/package.json', 2, 'x', 'syntax'],
      ],
    )
  })

  it('does not depend on the order of the packages', () => {
    const packages = [
      pkg('', { workspaces: ['*'], asks: ['a ^1', 'b ^2'] }),
      pkg('x', { asks: ['a ^1.2', 'b ^3', 'c ^^1'] }),
      pkg('y', { ecosystem: 'cargo', asks: ['a 1', 'dev.a 2'] }),
      pkg('z/z', { asks: ['a ~1.3.0', 'peerDependencies.b ^2 || ^3'] }),
    ]
    const expected = examine(packages)
    assert.equal(expected.drifts.length, 3)
    fc.assert(
      fc.property(fc.shuffledSubarray(packages, { minLength: packages.length }), (shuffled) =>
        assert.deepEqual(examine(shuffled), expected),
      ),
    )
  })
})
