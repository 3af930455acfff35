import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pnpmReader } from '../../../src/read/packages/pnpm.ts'

const read = (text: string) => pnpmReader.read({ path: 'web/pnpm-workspace.yaml', text })

describe('pnpm-workspace.yaml', () => {
  it('tells the globs of its packages', () => {
    const facts = read('packages:\n  - packages/*\n  - "!**/test/**"\ncatalog:\n  react: ^18\n')
    const { ecosystem, dir, isUnnamed, workspaces } = facts.packages![0]!
    assert.deepEqual(
      { ecosystem, dir, isUnnamed, workspaces },
      {
        ecosystem: 'npm',
        dir: 'web',
        isUnnamed: true,
        workspaces: ['packages/*', '!**/test/**'],
      },
    )
    assert.deepEqual(facts.diagnostics, [])
  })

  it('reports a broken file', () => {
    const facts = read('packages:\n  - [a\n')
    assert.deepEqual(facts.packages, [])
    assert.deepEqual(
      facts.diagnostics!.map((d) => d.code),
      ['RTT1002'],
    )
  })
})
