import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gomodReader } from '../../../src/read/packages/gomod.ts'
import { complaints, told } from './told.ts'

const read = (text: string) => gomodReader.read({ path: 'svc/go.mod', text })

describe('go.mod', () => {
  it('tells the module and what it requires', () => {
    const facts = read(`// Package x
module "example.com/shop/v2" // Deprecated: no

go 1.22
toolchain go1.22.1
require github.com/a/b v1.2.3
require (
\tgolang.org/x/net v0.20.0 // indirect
\tgithub.com/c/d v0.0.0-20200101000000-abcdefabcdef // indirect; why
\t\`github.com/e/f\` v2.0.0+incompatible // needed, not indirect
)
replace github.com/a/b => ../b
exclude github.com/a/b v1.2.2
retract [v1.0.0, v1.1.0]
tool github.com/x/y
`)
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(told(facts), [
      'require.github.com/a/b v1.2.3 @6:24-30',
      'indirect.golang.org/x/net v0.20.0 @8:19-26',
      'indirect.github.com/c/d v0.0.0-20200101000000-abcdefabcdef @9:17-51',
      'require.github.com/e/f v2.0.0+incompatible @10:19-38',
    ])
    const { name, dir, at } = facts.packages![0]!
    assert.deepEqual([name, dir, at.line], ['example.com/shop/v2', 'svc', 2])
  })

  it('takes an empty file for a fence, and no package', () => {
    const facts = read('// keeps this folder out\n')
    assert.deepEqual([facts.packages, facts.diagnostics], [undefined, []])
  })

  it('takes what stands behind a quote that nothing closes for one word of that line', () => {
    for (const open of ['"b v1.0.0', '`b v1.0.0', '"b\\" v1.0.0', '"b v1.0.0\\']) {
      const facts = read(`module x\nrequire ${open}\nrequire c v1.0.0\n`)
      assert.deepEqual(complaints(facts), [
        'RTT1002 2: a requirement has a module path and a version',
      ])
      assert.deepEqual(told(facts), ['require.c v1.0.0 @3:11-17'])
    }
  })

  it('reports lines that go refuses and reads the rest', () => {
    const facts = read(`module x
banana
require a
)
require b v1.0.0
require (
  c v1.0.0 extra
  d v1.0.0
`)
    assert.deepEqual(complaints(facts), [
      'RTT1002 2: "banana" is no directive',
      'RTT1002 4: a closing parenthesis without a block',
      'RTT1002 6: the block of "require" is not closed',
      'RTT1002 3: a requirement has a module path and a version',
      'RTT1002 7: a requirement has a module path and a version',
    ])
    assert.deepEqual(told(facts), ['require.b v1.0.0 @5:11-17', 'require.d v1.0.0 @8:5-11'])
  })
})
