import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandFiles, commandPorts } from '../../../src/read/deploy/command.ts'
import { procfileReader } from '../../../src/read/deploy/procfile.ts'
import { systemdReader } from '../../../src/read/deploy/systemd.ts'
import { linkLines } from '../../links.ts'

const ports: readonly (readonly [command: string, ports: readonly number[]])[] = [
  ['node server.js -p 3000', [3000]],
  ['node server.js --port=3001', [3001]],
  ['gunicorn --bind 0.0.0.0:8000 app:app', [8000]],
  ['gunicorn -b :8001 app:app', [8001]],
  ['uvicorn app:app --host 0.0.0.0 --port 8002', [8002]],
  ['php -S 127.0.0.1:8400 -t public', [8400]],
  ['python manage.py runserver 0.0.0.0:8003', [8003]],
  ['PORT=5000 node server.js', [5000]],
  ['server --http-port 9001 --addr=[::]:9002 --port 9001', [9001, 9002]],
  ['bundle exec puma -p $PORT', []],
  ['node --max-old-space-size=4096 server.js', []],
  ['curl http://db:5432/x', []],
  ['redis-cli -h cache:6379', []],
  ['server -p 70000', []],
  ['server -p 3000x', []],
]

for (const [command, found] of ports)
  test(`a command listens on ${found.join() || 'no port'}: ${command}`, () => {
    assert.deepEqual(commandPorts(command), found)
  })

const files: readonly (readonly [command: string, files: readonly string[]])[] = [
  ['nginx -c /srv/shop/nginx.conf', ['/srv/shop/nginx.conf']],
  ['server --config=/etc/shop/app.yaml -x', ['/etc/shop/app.yaml']],
  [`sh -c "server '/etc/a/b.toml'"`, ['/etc/a/b.toml']],
  ['server --config ./app.yaml /etc/passwd /bin/app.yaml.bak http://x/y/z.json', []],
]

for (const [command, found] of files)
  test(`a command opens ${found.join() || 'no file'}: ${command}`, () => {
    assert.deepEqual(commandFiles(command), found)
  })

test('a command without end is read in time', () => {
  const started = process.hrtime.bigint()
  for (const piece of ['/a', ' -p ', '[:', 'a.', ' --bind a'])
    for (const read of [commandPorts, commandFiles]) read(piece.repeat(300_000))
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 3000)
})

test('processes have the ports of their commands', () => {
  const procfile = procfileReader.read({ path: 'Procfile', text: 'web: puma -p 3100\njob: run\n' })
  assert.deepEqual(
    procfile.units?.map((u) => u.ports),
    [[3100], []],
  )
  const systemd = systemdReader.read({
    path: 'shop.service',
    text: '[Service]\nEnvironment="PORT=7001" OTHER=7002\nExecStart=/usr/bin/shop --listen 7000 --conf /etc/shop/a.ini\nWorkingDirectory=/srv/shop\n',
  })
  const { ports, opens, workdir } = systemd.units![0]!
  assert.deepEqual(
    { ports, opens, workdir },
    { ports: [7000, 7001], opens: ['/etc/shop/a.ini'], workdir: '/srv/shop' },
  )
})

test('a proxy that systemd starts speaks as the file that it is told to open', () => {
  const unit = (command: string) => `[Service]\nExecStart=${command}\n`
  const nginx = (port: number) =>
    `http { server { listen 80; location / { proxy_pass http://127.0.0.1:${port}; } } }\n`
  const files = {
    'ops/proxy.service': unit('/usr/sbin/nginx -c /srv/shop/ops/nginx.conf'),
    'ops/stock.service': unit('/srv/stock/run --port 8100'),
    'ops/labels.service': unit('/srv/labels/run --port 8200'),
    'ops/nginx.conf': nginx(8100),
    'old/nginx.conf': nginx(8200),
  }
  assert.deepEqual(linkLines(files), ['proxy#http:127.0.0.1 -> stock http'])
})
