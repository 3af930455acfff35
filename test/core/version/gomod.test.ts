import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { containsVersion, meet, parseRange } from '../../../src/core/version/range.ts'

describe('go.mod requirements', () => {
  it('meet in the maximum of the minimums', () => {
    assert.equal(meet('gomod', 'v1.2.0', 'v1.10.0'), 'v1.10.0')
    assert.equal(meet('gomod', 'v1.2.0', 'v1.2.0-rc.1'), 'v1.2.0')
    assert.equal(meet('gomod', 'v1.2.0-rc.2', 'v1.2.0-rc.10'), 'v1.2.0-rc.10')
    assert.equal(meet('gomod', 'v0.0.0-20200101000000-abcdefabcdef', 'v0.0.0'), 'v0.0.0')
    assert.equal(
      meet('gomod', 'v0.0.0-20200101000000-abcdefabcdef', 'v0.0.0-20210101000000-000000000000'),
      'v0.0.0-20210101000000-000000000000',
    )
  })

  it('keep +incompatible', () => {
    assert.equal(meet('gomod', 'v2.0.0+incompatible', 'v2.0.0+incompatible'), 'v2.0.0+incompatible')
  })

  it('are minimums', () => {
    const set = parseRange('gomod', 'v1.2.0')!
    assert.equal(containsVersion(set, 'v1.2.0'), true)
    assert.equal(containsVersion(set, 'v1.9.0'), true)
    assert.equal(containsVersion(set, 'v1.2.0-rc.1'), false)
    assert.equal(containsVersion(set, 'master'), false)
  })

  it('take short versions for what they stand for', () => {
    assert.equal(meet('gomod', 'v1', 'v1'), 'v1.0.0')
    assert.equal(meet('gomod', 'v1.2', 'v1.2'), 'v1.2.0')
  })

  it('refuse what is no version', () => {
    for (const text of ['', '1.2.0', 'master', 'v1.2.x', '^v1', 'v1.2-rc', 'v01.0.0'])
      assert.equal(parseRange('gomod', text), undefined, text)
  })
})
