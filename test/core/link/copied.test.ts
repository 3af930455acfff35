import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copiedFiles } from '../../../src/core/link/copied.ts'
import { importGraph } from '../../../src/core/link/imports.ts'
import type { Package } from '../../../src/core/model/package.ts'
import { codeOf } from './code.ts'
import { unitOf } from './unit.ts'

const isCopied = (copies: readonly string[], path: string, code = 'web') => {
  const dockerfile = 'docker/web.Dockerfile'
  const service = unitOf('compose:', 'web', { context: '', dockerfile })
  const image = unitOf('compose:', '', { origin: 'dockerfile', dockerfile, copies })
  const groups = [{ name: 'web', units: [service, image] }]
  return copiedFiles(groups, (p) => p === code)('web', path)
}

test('a service is made of what its Dockerfile copies, where that holds code', () => {
  for (const [copies, path, is] of [
    [['web'], 'web/a.ts', true],
    [['web'], 'api/a.ts', false],
    [['/web/'], 'web/a.ts', true],
    [['web', 'shared'], 'shared/a.ts', true],
    [['.'], 'api/a.ts', true],
    [['../web'], 'api/a.ts', true],
    [['package.json'], 'api/a.ts', true],
    [[], 'api/a.ts', true],
    [['web', 'libs/*.ts'], 'libs/a.ts', true],
  ] as const)
    assert.equal(isCopied(copies, path), is, `${copies} ${path}`)
})

const module = (dir: string, name: string): Package =>
  ({ ecosystem: 'gomod', dir, name, dependencies: [] }) as unknown as Package

const graph = (from: string, lang: string, specifier: string, others: readonly string[]) => {
  const imports = [{ specifier, at: { path: from, line: 1 } }]
  const code = [codeOf(from, { lang, imports }), ...others.map((p) => codeOf(p, { lang }))]
  const of = importGraph(code, [
    module('', 'acme.dev/shop'),
    module('toolbox', 'acme.dev/shop/tools'),
  ])
  return of(from.slice(0, from.lastIndexOf('/')))
}

test('imports lead to folders of the repository', () => {
  for (const [from, lang, specifier, others, to] of [
    ['cmd/web/main.go', 'go', 'acme.dev/shop/internal/db', ['internal/db/db.go'], ['internal/db']],
    ['cmd/web/main.go', 'go', 'acme.dev/shop/tools/lint', ['toolbox/lint/l.go'], ['toolbox/lint']],
    ['cmd/web/main.go', 'go', 'acme.dev/shopping/db', ['db/db.go'], []],
    ['app/web/main.py', 'python', 'app.db.session', ['app/db/session.py'], ['app/db']],
    ['app/web/main.py', 'python', '..db.session', ['app/db/session.py'], ['app/db']],
    ['app/web/main.py', 'python', 'shared.bus', ['src/shared/bus.py'], []],
    ['web/main.py', 'python', 'db.Session', ['web/x.py', 'db.py'], ['']],
    ['web/src/a.ts', 'typescript', '../../shared/db.ts', ['shared/db.ts'], ['shared']],
    ['web/src/a.ts', 'typescript', '../../shared', ['shared/index.ts'], ['shared']],
    ['web/src/a.ts', 'typescript', 'shared', ['shared/index.ts'], []],
    ['web/src/a.ts', 'typescript', './b.ts', ['web/src/b.ts'], []],
    ['web/a.java', 'java', 'shared.Db', ['shared/Db.java'], []],
  ] as const)
    assert.deepEqual(graph(from, lang, specifier, others), to, `${specifier} in ${from}`)
})

test('what only a test imports is no part of a program', () => {
  const imports = [{ specifier: '../shared/db', at: { path: 'web/a.test.ts', line: 1 } }]
  const code = [codeOf('web/a.test.ts', { scope: 'test', imports }), codeOf('shared/db.ts')]
  assert.deepEqual(importGraph(code, [])('web'), [])
})
