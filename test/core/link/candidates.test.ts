import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkLines } from '../../links.ts'

type Files = Readonly<Record<string, string>>

const env = 'CART_URL=http://cart:80\n'
const unknown = (name: string, image: string): string =>
  `  ${name}:\n    image: ${image}\n    env_file: app.env\n`
const compose = (services: string): Files => ({
  'docker-compose.yml': `services:\n${services}  cart: { image: acme/cart }\n`,
  'app.env': env,
})
const web = '  web:\n    build: ./web\n    env_file: app.env\n'
const source = { 'web/app.py': 'x = 1\n' }

const shared: readonly (readonly [why: string, files: Files, from: readonly string[]])[] = [
  ['of one alone, it is for it', compose(unknown('a', 'acme/a')), ['a']],
  [
    'most that take it are one program',
    compose(unknown('a', 'acme/app') + unknown('b', 'acme/app:2') + unknown('c', 'acme/c')),
    ['a', 'b'],
  ],
  [
    'databases that take it, too, do not count',
    compose(
      unknown('a', 'acme/app') +
        unknown('b', 'acme/app') +
        unknown('db', 'postgres') +
        unknown('mq', 'rabbitmq'),
    ),
    ['a', 'b'],
  ],
  [
    'of several programs it cannot be told whom it is for',
    compose(unknown('a', 'acme/a') + unknown('b', 'acme/b')),
    [],
  ],
  [
    'half of them are not most',
    compose(
      unknown('a', 'acme/app') +
        unknown('b', 'acme/app') +
        unknown('c', 'acme/c') +
        unknown('d', 'acme/d'),
    ),
    [],
  ],
  [
    'a program that can be looked into and does not name it has no use for it',
    { ...compose(web), ...source },
    [],
  ],
  [
    'one that names it has, with whomever it shares the file',
    {
      ...compose(web + unknown('a', 'acme/a')),
      'web/app.py': 'import os\nu = os.environ["CART_URL"]\n',
    },
    ['web'],
  ],
]

for (const [why, files, from] of shared)
  test(`a variable of a file that several services take: ${why}`, () => {
    assert.deepEqual(
      linkLines(files),
      from.map((f) => `${f}#CART_URL -> cart http`),
    )
  })

/** Settings of a program whose peer listens on 4000, and is published there. */
const settings = { 'web/config.yml': 'api:\n  url: http://localhost:4000\n' }

test('localhost in a file of settings counts for what is started by hand, and not in a container', () => {
  const byHand: Files = {
    ...settings,
    'web/Procfile': 'web: node server.js -p 3000\n',
    'web/server.js': 'x\n',
    'api/Procfile': 'api: node server.js -p 4000\n',
    'api/server.js': 'x\n',
  }
  assert.deepEqual(linkLines(byHand), ['web#http:localhost -> api http'])
  const contained: Files = {
    ...settings,
    'web/server.js': 'x\n',
    'docker-compose.yml':
      'services:\n  web: { build: ./web }\n  api: { image: acme/api, ports: ["4000:4000"] }\n',
  }
  assert.deepEqual(linkLines(contained), [])
  // That the same address is found where it is not local shows that the file is read.
  const named = { ...contained, 'web/config.yml': 'api:\n  url: http://api:4000\n' }
  assert.deepEqual(linkLines(named), ['web#http:api -> api http'])
})

test('a setting that a variable may stand before is not a default of localhost in a container', () => {
  const files = (url: string): Files => ({
    'docker-compose.yml':
      'services:\n  web: { build: ./web }\n  api: { image: acme/api, ports: ["4000:4000"] }\n',
    'web/src/main/java/App.java': 'class App {}\n',
    'web/src/main/resources/application.yml': `api.url: ${url}\n`,
  })
  assert.deepEqual(linkLines(files('http://localhost:4000')), [])
  assert.deepEqual(linkLines(files('http://api:4000')), ['web#http:api -> api http'])
})

test('a port in a variable of its own belongs to the host beside it', () => {
  const files = (env: string): Files => ({
    'docker-compose.yml': 'services:\n  cache: { image: redis, ports: ["6380:6379"] }\n',
    'api/package.json': '{"name":"api","scripts":{"start":"node a.js"}}',
    'api/a.js':
      "import express from 'express'\nimport Redis from 'ioredis'\nnew Redis({ host: process.env.REDIS_HOST })\nexpress().listen(3000)\n",
    'api/.env.example': env,
  })
  assert.deepEqual(linkLines(files('REDIS_HOST=localhost\nREDIS_PORT=6380\n')), [
    'api#REDIS_HOST -> cache redis',
  ])
  assert.deepEqual(linkLines(files('REDIS_HOST=localhost\nPORT=6380\n')), [])
  assert.deepEqual(linkLines(files('REDIS_HOST=localhost\nREDIS_PORT=1\n')), [])
})

test('the variable of a host of mail says what is spoken there', () => {
  const via = (key: string, value = 'post'): string[] =>
    linkLines({
      'docker-compose.yml': `services:\n  web:\n    build: ./web\n    environment: { ${key}: "${value}" }\n  post: { image: acme/post }\n`,
      'web/app.py': `import os\nx = os.environ["${key}"]\n`,
    })
  for (const key of ['SMTP_HOST', 'APP_MAIL_SERVER', 'EMAIL_RELAY_HOST'])
    assert.deepEqual(via(key), [`web#${key} -> post smtp`])
  assert.deepEqual(via('SMTP_HOST', 'http://post:80'), ['web#SMTP_HOST -> post http'])
  assert.deepEqual(via('MAILBOX_HOST'), ['web#MAILBOX_HOST -> post http'])
})
