import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles, linkLines } from '../../links.ts'

type Files = Readonly<Record<string, string>>

const web: Files = {
  'web/package.json': '{"name":"web","scripts":{"start":"node a.js"}}',
  'web/a.js':
    "import express from 'express'\nfetch('http://localhost:4100/items')\nexpress().listen(3000)\n",
}
const java = (settings: string): Files => ({
  'api/src/main/java/App.java': '@SpringBootApplication\nclass App {}\n',
  'api/src/main/resources/application.yml': settings,
})
const script = (env: string, key = 'PORT'): Files => ({
  'api/package.json': '{"name":"api","scripts":{"start":"node a.js"}}',
  'api/a.js': `import express from 'express'\nexpress().listen(process.env.${key})\n`,
  'api/.env.example': env,
})

const cases: readonly (readonly [why: string, files: Files, ports: readonly number[]])[] = [
  ['a setting of Spring', java('server:\n  port: 4100\n'), [4100]],
  ['the default of one', java('server.port: ${ANY_PORT:4100}\n'), [4100]],
  ['a variable of its .env', script('PORT=4100\n'), [4100]],
  ['a variable of its own', script('API_PORT=1\nSHOP_PORT=4100\n', 'SHOP_PORT'), [1, 4100]],
  ['the port of a database', script('REDIS_PORT=4100\n', 'REDIS_PORT'), []],
  ['another setting', java('management.server.port: 4100\n'), []],
  ['another variable', script('DB_PORT=4100\n'), []],
  ['no port', script('PORT=70000\n'), []],
]

for (const [why, files, ports] of cases)
  test(`a program that is started by hand listens where it is told: ${why}`, () => {
    const found = linkFiles({ ...web, ...files }).services.find((s) => s.name === 'api')
    assert.deepEqual(found?.ports, ports)
    const lines = ports.length === 0 ? [] : ['web#http:localhost -> api http']
    assert.deepEqual(linkLines({ ...web, ...files }), lines)
  })

test('settings of what is deployed say nothing of the host', () => {
  const compose = 'services:\n  api: { build: ./api }\n  web: { build: ./web }\n'
  const files = { ...web, ...java('server.port: 4100\n'), 'docker-compose.yml': compose }
  assert.deepEqual(linkLines(files), [])
  assert.deepEqual(
    linkFiles(files).services.map((s) => s.ports),
    [[], []],
  )
})
