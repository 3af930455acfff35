import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRepository, type TemporaryRepository } from '../repository.ts'
import { rtt } from './run.ts'

const files = {
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - "!packages/old"\n',
  'package.json': '{"name":"@shop/root","private":true}',
  'packages/prices/package.json': '{"name":"@shop/prices","version":"1.0.0"}',
  'packages/prices/index.ts': 'export const eur = 1\n',
  'packages/config/package.json': '{"name":"@shop/config","version":"1.0.0"}',
  'packages/old/package.json': '{"name":"@shop/old","dependencies":{"@shop/prices":"workspace:*"}}',
  'packages/web/package.json': `{
  "name": "@shop/web",
  "dependencies": { "@shop/prices": "workspace:*" },
  "devDependencies": { "@shop/config": "workspace:*", "@shop/old": "1" }
}`,
  'packages/web/index.tsx': `import type { Price } from 'priced'\nimport { eur } from '@shop/prices'\n`,
}

const inWorkspace = (
  more: Record<string, string>,
  body: (r: TemporaryRepository) => void,
): void => {
  const repository = makeRepository({ ...files, ...more })
  mkdirSync(join(repository.root, '.git'))
  try {
    body(repository)
  } finally {
    repository.remove()
  }
}

test('packages of a workspace that nothing is deployed from are the ends of its links', () =>
  inWorkspace({}, ({ root }) => {
    const { services, links, imports, packages } = rtt(root, ['scan', '--json']).json()
    assert.deepEqual(services, [])
    assert.deepEqual(
      links.map((l: { from: string; to: string; via: string; status: string }) =>
        [l.from, l.to, l.via, l.status].join(' '),
      ),
      ['@shop/web @shop/config import declared', '@shop/web @shop/prices import confirmed'],
    )
    assert.equal(imports.length, 2)
    assert.deepEqual(
      packages
        .filter((p: { root: string; isUnnamed?: true }) => p.root === '' && !p.isUnnamed)
        .map((p: { name: string }) => p.name),
      ['@shop/root', '@shop/config', '@shop/prices', '@shop/web'],
    )
    const why = rtt(root, ['why', '@shop/web->@shop/prices']).stdout
    assert.match(why, /packages\/web\/package\.json:3.* declares that it needs @shop\/prices/)
    assert.match(why, /packages\/web\/index\.tsx:2.* @shop\/web imports @shop\/prices here/)
    assert.match(why, /packages\/prices\/package\.json:1/)
    assert.match(
      rtt(root, ['why', '@shop/web#import:@shop/config']).stdout,
      /missing: no code of @shop\/web imports @shop\/config/,
    )
    const graph = rtt(root, ['graph', '--json']).json()
    assert.deepEqual(
      graph['nodes'].map((n: { id: string; kind: string }) => `${n.id} ${n.kind}`),
      ['@shop/config package', '@shop/prices package', '@shop/web package'],
    )
    assert.match(rtt(root, ['graph']).stdout, /n2 -->\|import\| n1/)
  }))

test('with services built from them they stay apart, and no plan holds them', () =>
  inWorkspace(
    {
      'docker-compose.yml':
        'services:\n  web:\n    build: ./packages/web\n    environment: { DB_URL: "postgres://db:5432/x" }\n  db:\n    image: postgres:17\n',
      'packages/web/Dockerfile': 'FROM node:24\nCOPY . .\n',
      'packages/web/db.ts': `import pg from 'pg'\nnew pg.Pool({ connectionString: process.env.DB_URL })\n`,
    },
    ({ root, write }) => {
      const { links, imports } = rtt(root, ['scan', '--json']).json()
      assert.deepEqual(
        links.map((l: { from: string; to: string }) => `${l.from} ${l.to}`),
        ['web db'],
      )
      assert.equal(imports.length, 2)
      assert.match(
        rtt(root, ['ls', 'imports']).stdout,
        /@shop\/web -> @shop\/prices +import +confirmed/,
      )
      assert.doesNotMatch(rtt(root, ['ls', 'routes']).stdout, /@shop/)
      assert.equal(rtt(root, ['up']).exit, 0)
      const before = rtt(root, ['status', '--json']).json()['latest']
      write('packages/web/index.tsx', '')
      assert.equal(rtt(root, ['up']).exit, 0)
      assert.equal(rtt(root, ['status', '--json']).json()['latest'], before)
    },
  ))
