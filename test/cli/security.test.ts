import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const bin = join(import.meta.dirname, '../../bin/rtt')
const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
const skipWithout = (tool: string) => (has(tool) ? {} : { skip: `${tool} is not installed` })

const everyText = (root: string): string =>
  ['.rtt', 'plans']
    .filter((d) => existsSync(join(root, d)))
    .flatMap((d) => readdirSync(join(root, d), { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) => readFileSync(join(e.parentPath, e.name), 'latin1'))
    .join('\n')

test('SC-05 a secret appears nowhere: not in state, plan, or any output', async () => {
  await withDemo((root) => {
    const secret = 'hunter2-correct-horse'
    writeFileSync(
      join(root, '.env'),
      `LEDGER_PASSWORD=${secret}\nAPI_TOKEN="${secret}"\nDATABASE=postgres://me:${secret}@db:5432/x?password=${secret}\n`,
    )
    writeFileSync(
      join(root, 'broken.yaml'),
      `apiVersion: v1\nkind: Secret\nstringData:\n  password: ${secret}\n  oops: [\n`,
    )
    writeFileSync(
      join(root, 'docker-compose.override.yml'),
      `services:\n  web:\n    environment:\n      SESSION_SECRET: ${secret}\n      DB_URL: postgres://web:${secret}@db:5432/shop?sslpassword=${secret}\n`,
    )
    writeFileSync(
      join(root, 'web/src/more.ts'),
      `export const url = process.env.DB_URL ?? 'postgres://web:${secret}@db/shop'\nexport const password = '${secret}'\n`,
    )
    const runs = [
      ['up'],
      ['scan', '--diagnostics'],
      ['scan', '--json'],
      ['ls', 'links', '--json'],
      ['graph', '--format', 'json'],
      ['plan', '--json'],
      ['verify', '--json'],
      ['up', '--json'],
      ['doctor', '--json'],
    ]
    const output = runs
      .map((args) => rtt(root, args))
      .map((r) => r.stdout + r.stderr)
      .join('\n')
    assert.match(output, /web#DB_URL|"DB_URL"/, 'the link itself is found')
    assert.ok(!output.includes(secret), 'in the output')
    assert.ok(!everyText(root).includes(secret), 'in .rtt or plans')
  })
})

test('SC-05 nothing of the repository is executed, whatever its configuration would run', async () => {
  await withDemo((root) => {
    const trap = `touch ${join(root, 'TRAPPED')}`
    execFileSync('git', ['init', '-q'], { cwd: root })
    for (const [k, v] of [
      ['core.fsmonitor', trap],
      ['core.pager', trap],
      ['core.editor', trap],
      ['diff.external', trap],
      ['filter.x.clean', trap],
      ['filter.x.smudge', trap],
      ['core.hooksPath', '.hooks'],
    ] as const)
      execFileSync('git', ['config', k, v], { cwd: root })
    mkdirSync(join(root, '.hooks'))
    for (const h of ['post-checkout', 'post-index-change', 'pre-commit', 'reference-transaction']) {
      writeFileSync(join(root, '.hooks', h), `#!/bin/sh\n${trap}\n`)
      chmodSync(join(root, '.hooks', h), 0o755)
    }
    const scripts = Object.fromEntries(
      ['preinstall', 'postinstall', 'prepare', 'test', 'build'].map((s) => [s, trap]),
    )
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({ name: 'shop', scripts, workspaces: ['web', 'report'] }),
    )
    writeFileSync(join(root, '.gitattributes'), '* filter=x diff=x\n')
    writeFileSync(join(root, 'Makefile'), `X := $(shell ${trap})\nall:\n\t${trap}\n`)
    writeFileSync(join(root, 'setup.py'), `import os; os.system(${JSON.stringify(trap)})\n`)
    writeFileSync(join(root, 'conftest.py'), `import os; os.system(${JSON.stringify(trap)})\n`)
    writeFileSync(join(root, 'build.rs'), `fn main() { std::process::Command::new("sh"); }\n`)
    writeFileSync(join(root, '.npmrc'), `script-shell=${trap}\n`)
    writeFileSync(join(root, '.envrc'), `${trap}\n`)
    for (const args of [['up'], ['verify'], ['scan'], ['status'], ['graph']])
      assert.equal(rtt(root, args).exit, 0)
    assert.ok(!existsSync(join(root, 'TRAPPED')))
  })
})

test(
  'SC-05 strace: no program is started, no connection opened, nothing written outside the repository',
  skipWithout('strace'),
  async () => {
    await withDemo((root) => {
      const trace = join(root, '..', `rtt-trace-${process.pid}`)
      const done = spawnSync(
        'strace',
        [
          '-f',
          '-qq',
          '-e',
          'trace=execve,connect,socket,openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat',
          '-o',
          trace,
          process.execPath,
          bin,
          'up',
        ],
        {
          cwd: root,
          encoding: 'utf8',
          env: { ...process.env, NODE_COMPILE_CACHE: '', NODE_DISABLE_COMPILE_CACHE: '1' },
        },
      )
      assert.equal(done.status, 0, done.stdout + done.stderr)
      const calls = readFileSync(trace, 'utf8').split('\n')
      execFileSync('rm', ['-f', trace])
      assert.ok(
        calls.some((c) => c.includes('catalog.db')),
        'the trace saw the work',
      )
      assert.equal(
        calls.filter((c) => /\bexecve\(/.test(c) && !/= -1/.test(c)).length,
        1,
        'only rtt itself was started',
      )
      assert.deepEqual(
        calls.filter((c) => /AF_INET/.test(c)),
        [],
      )
      const writes = calls.filter(
        (c) => /O_WRONLY|O_RDWR|O_CREAT|\bcreat\(|rename|unlink|mkdir/.test(c) && !/= -1/.test(c),
      )
      const paths = writes
        .flatMap((c) => [...c.matchAll(/"([^"]*)"/g)].map((m) => m[1]!))
        .filter((p) => p.startsWith('/'))
      assert.ok(paths.length > 0)
      const outside = paths.filter(
        (p) =>
          !p.startsWith(root) &&
          !/^\/(?:dev|proc)\//.test(p) &&
          !/^\/tmp\/(?:etilqs|node-)/.test(p),
      )
      assert.deepEqual([...new Set(outside)], [])
      assert.deepEqual(
        paths.filter(
          (p) => p.startsWith(root) && !/^\/(?:\.rtt|plans)(?:\/|$)/.test(p.slice(root.length)),
        ),
        [],
      )
    })
  },
)

test('SC-05 rtt up works in a namespace without a network', skipWithout('unshare'), async (t) => {
  if (spawnSync('unshare', ['-rn', 'true']).status !== 0)
    return t.skip('this system allows no network namespace')
  await withDemo((root) => {
    const done = spawnSync('unshare', ['-rn', process.execPath, bin, 'up'], {
      cwd: root,
      encoding: 'utf8',
    })
    assert.equal(done.status, 0, done.stdout + done.stderr)
  })
})
