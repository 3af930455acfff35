import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkLines } from '../../links.ts'

const workload = (name: string, container: string): string =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n      containers:\n        - name: c\n${container}---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 5432 }] }\n`
const hidden = (key: string): string =>
  `          image: acme/web\n          env:\n            - name: ${key}\n              valueFrom: { secretKeyRef: { name: s, key: k } }\n`
const store = (name: string, image: string): string => workload(name, `          image: ${image}\n`)

const client = "import { Pool } from 'pg'\nnew Pool({ connectionString: x })\n"
const lines = (key: string, stores: string, source = client): string[] =>
  linkLines({ 'k8s/all.yaml': workload('web', hidden(key)) + stores, 'web/a.ts': source })

test('an address that a Secret hides is that of the one store which there is a client for', () => {
  const db = store('db', 'postgres:16')
  for (const key of ['DATABASE_URL', 'DB_HOST', 'POSTGRES_DSN'])
    assert.deepEqual(lines(key, db), ['web#sql:db -> db sql'], key)
  assert.deepEqual(lines('DB_PASSWORD', db), [])
  assert.deepEqual(lines('DATABASE_URL', db, 'export const a = 1\n'), [])
  assert.deepEqual(lines('DATABASE_URL', store('cache', 'redis')), [])
  assert.deepEqual(lines('DATABASE_URL', db + store('more', 'postgres:16')), [])
})

const given = (env: string, code: string) => ({
  'compose.yml': `services:\n  web:\n    build: web\n${env}  db:\n    image: postgres\n  kv:\n    image: redis\n`,
  'all.env': 'DATABASE_URL=postgres://db/x\n',
  'web/app.js': code,
})
const own = '    environment: { DATABASE_URL: "postgres://db/x", KV_URL: "redis://kv" }\n'
const dialing =
  "const { Pool } = require('pg')\nexport const pool = new Pool({ connectionString: settings().databaseUrl })\n"

test('a store whose address a service is given, and whose protocol it has a client of, is dialed', () => {
  assert.deepEqual(linkLines(given(own, dialing)), ['web#DATABASE_URL -> db sql'])
  assert.deepEqual(linkLines(given(own, 'run()\n')), [], 'without a client it is only declared')
  const shared = '    env_file: all.env\n  job:\n    image: acme/job\n    env_file: all.env\n'
  assert.deepEqual(linkLines(given(shared, dialing)), [], 'what all are given says nothing of one')
})

test('constants of an enumeration that are called as their variables are read with their defaults', () => {
  const files = {
    'compose.yml': 'services:\n  web:\n    build: web\n  couch:\n    image: couchdb\n',
    'web/src/Envs.java':
      'enum Envs {\n  SP_COUCH_HOST("SP_COUCH_HOST", "couch"),\n  OTHER("SP_X", "couch");\n  String get() { return System.getenv(name); }\n}\n',
  }
  assert.deepEqual(linkLines(files), ['web#SP_COUCH_HOST -> couch http'])
})
