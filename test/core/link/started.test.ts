import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles, linkLines } from '../../links.ts'

const names = (files: Readonly<Record<string, string>>): string[] =>
  linkFiles(files).services.map((s) => s.name)

const web = '  web:\n    build: ./web\n    depends_on: [db]\n'
const db = '  db: { image: "postgres:16" }\n'
const client = "import { Pool } from 'pg'\nconst pool = new Pool({ connectionString: SECRET })\n"

test('the one store that a service waits for and has a client of is a link', () => {
  const at = (services: string, source = client) =>
    linkLines({ 'docker-compose.yml': `services:\n${services}`, 'web/app.ts': source })
  assert.deepEqual(at(web + db), ['web#sql:db -> db sql'])
  // Another store of its protocol might be the one that is meant.
  assert.deepEqual(at(`${web + db}  more: { image: "postgres:16" }\n`), [])
  // It waits, and has no client.
  assert.deepEqual(at(web + db, 'export const a = 1\n'), [])
  // It has a client, and waits for nothing.
  assert.deepEqual(at(`  web:\n    build: ./web\n${db}`), [])
})

const started = 'services:\n  web: { build: ./web }\n'

test('what is started for tests is no service, but where nothing else is started', () => {
  const trial = 'services:\n  mock: { image: acme/mock }\n'
  for (const path of [
    'e2e/docker-compose.yml',
    'docker-compose.test.yml',
    'a/tests/compose.yaml',
  ]) {
    assert.deepEqual(names({ 'docker-compose.yml': started, [path]: trial }), ['web'])
    assert.deepEqual(names({ [path]: trial }), ['mock'])
  }
  // The word is part of another one.
  assert.deepEqual(names({ 'docker-compose.yml': started, 'contest/docker-compose.yml': trial }), [
    'mock',
    'web',
  ])
})

test('processes of a Procfile count where nothing else starts programs', () => {
  const processes = { Procfile: 'worker: node worker.js\n', 'worker.js': '' }
  assert.deepEqual(names(processes), ['worker'])
  assert.deepEqual(names({ ...processes, 'docker-compose.yml': started }), ['web'])
  // A store that anybody can pull is no program of the repository.
  assert.deepEqual(names({ ...processes, 'docker-compose.yml': `services:\n${db}` }), [
    'db',
    'worker',
  ])
})

test('nested defaults and example files tell an address; a value that is set wins', () => {
  const compose = (value: string) =>
    `services:\n  web:\n    build: ./web\n    environment: { API_URL: "${value}" }\n  a: { image: acme/a }\n  b: { image: acme/b }\n`
  const lines = (value: string, more: Readonly<Record<string, string>> = {}) =>
    linkLines({
      'docker-compose.yml': compose(value),
      'web/app.py': 'import os\nu = os.environ["API_URL"]\n',
      ...more,
    })
  assert.deepEqual(lines('${X:-${Y:-http://a:80}}'), ['web#API_URL -> a http'])
  assert.deepEqual(lines('${X}', { '.env.example': 'X=http://b:80\n' }), ['web#API_URL -> b http'])
  assert.deepEqual(lines('${X:-http://a:80}', { '.env': 'X=http://b:80\n' }), [
    'web#API_URL -> b http',
  ])
  assert.deepEqual(lines('${X}'), [])
})
