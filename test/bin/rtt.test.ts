import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { parse } from 'acorn'

const root = join(import.meta.dirname, '..', '..')
const home = mkdtempSync(join(tmpdir(), 'rtt-launcher-'))
const launcher = join(home, 'bin', 'rtt')

// A main of its own, so that the launcher alone is under test.
const main = `
export const main = async (argv, host) => {
  if (argv[0] === 'throw') throw new Error('it broke')
  if (argv[0] === 'flood') for (let i = 0; i < 50_000; i++) host.stdout.write('line ' + i + '\\n')
  if (argv[0] === 'show') host.stdout.write(JSON.stringify([argv, host.version, host.cwd]))
  return argv[0] === 'three' ? 3 : 0
}
`

before(() => {
  cpSync(join(root, 'bin'), join(home, 'bin'), { recursive: true })
  mkdirSync(join(home, 'src', 'cli'), { recursive: true })
  writeFileSync(join(home, 'src', 'cli', 'main.ts'), main)
  writeFileSync(join(home, 'package.json'), '{ "version": "1.2.3", "type": "module" }')
  // What a Node says of itself is a getter, and it is older than the one that runs this.
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: process.env.FAKE } })`
  writeFileSync(join(home, 'pretend.cjs'), pretend)
})
after(() => rmSync(home, { recursive: true }))

const run = (args: readonly string[], nodeArgs: readonly string[] = [], env = {}) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...nodeArgs, launcher, ...args], {
    encoding: 'utf8',
    cwd: home,
    env: { ...process.env, ...env },
  })
  return { stdout, stderr, status }
}

const under = (version: string) =>
  run(['show'], ['-r', join(home, 'pretend.cjs')], { FAKE: version })

test('an old Node gets one clear line and exit code 2', () => {
  for (const version of ['10.24.1', '20.20.2', '22.17.1'])
    assert.deepEqual(under(version), {
      stdout: '',
      stderr: `rtt needs Node 22.18 or newer; this is ${version}.\n`,
      status: 2,
    })
  for (const version of ['22.18.0', '23.0.0', '24.1.0']) assert.equal(under(version).status, 0)
})

test('the launcher is written in what Node 10 can parse', () => {
  for (const name of ['rtt', 'launch.js']) {
    // Node 10 has import(), which the standard took up two years later.
    const text = readFileSync(join(root, 'bin', name), 'utf8').replaceAll('import(', 'load(')
    parse(text, { ecmaVersion: 2018, sourceType: 'script', allowHashBang: true })
  }
})

test('--version comes from package.json', () => {
  for (const flag of ['--version', '-V'])
    assert.deepEqual(run([flag]), { stdout: '1.2.3\n', stderr: '', status: 0 })
})

test('main gets the arguments and the host, and its number is the exit code', () => {
  const shown = run(['show', '--version', 'x'])
  assert.deepEqual(JSON.parse(shown.stdout), [['show', '--version', 'x'], '1.2.3', home])
  assert.equal(run(['three']).status, 3)
})

test('what main throws is one line, its stack only with --debug', () => {
  assert.deepEqual(run(['throw']), { stdout: '', stderr: 'error[RTT9001]: it broke\n', status: 1 })
  assert.match(run(['throw', '--debug']).stderr, /it broke\n\s+at .*main/)
})

test('everything written is flushed, and a reader that leaves early is no error', async () => {
  assert.equal(run(['flood']).stdout.split('\n').length, 50_001)
  const child = spawn(process.execPath, [launcher, 'flood'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const status = await new Promise((resolve) => child.on('exit', resolve))
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
})
