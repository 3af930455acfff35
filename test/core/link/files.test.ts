import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkLines } from '../../links.ts'

const stores =
  '  db: { image: postgres }\n  mq: { image: rabbitmq }\n  peer: { image: acme/peer }\n'
const settings = 'database:\n  host: db\nrabbitmq:\n  host: mq\npeer:\n  url: http://peer:80\n'
const service = (name: string, more: string): string => `  ${name}:\n    build: ./${name}\n${more}`
const mount = '    volumes: ["./conf/config.yml:/etc/config.yml"]\n'
const requirements = (...names: string[]) => `${names.join('\n')}\n`

const shop = (names: readonly string[], more: Readonly<Record<string, string>> = {}) => ({
  'docker-compose.yml': `services:\n${names.map((n) => service(n, mount)).join('')}${stores}`,
  'conf/config.yml': settings,
  ...Object.fromEntries(names.map((n) => [`${n}/app.py`, 'x = 1\n'])),
  ...more,
})

test('settings that one program mounts are its own', () => {
  assert.deepEqual(linkLines(shop(['api'], { 'api/requirements.txt': requirements('flask') })), [
    'api#amqp:mq -> mq amqp',
    'api#http:peer -> peer http',
    'api#sql:db -> db sql',
  ])
})

test('of settings that several programs mount, each uses what it has a library for', () => {
  const files = shop(['api', 'worker'], {
    'api/requirements.txt': requirements('psycopg2'),
    'worker/requirements.txt': requirements('pika'),
  })
  assert.deepEqual(linkLines(files), ['api#sql:db -> db sql', 'worker#amqp:mq -> mq amqp'])
  // A library that the code imports counts as one of a manifest.
  const imports = shop(['api', 'worker'], {
    'api/app.py': 'import psycopg2\n',
    'worker/app.py': 'import pika\n',
  })
  assert.deepEqual(linkLines(imports), ['api#sql:db -> db sql', 'worker#amqp:mq -> mq amqp'])
})

test('processes of one program share its settings whole', () => {
  const one = (name: string) => `  ${name}:\n    build: ./api\n    command: run ${name}\n${mount}`
  const files = {
    'docker-compose.yml': `services:\n${one('api')}${one('worker')}${stores}`,
    'conf/config.yml': settings,
    'api/app.py': 'x = 1\n',
    'api/requirements.txt': requirements('flask'),
  }
  assert.ok(linkLines(files).includes('api#http:peer -> peer http'), linkLines(files).join('\n'))
})

test('settings beside programs that are started by hand are theirs, as far as they can use them', () => {
  const program = (name: string, library: string) => ({
    [`${name}/package.json`]: JSON.stringify({
      name,
      scripts: { start: 'node a.js' },
      dependencies: { [library]: '1' },
    }),
    [`${name}/a.js`]: `import express from 'express'\nexpress().listen(3000)\n`,
  })
  const files = (path: string) => ({
    'docker-compose.yml':
      'services:\n  db: { image: postgres, ports: ["5433:5432"] }\n  mq: { image: rabbitmq, ports: ["5673:5672"] }\n',
    [path]:
      'database:\n  host: localhost\n  port: 5433\nrabbitmq:\n  host: localhost\n  port: 5673\n',
    ...program('shop/api', 'pg'),
    ...program('shop/worker', 'amqplib'),
  })
  const all = ['api#sql:localhost -> db sql', 'worker#amqp:localhost -> mq amqp']
  for (const path of ['config.yml', 'config/config.yml', 'shop/config/config.yml'])
    assert.deepEqual(linkLines(files(path)), all, path)
  assert.deepEqual(linkLines(files('other/config.yml')), [])
})
