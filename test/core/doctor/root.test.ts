import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { rootsOf } from '../../../src/core/doctor/root.ts'
import type { Package } from '../../../src/core/model/package.ts'
import { pkg } from './packages.ts'

const roots = (packages: readonly Package[]): readonly string[] => {
  const rootOf = rootsOf(packages)
  return packages.map((p) => `${p.dir || '.'} -> ${rootOf(p) || '.'}`)
}

describe('the installation that a package belongs to', () => {
  it('is the workspace that lists it, else its own folder', () => {
    assert.deepEqual(
      roots([
        pkg('', { workspaces: ['packages/*', './tools/{a,b}/', '!packages/old'] }),
        pkg('packages/x', {}),
        pkg('packages/old', {}),
        pkg('tools/b', {}),
        pkg('website', {}),
      ]),
      [
        '. -> .',
        'packages/x -> .',
        'packages/old -> packages/old',
        'tools/b -> .',
        'website -> website',
      ],
    )
  })

  it('is the nearest of nested workspaces', () => {
    assert.deepEqual(
      roots([
        pkg('', { workspaces: ['**'] }),
        pkg('inner', { workspaces: ['a'] }),
        pkg('inner/a', {}),
        pkg('inner/b', {}),
      ]),
      ['. -> .', 'inner -> inner', 'inner/a -> inner', 'inner/b -> .'],
    )
  })

  it('takes two files of one folder together, as pnpm-workspace.yaml and package.json', () => {
    assert.deepEqual(
      roots([pkg('web', {}), pkg('web', { workspaces: ['apps/*'] }), pkg('web/apps/x', {})]),
      ['web -> web', 'web -> web', 'web/apps/x -> web'],
    )
  })

  it('does not cross ecosystems', () => {
    assert.deepEqual(
      roots([pkg('', { workspaces: ['*'] }), pkg('x', { ecosystem: 'cargo' }), pkg('x', {})]),
      ['. -> .', 'x -> x', 'x -> .'],
    )
  })

  it('may be reached by .., but not outside of the repository', () => {
    assert.deepEqual(
      roots([
        pkg('go', { ecosystem: 'gomod', workspaces: ['.', '../lib', '../../etc'] }),
        pkg('lib', { ecosystem: 'gomod' }),
        pkg('etc', { ecosystem: 'gomod' }),
      ]),
      ['go -> go', 'lib -> go', 'etc -> etc'],
    )
  })

  it('is each module of Maven for itself', () => {
    assert.deepEqual(
      roots([pkg('', { ecosystem: 'maven', workspaces: ['a'] }), pkg('a', { ecosystem: 'maven' })]),
      ['. -> .', 'a -> a'],
    )
  })

  it('is the folder above for a folder named requirements', () => {
    assert.deepEqual(
      roots([
        pkg('svc/requirements', { ecosystem: 'pep440' }),
        pkg('requirements', { ecosystem: 'pep440' }),
        pkg('my-requirements', { ecosystem: 'pep440' }),
      ]),
      ['svc/requirements -> svc', 'requirements -> .', 'my-requirements -> my-requirements'],
    )
  })
})
