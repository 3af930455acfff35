import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { expandBraces, matchGlob } from '../../../src/core/doctor/glob.ts'

describe('globs of member packages', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['packages/*', 'packages/a', true],
    ['packages/*', 'packages', false],
    ['packages/*', 'packages/a/b', false],
    ['packages/**', 'packages/a/b', true],
    ['packages/**', 'packages', true],
    ['**/test/**', 'a/b/test/c', true],
    ['**/test', 'test', true],
    ['**/test', 'a/tests', false],
    ['a/**/b/*/c', 'a/x/b/y/b/z/c', true],
    ['a/**/b/*/c', 'a/x/b/c', false],
    ['pkg-*-?', 'pkg-one-x', true],
    ['pkg-*-?', 'pkg-one-', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'xxbxxaxx', false],
    ['exact/name', 'exact/name', true],
    ['[ab]', 'a', false],
  ]
  for (const [glob, folder, expected] of cases)
    it(`${glob} ${expected ? 'fits' : 'does not fit'} ${folder}`, () => {
      assert.equal(matchGlob(glob, folder), expected)
    })

  it('write out their braces', () => {
    assert.deepEqual(expandBraces('{a,b}/{c,d}'), ['a/c', 'a/d', 'b/c', 'b/d'])
    assert.deepEqual(expandBraces('a{b'), ['a{b'])
    assert.deepEqual(expandBraces('plain'), ['plain'])
    assert.ok(expandBraces('{a,b}'.repeat(40)).length <= 64)
  })

  it('cost little, whatever the pattern', () => {
    const glob = `${'**/*a'.repeat(1)}/${'**/a*'.concat('/**').repeat(100)}/x`
    assert.equal(matchGlob(glob, `${'a/'.repeat(200)}b`), false)
    assert.equal(matchGlob('*a'.repeat(200).concat('x'), 'a'.repeat(400)), false)
  })
})
