import assert from 'node:assert/strict'
import { test } from 'node:test'
import { procfileReader } from '../../../src/read/deploy/procfile.ts'
import { systemdReader } from '../../../src/read/deploy/systemd.ts'
import { linkFiles, linkLines } from '../../links.ts'

test('a Procfile starts one unit for each type of process', () => {
  const { units } = procfileReader.read({
    path: 'app/Procfile',
    text: '# web: old\nweb: bundle exec puma -p $PORT\nrelease: rake db:migrate\n\nnot a line\n',
  })
  assert.deepEqual(
    units?.map((u) => [u.deployment, u.name, u.context, u.kind, u.at.line]),
    [
      ['procfile:app', 'web', 'app', undefined, 2],
      ['procfile:app', 'release', 'app', 'job', 3],
    ],
  )
})

const app = {
  Procfile: 'web: node web.js\nworker: node worker.js\n',
  'inner/Procfile': 'other: node x.js\n',
  'web.js': 'new Redis(process.env.REDIS_URL) // ioredis\n',
  '.env.sample': 'REDIS_URL=redis://127.0.0.1:6379\n',
}

test('processes share the source and the .env of their folder', () => {
  const stores = {
    'compose.yml': 'services:\n  redis:\n    image: redis\n    ports: ["6379:6379"]\n',
  }
  assert.deepEqual(linkLines({ ...app, ...stores }), [
    'web#REDIS_URL -> redis redis',
    'worker#REDIS_URL -> redis redis',
  ])
})

test('a Procfile says nothing where another deployment starts the program', () => {
  const names = (compose: string) =>
    linkFiles({ ...app, 'compose.yml': compose }).services.map((s) => s.name)
  assert.deepEqual(names('services:\n  app:\n    build: .\n'), ['app'])
  assert.deepEqual(names('services:\n  app:\n    image: acme/app\n'), ['app'])
})

const unit = `[Unit]
After=redis.service
[Service]
Type=simple
WorkingDirectory=/srv/shop
Environment="REDIS_URL=redis://cache:6379" LEVEL=info
Environment=OTHER=x
EnvironmentFile=-/etc/shop.env
ExecStart=/usr/bin/node \\
  /srv/shop/main.js --listen 8080
[Install]
WantedBy=multi-user.target
`

test('a unit file of systemd gives its variables', () => {
  const { units, bindings } = systemdReader.read({ path: 'deploy/shop@.service', text: unit })
  assert.deepEqual(
    units?.map((u) => [u.deployment, u.name, u.kind, u.hiddenKeys, u.at.line]),
    [['systemd:deploy', 'shop', undefined, ['*'], 9]],
  )
  assert.deepEqual(
    bindings?.map((b) => [b.key, b.value, b.at.line]),
    [
      ['REDIS_URL', { kind: 'literal', value: 'redis://cache:6379' }, 6],
      ['LEVEL', { kind: 'literal', value: 'info' }, 6],
      ['OTHER', { kind: 'literal', value: 'x' }, 7],
    ],
  )
})

test('a unit file that starts containers, or nothing, starts no service', () => {
  for (const text of [
    '[Service]\nExecStart=/usr/bin/docker compose up\n',
    '[Service]\nType=oneshot\n',
    '[Desktop]\nExecStart=x\n',
  ])
    assert.deepEqual(systemdReader.read({ path: 'x.service', text }), {})
})
