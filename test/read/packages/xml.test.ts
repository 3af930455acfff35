import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Element, parseXml } from '../../../src/read/packages/xml.ts'

const parse = (text: string) => parseXml({ path: 'p.xml', text })
const complaint = (text: string): string | undefined => {
  const [problem] = parse(text).problems
  return problem && `${problem.code} ${problem.at?.line}:${problem.at?.column} ${problem.summary}`
}
const shape = (e: Element): unknown => [e.name, e.text, ...e.children.map(shape)]

describe('the XML tokenizer', () => {
  it('reads elements, texts and prefixes', () => {
    const { root } = parse('<a x="1>2" y=\'"\'>\n one <m:b/> two <c>3</c></a>\n')
    assert.deepEqual(shape(root!), ['a', 'onetwo', ['b', ''], ['c', '3']])
    assert.deepEqual(root!.children[1]!.textAt, {
      path: 'p.xml',
      line: 2,
      column: 20,
      endColumn: 21,
    })
  })

  it('knows references of XML itself, and expands no entity', () => {
    const { root } = parse('<a>&lt;&#65;&#x42;&amp;lt;&own;&#x110000;</a>')
    assert.equal(root!.text, '<AB&lt;&own;&#x110000;')
  })

  it('steps over comments, instructions, sections and document types unread', () => {
    const text = `<?xml version="1.0"?><!DOCTYPE a [ <!ENTITY e "]>"> <!ENTITY f SYSTEM 'file:///x'> ]>
<!-- <b> --><a><![CDATA[<raw>&]]>&e;</a><!-- end -->`
    assert.deepEqual(shape(parse(text).root!), ['a', '<raw>&&e;'])
  })

  it('reports faults with their places', () => {
    const head = 'this XML cannot be parsed:'
    assert.equal(complaint('<a>\n <b></a>'), `RTT1002 2:5 ${head} </a> closes nothing`)
    assert.equal(complaint('<a>\n'), `RTT1002 1:4 ${head} <a> is not closed`)
    assert.equal(complaint(''), `RTT1002 1:1 ${head} there is no element`)
    assert.equal(complaint('<a/>\n<b/>'), `RTT1002 2:1 ${head} there is a second root element`)
    assert.equal(complaint('<a>\n<!-- x'), `RTT1002 2:1 ${head} "-->" is missing`)
    assert.equal(complaint('<a <b/>'), `RTT1002 1:1 ${head} this tag is not written right`)
    assert.equal(complaint('<!DOCTYPE a ['), `RTT1002 1:1 ${head} a declaration is not closed`)
    assert.equal(complaint('\n x <a/>'), `RTT1002 2:2 ${head} text outside the root`)
  })

  it('bounds the nesting', () => {
    assert.match(complaint('<a>'.repeat(100_000))!, /^RTT1013 1:193 /)
  })
})
