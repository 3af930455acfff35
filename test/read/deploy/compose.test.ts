import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeReader } from '../../../src/read/deploy/compose.ts'
import { linkLines } from '../../links.ts'

const read = (services: string, path = 'ops/docker-compose.yml') =>
  composeReader.read({ path, text: `services:\n${services}` })

test('a service that is built from a stage says which, unless it is a variable that says where', () => {
  const build = (text: string) => {
    const { context, dockerfile, target } = read(`  web:\n    build: ${text}\n`).units![0]!
    return [context, dockerfile, target]
  }
  assert.deepEqual(build('{ context: .., target: api }'), ['', 'Dockerfile', 'api'])
  assert.deepEqual(build('{ dockerfile: web.Dockerfile }'), [
    'ops',
    'ops/web.Dockerfile',
    undefined,
  ])
  assert.deepEqual(build('./web'), ['ops/web', 'ops/web/Dockerfile', undefined])
  assert.deepEqual(build('{ context: "$DIR", target: api }'), [undefined, undefined, undefined])
})

test('external links are names of what another project starts', () => {
  const { hosts } = read(
    '  web:\n    image: acme/web\n    external_links: [mysql:db, redis, "kafka:kafka"]\n',
  )
  assert.deepEqual(
    hosts?.map((h) => [h.deployment, h.name, h.externalName, h.at.line]),
    [['compose:ops', 'db', 'mysql', 4]],
  )
  assert.equal(read('  web:\n    image: acme/web\n').hosts, undefined)
})

test('an address of an external link leads to the service of the other project', () => {
  const files = (links: string) => ({
    'app/docker-compose.yml': `services:\n  web:\n    build: ./web\n${links}    environment: { DB_URL: "mysql://store:3306/x" }\n`,
    'app/web/app.py': 'import os\nu = os.environ["DB_URL"]\n',
    'env/docker-compose.yml': 'services:\n  mysql: { image: "mysql:8" }\n',
  })
  assert.deepEqual(linkLines(files('    external_links: [mysql:store]\n')), [
    'web#DB_URL -> mysql sql',
  ])
  assert.deepEqual(linkLines(files('')), [])
})
