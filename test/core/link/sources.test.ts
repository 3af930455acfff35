import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeFolders, findSources, isProgram } from '../../../src/core/link/sources.ts'
import type { Unit } from '../../../src/core/model/deployment.ts'
import type { Package } from '../../../src/core/model/package.ts'
import { codeOf } from './code.ts'
import { unitOf } from './unit.ts'

const folderOf = (name: string, more: Partial<Unit>, paths: readonly string[]) =>
  findSources({
    groups: [{ name, units: [unitOf('compose:', name, more)] }],
    code: paths.map((p) => codeOf(p)),
    packages: [],
  }).folderOf(name)

test('the source of a service is where its build or its mounts say', () => {
  for (const [name, more, paths, folder] of [
    ['web', { context: 'apps/web' }, ['apps/web/a.ts', 'api/a.ts'], 'apps/web'],
    ['web', {}, ['services/web/a.ts', 'api/a.ts'], undefined],
    [
      'x',
      { mounts: [{ source: 'app', target: '/srv' }], workdir: '/srv/in' },
      ['app/in/a.ts'],
      'app/in',
    ],
    ['redis', { image: 'redis:7' }, ['redis/a.ts'], undefined],
    ['x', { image: 'node:22', mounts: [{ source: 'app', target: '/srv' }] }, ['app/a.ts'], 'app'],
    ['x', { image: 'nginx', mounts: [{ source: 'app', target: '/srv' }] }, ['app/a.ts'], undefined],
  ] as const)
    assert.equal(folderOf(name, more, paths), folder, `${name} ${JSON.stringify(more)}`)
})

test('a file is of the services above it, and a library of those whose packages depend on it', () => {
  const dependency = (dir: string, name: string, ...on: string[]): Package =>
    ({
      ecosystem: 'npm',
      dir,
      name,
      dependencies: on.map((d) => ({ name: d })),
    }) as unknown as Package
  const groups = ['web', 'api'].map((name) => ({
    name,
    units: [unitOf('compose:', name, { context: name })],
  }))
  const code = ['web/a.ts', 'api/a.ts', 'libs/db/a.ts', 'libs/ui/a.ts'].map((p) => codeOf(p))
  const packages = [
    dependency('web', 'web', 'ui', 'db'),
    dependency('api', 'api', 'db'),
    dependency('libs/db', 'db'),
    dependency('libs/ui', 'ui'),
  ]
  const { ownersOf } = findSources({ groups, code, packages })
  assert.deepEqual(ownersOf('web/a.ts'), ['web'])
  assert.deepEqual(ownersOf('libs/ui/a.ts'), ['web'])
  assert.deepEqual(ownersOf('libs/db/a.ts'), ['api', 'web'])
  assert.deepEqual(ownersOf('elsewhere/a.ts'), [])
})

test('texts of deployments and tests are no programs', () => {
  const files = [
    codeOf('a/x.ts'),
    codeOf('b/x.conf', { lang: 'nginx' }),
    codeOf('c/x.ts', { scope: 'test' }),
  ]
  assert.deepEqual(files.map(isProgram), [true, false, false])
  assert.deepEqual([...codeFolders(files)].sort(), ['', 'a'])
})
