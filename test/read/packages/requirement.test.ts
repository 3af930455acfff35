import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRequirement, pythonName } from '../../../src/read/packages/requirement.ts'

describe('requirements of PEP 508', () => {
  const parts = (text: string) => {
    const found = parseRequirement(text)
    return found && [found.name, found.range, found.marker]
  }

  it('are taken apart', () => {
    assert.deepEqual(parts('name'), ['name', '', undefined])
    assert.deepEqual(parts('name<=1'), ['name', '<=1', undefined])
    assert.deepEqual(parts('A.B-C_D [x,y] >=1,<2'), ['a-b-c-d', '>=1,<2', undefined])
    assert.deepEqual(parts('name (>=1)'), ['name', '(>=1)', undefined])
    assert.deepEqual(parts('name;os_name=="a;b"'), ['name', '', 'os_name=="a;b"'])
    assert.deepEqual(parts('name @ http://h/a;b ; extra == "x"'), [
      'name',
      '@ http://h/a;b',
      'extra == "x"',
    ])
    assert.deepEqual(parts('name@http://h/a'), ['name', '@http://h/a', undefined])
  })

  it('are kept where the range is wrong, and refused without a name', () => {
    assert.deepEqual(parts('flask=2'), ['flask', '=2', undefined])
    assert.deepEqual(parts('flask 2'), ['flask', '2', undefined])
    assert.equal(parts('flask jinja'), undefined)
    assert.equal(parts('>=1'), undefined)
    assert.equal(parts(''), undefined)
  })

  it('tell where the range stands', () => {
    const text = ' flask[async] >=2.0 ; x'
    const { offset, length } = parseRequirement(text)!
    assert.equal(text.slice(offset, offset + length), '>=2.0')
  })

  it('have names that the package index takes for one', () => {
    for (const name of ['zope.interface', 'Zope_Interface', 'ZOPE-.-interface'])
      assert.equal(pythonName(name), 'zope-interface')
  })
})
