import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { specOf } from '../../../src/core/doctor/spec.ts'
import type { Ecosystem } from '../../../src/core/model/package.ts'

const kinds = (ecosystem: Ecosystem, ranges: readonly string[], group = 'dependencies') =>
  Object.fromEntries(ranges.map((range) => [range, specOf(ecosystem, { range, group }).kind]))

const all = (kind: string, ranges: readonly string[]) =>
  Object.fromEntries(ranges.map((range) => [range, kind]))

describe('what an entry asks for', () => {
  it('npm: ranges, and specs that are none', () => {
    const ranges = ['', '*', '^1', '1.x || >=2', 'v1.2.3', '1.0.0 - 2']
    const kept = [
      ...['workspace:*', 'catalog:', 'npm:a@^1', 'file:../a', 'link:./a', 'git+ssh://git@h/a.git'],
      ...['https://h/a.tgz', 'owner/repo', 'owner/repo#semver:^1', 'github:a/b', './a', '~/a'],
      ...['git@host:a/b.git', 'latest', 'next-13', 'jsr:@a/b@^1', '/abs'],
    ]
    const broken = ['^1.2.x.y', '1.2.3.4', 'not a range', '^^1', '>=abc', '>2 <1', '1..2']
    assert.deepEqual(kinds('npm', ranges), all('range', ranges))
    assert.deepEqual(kinds('npm', kept), all('kept', kept))
    assert.deepEqual(kinds('npm', broken), all('broken', broken))
  })

  it('Python: specifiers; Poetry only in its own tables', () => {
    const kept = ['@ https://h/a.whl', '===odd', '==${VERSION}']
    const broken = ['=2.0', '2.0', '^1.2', '~1', '*', '>=1 || <0', '==1,!=1']
    assert.deepEqual(kinds('pep440', ['', '>=1,<2', '===1.0']), {
      '': 'range',
      '>=1,<2': 'range',
      '===1.0': 'range',
    })
    assert.deepEqual(kinds('pep440', kept), all('kept', kept))
    assert.deepEqual(kinds('pep440', broken), all('broken', broken))
    const poetry = ['^1.2', '~1', '*', '1.2.*', '2.0', '>=1,<2']
    assert.deepEqual(kinds('pep440', poetry, 'tool.poetry.dependencies'), all('range', poetry))
    const keptByPoetry = ['^1 || ^2', 'git = "https://h"', 'path = "../a"']
    assert.deepEqual(
      kinds('pep440', keptByPoetry, 'tool.poetry.group.x.dependencies'),
      all('kept', keptByPoetry),
    )
    assert.equal(
      specOf('pep440', { range: '^^1', group: 'tool.poetry.dependencies' }).kind,
      'broken',
    )
  })

  it('Cargo, Go and Maven', () => {
    assert.deepEqual(kinds('cargo', ['1', 'workspace = true', 'path = "x"', 'latest']), {
      1: 'range',
      'workspace = true': 'kept',
      'path = "x"': 'kept',
      latest: 'broken',
    })
    assert.equal(specOf('cargo', { range: '1', group: 'g', alias: 'b' }).kind, 'kept')
    assert.equal(specOf('cargo', { range: '??', group: 'g', alias: 'b' }).kind, 'broken')
    assert.deepEqual(kinds('gomod', ['v1.0.0', 'master'], 'require'), {
      'v1.0.0': 'range',
      master: 'broken',
    })
    assert.deepEqual(kinds('gomod', ['v1.0.0', 'master'], 'indirect'), {
      'v1.0.0': 'kept',
      master: 'broken',
    })
    assert.deepEqual(kinds('maven', ['1.0', '[1,2)', '', '${v}', '[1', '[2,1]']), {
      '1.0': 'range',
      '[1,2)': 'range',
      '': 'kept',
      '${v}': 'kept',
      '[1': 'broken',
      '[2,1]': 'broken',
    })
  })
})
