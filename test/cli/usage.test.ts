import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { codes } from '../../src/core/diag/codes.ts'
import { makeRepository } from '../repository.ts'
import { rtt } from './run.ts'

const inEmpty = (work: (root: string) => void | Promise<void>) => async () => {
  const r = makeRepository({})
  try {
    await work(r.root)
  } finally {
    r.remove()
  }
}

test(
  'help is in groups and names every command',
  inEmpty((root) => {
    const { stdout, exit } = rtt(root, ['--help'])
    assert.equal(exit, 0)
    for (const group of ['Wire:', 'Look:', 'Operate:'])
      assert.match(stdout, new RegExp(`^${group}`, 'm'))
    for (const command of [
      'up',
      'scan',
      'doctor',
      'gen',
      'plan',
      'sign',
      'apply',
      'verify',
      'rollback',
      'status',
      'ls',
      'graph',
      'explain',
    ])
      assert.match(stdout, new RegExp(`^ {2}${command}\\b`, 'm'))
    assert.ok(stdout.split('\n').every((l) => l.length <= 80))
  }),
)

test(
  'a command that does not exist is exit 2, with what was meant',
  inEmpty((root) => {
    const { stderr, exit, stdout } = rtt(root, ['stauts'])
    assert.equal(exit, 2)
    assert.equal(stdout, '')
    assert.match(stderr, /RTT6001.*stauts/s)
    assert.match(stderr, /[Dd]id you mean status/)
  }),
)

test(
  'a mistake with --json is a document of the same envelope',
  inEmpty((root) => {
    for (const [args, exit] of [
      [['nope', '--json'], 2],
      [['scan', '--json', '--nope'], 2],
      [['ls', 'nothing', '--json'], 2],
      [['apply', '--json'], 2],
    ] as const) {
      const done = rtt(root, args)
      assert.equal(done.exit, exit)
      const body = done.json()
      assert.match(body['schema'], /^rtt\.\w+\/1$/)
      assert.equal(body['ok'], false)
      assert.ok(body['error'].code in codes)
      assert.ok(body['error'].help.length > 0)
    }
  }),
)

test(
  'bare rtt is status; a folder that RTT never saw is told to run rtt up',
  inEmpty((root) => {
    assert.equal(rtt(root, []).stdout, rtt(root, ['status']).stdout)
    assert.match(rtt(root, []).stdout, /Next: rtt up/)
  }),
)

test(
  '-C works in another folder; one that is not there is exit 2',
  inEmpty((root) => {
    mkdirSync(join(root, 'sub'))
    writeFileSync(join(root, 'sub/a.py'), 'print(1)\n')
    assert.equal(rtt(root, ['scan', '-C', 'sub', '--json']).json()['stats'].files, 1)
    assert.equal(rtt(root, ['-C', 'nowhere', 'scan']).exit, 2)
  }),
)

test(
  'the root is the nearest folder above that has .rtt or .git',
  inEmpty((root) => {
    mkdirSync(join(root, '.git'))
    mkdirSync(join(root, 'deep/down'), { recursive: true })
    writeFileSync(join(root, 'a.py'), 'print(1)\n')
    assert.equal(rtt(join(root, 'deep/down'), ['scan', '--json']).json()['stats'].files, 1)
  }),
)

test(
  '--version and -V print the version only',
  inEmpty((root) => {
    assert.match(rtt(root, ['--version']).stdout, /^\d+\.\d+\.\d+\n$/)
    assert.equal(rtt(root, ['-V']).stdout, rtt(root, ['--version']).stdout)
  }),
)

test(
  'rtt explain knows every code by number and by slug, and nothing else',
  inEmpty((root) => {
    for (const code of Object.keys(codes).slice(0, 3))
      assert.match(rtt(root, ['explain', code]).stdout, new RegExp(`^${code}`))
    assert.match(rtt(root, ['explain', 'e_syntax']).stdout, /^RTT1002/)
    assert.equal(rtt(root, ['explain', 'RTT0000']).exit, 2)
  }),
)

test(
  'colour is for terminals, and NO_COLOR and FORCE_COLOR are obeyed',
  inEmpty((root) => {
    const paint = '\u001b['
    assert.ok(
      !rtt(root, ['status'], { env: { NO_COLOR: undefined } }).stdout.includes(paint),
      'not into a pipe',
    )
    assert.ok(
      rtt(root, ['status'], { env: { NO_COLOR: undefined, FORCE_COLOR: '1' } }).stdout.includes(
        paint,
      ),
    )
    assert.ok(
      !rtt(root, ['status'], { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }).stdout.includes(paint),
    )
    assert.ok(
      !rtt(root, ['--no-color', 'status'], {
        env: { NO_COLOR: undefined, FORCE_COLOR: '1' },
      }).stdout.includes(paint),
    )
  }),
)

test('Ctrl-C ends a scan at a safe place with exit 130 and RTT9002; nothing is half-written', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 4000 }, (_, i) => [
      `src/m${i % 50}/f${i}.ts`,
      `export const a${i} = process.env.KEY_${i} ?? 'x'\n`.repeat(60),
    ]),
  )
  const r = makeRepository(files)
  try {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/rtt'), 'up'], {
      cwd: r.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    child.stdout.on('data', (d) => {
      text += d
    })
    child.stderr.on('data', (d) => {
      text += d
    })
    setTimeout(() => child.kill('SIGINT'), 900)
    const [exit, by] = await new Promise<[number | null, string | null]>((done) =>
      child.on('close', (...ended) => done(ended)),
    )
    // In a long piece of work that writes nothing the system ends it, and no word is said.
    if (by === null) {
      assert.equal(exit, 130, text)
      assert.match(text, /RTT9002/)
    } else assert.equal(by, 'SIGINT')
    assert.equal(rtt(r.root, ['up']).exit, 0)
  } finally {
    r.remove()
  }
})
