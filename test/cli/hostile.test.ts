import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

type Row = {
  readonly what: string
  readonly code: string
  readonly path: string
  readonly make: (root: string) => void
}
const put = (path: string, text: string | Uint8Array) => (root: string) =>
  writeFileSync(join(root, path), text)

const rows: readonly Row[] = [
  {
    what: 'a file that is not UTF-8',
    code: 'RTT1003',
    path: 'web/latin.ts',
    make: put('web/latin.ts', Buffer.from([0x63, 0x61, 0x66, 0xe9])),
  },
  {
    what: 'broken JSON',
    code: 'RTT1002',
    path: 'web/package.json',
    make: put('web/package.json', '{ "name": "web", '),
  },
  {
    what: 'broken YAML',
    code: 'RTT1002',
    path: 'docker-compose.bad.yml',
    make: put('docker-compose.bad.yml', 'services:\n  a: [\n'),
  },
  {
    what: 'a broken .proto',
    code: 'RTT1002',
    path: 'protos/bad.proto',
    make: put('protos/bad.proto', 'syntax = "proto3";\nmessage {'),
  },
  {
    what: 'a manifest with wrong types',
    code: 'RTT1010',
    path: 'rtt.manifest.json',
    make: put('rtt.manifest.json', '{ "v": 1, "symbols": {} }'),
  },
  {
    what: 'a package manifest with wrong types',
    code: 'RTT1014',
    path: 'report/package.json',
    make: put('report/package.json', '{ "name": "r", "dependencies": [] }'),
  },
  {
    what: 'a symbolic link in a loop',
    code: 'RTT1008',
    path: 'web/loop',
    make: (root) => symlinkSync('.', join(root, 'web/loop')),
  },
  {
    what: 'a symbolic link out of the tree',
    code: 'RTT1008',
    path: 'web/passwd.ts',
    make: (root) => symlinkSync('/etc/passwd', join(root, 'web/passwd.ts')),
  },
  {
    what: 'a FIFO',
    code: 'RTT1005',
    path: 'web/pipe.ts',
    make: (root) => void execFileSync('mkfifo', [join(root, 'web/pipe.ts')]),
  },
  {
    what: 'a file of 200 MB',
    code: 'RTT1004',
    path: 'web/huge.ts',
    make: (root) => {
      const fd = openSync(join(root, 'web/huge.ts'), 'w')
      ftruncateSync(fd, 200 * 1024 * 1024)
      closeSync(fd)
    },
  },
  {
    what: 'a name with control characters',
    code: 'RTT1006',
    path: 'web/a\\u{7}.ts',
    make: put('web/a\u0007.ts', ''),
  },
  {
    what: 'two names that differ only by case',
    code: 'RTT1007',
    path: 'web/src/server.ts',
    make: put('web/src/Server.ts', ''),
  },
  {
    what: 'nesting without end',
    code: 'RTT1013',
    path: 'deep.yaml',
    make: put('docker-compose.deep.yml', `services: ${'['.repeat(50_000)}`),
  },
]

for (const row of rows) {
  test(`${row.what} is ${row.code} that names the file, and the rest is scanned`, async () => {
    await withDemo((root) => {
      row.make(root)
      const done = rtt(root, ['scan', '--json'], { timeoutMs: 60_000 })
      assert.equal(done.exit, 0, done.stdout.slice(0, 2000) + done.stderr)
      assert.equal(done.stderr, '')
      const report = done.json()
      const found = (report['diagnostics'] as { code: string; at?: { path: string } }[]).filter(
        (d) => d.code === row.code,
      )
      assert.ok(found.length >= 1, `no ${row.code} among ${JSON.stringify(report['diagnostics'])}`)
      if (row.code !== 'RTT1013')
        assert.ok(
          found.some((d) => d.at?.path === row.path),
          JSON.stringify(found),
        )
      assert.ok(report['services'].length >= 6)
      const text = rtt(root, ['up'])
      assert.doesNotMatch(
        text.stdout + text.stderr,
        /\n\s+at .*\(.*:\d+:\d+\)|node:internal/,
        'no stack trace',
      )
      // What the repository itself declares has to be read before anything is planned.
      const isDeclaration = row.path === 'rtt.manifest.json'
      assert.equal(text.exit, isDeclaration ? 2 : 0, text.stdout + text.stderr)
    })
  })
}

test('a folder without write permission is refused in one message, nothing half-written', async () => {
  await withDemo((root) => {
    // Works for root, too: a file stands where the folder would be.
    writeFileSync(join(root, '.rtt'), 'mine')
    const done = rtt(root, ['up'])
    assert.equal(done.exit, 1, done.stdout + done.stderr)
    assert.match(done.stdout + done.stderr, /RTT4003/)
    assert.doesNotMatch(done.stdout + done.stderr, /\n\s+at /)
    assert.ok(!existsSync(join(root, 'plans')))
    assert.equal(readdirSync(root).filter((n) => n.includes('tmp')).length, 0)
  })
})

test('a .rtt that is a symbolic link out of the repository is refused, nothing written there', async () => {
  await withDemo((root) => {
    const outside = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
    symlinkSync(outside, join(root, '.rtt'))
    const done = rtt(root, ['up'])
    assert.notEqual(done.exit, 0)
    assert.deepEqual(readdirSync(outside), [])
    execFileSync('rm', ['-rf', outside])
  })
})

test('state made by a newer RTT is exit 2 and left alone', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    writeFileSync(join(root, '.rtt/panel.json'), '{ "v": 2 }')
    const done = rtt(root, ['up', '--json'])
    assert.equal(done.exit, 2)
    assert.match(done.stdout, /RTT6002/)
  })
})

test('a configuration of the wrong shape is exit 2 with its line', async () => {
  await withDemo((root) => {
    rtt(root, ['init'])
    writeFileSync(join(root, '.rtt/panel.json'), '{ "v": 1,\n  "scan": { "exclude": "x" } }')
    const done = rtt(root, ['scan'])
    assert.equal(done.exit, 2)
    assert.match(done.stderr, /RTT6003.*\/scan\/exclude/)
    assert.match(done.stderr, /\.rtt\/panel\.json:2/)
  })
})

test('scan.exclude takes services out of the scan', async () => {
  await withDemo((root) => {
    rtt(root, ['init'])
    writeFileSync(
      join(root, '.rtt/panel.json'),
      '{ "v": 1, "name": "acme", "scan": { "exclude": ["/docker-compose.yml", "/risk/", "/ledger/", "/pricing/"] } }',
    )
    const report = rtt(root, ['scan', '--json']).json()
    assert.deepEqual(report['namespace'], ['acme'])
    assert.deepEqual(
      report['services'].map((s: { name: string }) => s.name),
      ['web'],
    )
  })
})

const caches = [
  'index/wiring.index.json',
  'index/tree.json',
  'index/symbols.index.json',
  'cache/stages.json',
  'cache/drivers.json',
  'drivers/manifest.json',
  'index/catalog.db',
]
const spoilt = [
  '{',
  '{"v":1}',
  '{"v":1,"stages":5,"rows":3,"files":7,"result":1,"inputs":2}',
  '{"v":1,"stages":{"scan":4},"rows":{"a":4},"files":{"a":4},"result":{}}',
]

test('caches that are damaged in any way are made again, without a word', async () => {
  await withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    for (const cache of caches) {
      for (const text of spoilt) {
        writeFileSync(join(root, '.rtt', cache), text)
        const done = rtt(root, ['up'])
        assert.equal(done.exit, 0, `${cache} holding ${text}: ${done.stdout}${done.stderr}`)
      }
    }
    assert.equal(rtt(root, ['verify']).exit, 0)
  })
})

test('what is no cache and is damaged is refused by name, or made again from the log', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    const rows = [
      ['current', 4, 0],
      ['wal/CHECKPOINT', 6, 6],
      ['keys/trust.json', 2, 2],
    ] as const
    for (const [file, verifyExit, upExit] of rows) {
      const before = readFileSync(join(root, '.rtt', file))
      for (const text of ['', '{', '[]', '{"v":1}']) {
        for (const [command, exit] of [
          ['verify', verifyExit],
          ['up', upExit],
        ] as const) {
          writeFileSync(join(root, '.rtt', file), text)
          const done = rtt(root, [command])
          assert.equal(
            done.exit,
            exit,
            `${command} with ${file} holding ${text}: ${done.stdout}${done.stderr}`,
          )
          assert.doesNotMatch(done.stdout + done.stderr, /RTT9001/)
        }
      }
      writeFileSync(join(root, '.rtt', file), before)
    }
    assert.equal(rtt(root, ['verify']).exit, 0)
  })
})

test('two first runs at once end with one key and one plan in force', async () => {
  await withDemo(async (root) => {
    const bin = join(import.meta.dirname, '../../bin/rtt')
    const runs = Array.from(
      { length: 4 },
      () =>
        new Promise<number | null>((done) =>
          spawn(process.execPath, [bin, 'up'], { cwd: root, stdio: 'ignore' }).on('close', done),
        ),
    )
    const exits = await Promise.all(runs)
    assert.ok(exits.includes(0), exits.join())
    assert.ok(
      exits.every((e) => e === 0 || e === 9),
      exits.join(),
    )
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(rtt(root, ['verify']).exit, 0)
    assert.equal(readdirSync(join(root, '.rtt/keys')).filter((n) => n.endsWith('.pem')).length, 1)
  })
})
