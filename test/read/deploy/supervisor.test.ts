import assert from 'node:assert/strict'
import { test } from 'node:test'
import { supervisorReader } from '../../../src/read/deploy/supervisor.ts'
import { linkLines } from '../../links.ts'

const text = `; programs
[supervisord]
command=not a program
[program:web]
command=gunicorn -b :8000 app:app
environment=REDIS_URL="redis://cache:6379",LEVEL='info',OTHER=x
[program:worker]
autostart = true
command = celery -A app worker
[program:proxy]
command=/usr/sbin/nginx -g "daemon off;"
[program:idle]
[program:../../x]
command=run
[group:all]
programs=web,worker
`
const read = (path: string, written = text) => supervisorReader.read({ path, text: written })

test('the programs that Supervisor starts are processes of the folder that its settings are for', () => {
  const { units, bindings } = read('shop/docker/conf/supervisord.conf')
  assert.deepEqual(
    units?.map((u) => [u.deployment, u.name, u.context, u.ports, u.at.line]),
    [
      ['procfile:shop', 'web', 'shop', [8000], 4],
      ['procfile:shop', 'worker', 'shop', [], 7],
    ],
  )
  assert.deepEqual(
    bindings?.map((b) => [b.unit, b.key, b.value, b.at.line]),
    [
      ['web', '*', { kind: 'name', name: 'dotenv/shop/.env' }, 4],
      ['web', 'REDIS_URL', { kind: 'literal', value: 'redis://cache:6379' }, 6],
      ['web', 'LEVEL', { kind: 'literal', value: 'info' }, 6],
      ['web', 'OTHER', { kind: 'literal', value: 'x' }, 6],
      ['worker', '*', { kind: 'name', name: 'dotenv/shop/.env' }, 7],
    ],
  )
})

test('settings of tests, and of what is no program of the repository, start nothing', () => {
  assert.deepEqual(read('shop/tests/supervisord.conf'), {})
  for (const command of ['redis-server /etc/r.conf', 'php-fpm8.2 -F', 'tail -f x', 'npm run build'])
    assert.deepEqual(read('supervisord.conf', `[program:a]\ncommand=${command}\n`), {}, command)
})

test('files of Supervisor are told by their names and their folders', () => {
  const paths = ['supervisord.conf', 'a/supervisor.ini', 'a/supervisor/conf.d/web.conf', 'x.conf']
  assert.deepEqual(paths.map(supervisorReader.accepts), [true, true, true, false])
})

test('a program that Supervisor starts is linked by what it is given', () => {
  const files = {
    'supervisord.conf': text,
    'app.py': 'import os, redis\nr = redis.from_url(os.environ["REDIS_URL"])\n',
    'docker-compose.yml': 'services:\n  cache: { image: redis }\n',
  }
  assert.deepEqual(linkLines(files), ['web#REDIS_URL -> cache redis'])
})
