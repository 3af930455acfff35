import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { goworkReader } from '../../../src/read/packages/gowork.ts'

describe('go.work', () => {
  it('tells the folders that it uses', () => {
    const text = 'go 1.22\nuse .\nuse (\n\t./a // first\n\t"./b c"\n)\nreplace x => ./y\n'
    const facts = goworkReader.read({ path: 'go.work', text })
    const { name, workspaces, isUnnamed } = facts.packages![0]!
    assert.deepEqual([name, isUnnamed, workspaces], ['local', true, ['.', './a', './b c']])
    assert.deepEqual(facts.diagnostics, [])
  })

  it('reports what is no directive', () => {
    const facts = goworkReader.read({ path: 'go.work', text: 'use ./a\nrequire x v1\n' })
    assert.deepEqual(
      facts.diagnostics!.map((d) => [d.code, d.at!.line]),
      [['RTT1002', 2]],
    )
  })
})
