import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { examine } from '../../../src/core/doctor/examine.ts'
import { doctorFindings } from '../../../src/core/doctor/findings.ts'
import type { Package } from '../../../src/core/model/package.ts'
import { formatPlace } from '../../../src/core/model/place.ts'
import { pkg } from './packages.ts'

const told = (packages: readonly Package[]): readonly string[] =>
  doctorFindings(examine(packages)).flatMap((d) => [
    `${d.severity}[${d.code}] ${formatPlace(d.at!)} ${d.summary}`,
    ...(d.related ?? []).map((r) => `  ${formatPlace(r.at)} ${r.label}`),
    `  help: ${d.help}`,
  ])

describe('what the doctor tells', () => {
  it('within one installation: a conflict, and drift that can be settled', () => {
    const packages = [
      pkg('', { workspaces: ['*'], asks: ['a ^17', 'b ^1'] }),
      pkg('x', { asks: ['a ^18 if late', 'dev.b ^1.5'] }),
    ]
    assert.deepEqual(told(packages), [
      'warning[RTT7002] package.json:2:5 no version of a satisfies all 2 places in the root (npm); here dependencies.a asks for "^17"',
      '  x/package.json:2:5 dependencies.a asks for "^18" if late',
      '  help: Change dependencies.a in package.json to "^18.0.0", which all others accept.',
      'warning[RTT7001] package.json:3:5 b is asked for differently in 2 places in the root (npm); here dependencies.b asks for "^1"; "^1.5.0" satisfies all',
      '  x/package.json:3:5 dev.b asks for "^1.5"',
      '  help: Ask for "^1.5.0" in all 2 places: it satisfies each of them.',
    ])
  })

  it('between installations: a note, whether or not it could be settled', () => {
    const packages = [
      pkg('x', { asks: ['a ^1', 'b ^1'] }),
      pkg('y', { asks: ['a ^1.5', 'b ^2'] }),
      pkg('z', { asks: ['b ^3'] }),
    ]
    assert.deepEqual(told(packages), [
      'note[RTT7001] x/package.json:2:5 a is asked for differently by 2 installations (npm); here dependencies.a asks for "^1"; "^1.5.0" satisfies all',
      '  y/package.json:2:5 dependencies.a asks for "^1.5"',
      '  help: Ask for "^1.5.0" in all 2 places: it satisfies each of them.',
      'note[RTT7001] x/package.json:3:5 b is asked for differently by 3 installations (npm); here dependencies.b asks for "^1"; no version satisfies all',
      '  y/package.json:3:5 dependencies.b asks for "^2"',
      '  z/package.json:2:5 dependencies.b asks for "^3"',
      '  help: Ask for one version in all places; where one satisfies all, plans/dep.unify.json names it.',
    ])
  })

  it('a range that nobody understands, at its line', () => {
    assert.deepEqual(told([pkg('x', { asks: ['a ^1', 'b ^^1', 'c >2 <1'] })]), [
      'warning[RTT7003] x/package.json:3:5 "^^1" of b is no range of npm',
      '  help: Mend the range at the place shown.',
      'warning[RTT7003] x/package.json:4:5 "\u003e2 <1" of c holds no version',
      '  help: Mend the range at the place shown.',
    ])
  })

  it('nothing where conditions keep the ranges apart', () => {
    const asks = ['a ==1 if p', 'a ==2 if q']
    assert.deepEqual(told([pkg('x', { ecosystem: 'pep440', asks })]), [])
  })
})
