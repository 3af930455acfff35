import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { assetFolders, listAssets } from '../../src/node/assets.ts'
import { binary, build, type Form, installPackage, packageJson, root } from './install.ts'

const home = mkdtempSync(join(tmpdir(), 'rtt-release-'))
const forms: Record<string, Form> = { binary }
let built = ''

before(() => {
  built = build()
  const { form, how } = installPackage(home)
  forms['package'] = form
  console.log(`package: ${how}`)
})
after(() => rmSync(home, { recursive: true }))

type Where = { readonly cwd: string; readonly env?: NodeJS.ProcessEnv }

const run = ([command, ...first]: Form, args: readonly string[], where: Where) => {
  const { stdout, stderr, status } = spawnSync(command, [...first, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: undefined, ...where.env },
    cwd: where.cwd,
    input: '',
  })
  return { stdout, stderr, status }
}

const shop = (name: string): string => {
  const folder = join(home, name)
  cpSync(join(root, 'test/fixtures/release/shop'), folder, { recursive: true })
  return folder
}

const jsonOf = (stdout: string): { readonly schema?: string } => JSON.parse(stdout)

for (const name of ['package', 'binary']) {
  describe(`the ${name}`, { skip: name === 'binary' && process.platform !== 'linux' }, () => {
    test('says its version, with nothing on stderr', () => {
      for (const flag of ['--version', '-V'])
        assert.deepEqual(run(forms[name]!, [flag], { cwd: home }), {
          stdout: `${packageJson.version}\n`,
          stderr: '',
          status: 0,
        })
    })

    test('runs up and verify, and up again changes nothing', () => {
      const cwd = shop(`${name}-up`)
      const first = run(forms[name]!, ['up'], { cwd })
      assert.equal(first.status, 0, first.stderr)
      assert.ok(existsSync(join(cwd, '.rtt', 'wal')), 'up wrote no log')
      const verified = run(forms[name]!, ['verify'], { cwd })
      assert.equal(verified.status, 0, verified.stderr + verified.stdout)
      const before = readdirSync(cwd, { recursive: true }).sort()
      assert.equal(run(forms[name]!, ['up'], { cwd }).status, 0)
      assert.deepEqual(readdirSync(cwd, { recursive: true }).sort(), before)
    })

    test('answers with one JSON document', () => {
      const cwd = shop(`${name}-json`)
      const { stdout, stderr, status } = run(forms[name]!, ['scan', '--json'], { cwd })
      assert.equal(status, 0, stderr)
      assert.equal(jsonOf(stdout).schema, 'rtt.scan/1')
      assert.equal(stderr, '')
    })

    test('answers a mistake with a code, exit 2 and no stack', () => {
      const { stdout, stderr, status } = run(forms[name]!, ['nonsense'], { cwd: home })
      assert.equal(status, 2)
      assert.match(stderr, /RTT6001/)
      assert.doesNotMatch(stderr + stdout, /\n\s+at /)
    })

    test('writes nothing outside the repository', () => {
      const cwd = shop(`${name}-alone`)
      const elsewhere = mkdtempSync(join(home, 'elsewhere-'))
      const env = { HOME: elsewhere, TMPDIR: elsewhere, XDG_CACHE_HOME: elsewhere }
      assert.equal(run(forms[name]!, ['up'], { cwd, env }).status, 0)
      assert.deepEqual(readdirSync(elsewhere), [])
    })
  })
}

test('the binary needs neither PATH nor Node nor the folder it was built in', {
  skip: process.platform !== 'linux',
}, () => {
  const repository = shop('bare')
  const moved = join(home, 'moved')
  cpSync(binary[0], moved)
  const env = { PATH: '', NODE_OPTIONS: '--no-such-option' }
  const up = run([moved], ['-C', repository, 'up', '--json'], { cwd: '/', env })
  assert.equal(up.status, 0, up.stderr)
  assert.equal(jsonOf(up.stdout).schema, 'rtt.up/1')
})

test('an addon that was tampered with is put right before it is loaded', {
  skip: process.platform !== 'linux',
}, () => {
  const cwd = shop('tampered')
  assert.equal(run(binary, ['up'], { cwd }).status, 0)
  const folder = join(cwd, '.rtt', 'cache', 'native')
  const [name] = readdirSync(folder)
  const addon = join(folder, name!)
  const size = statSync(addon).size
  rmSync(addon)
  writeFileSync(addon, 'not an addon')
  // Something must have changed, or nothing is opened.
  writeFileSync(join(cwd, 'api', 'Dockerfile'), 'FROM node:24\nEXPOSE 8081\n')
  assert.equal(run(binary, ['up'], { cwd }).status, 0)
  assert.equal(statSync(addon).size, size)
})

test('the package tells an old Node so in one line', () => {
  const pretend = join(home, 'pretend.cjs')
  const versions = '{ ...process.versions, node: "20.20.2" }'
  writeFileSync(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} })`)
  const [node, launcher] = forms['package']!
  assert.deepEqual(run([node, '-r', pretend, launcher!], ['up'], { cwd: home }), {
    stdout: '',
    stderr: 'rtt needs Node 22.18 or newer; this is 20.20.2.\n',
    status: 2,
  })
})

test('the package brings every asset of the checkout', () => {
  const installed = join(home, 'node_modules', 'rtt')
  const names = assetFolders.flatMap((folder) => listAssets(folder))
  assert.ok(names.length > 0)
  for (const name of names)
    assert.deepEqual(readFileSync(join(installed, name)), readFileSync(join(root, name)), name)
})

test('a second build elsewhere gives the same bytes', () => {
  const second = join(home, 'second', 'checkout')
  const leftOut = ['node_modules', 'dist', '.git'].map((name) => join(root, name))
  cpSync(root, second, { recursive: true, filter: (path) => !leftOut.includes(path) })
  symlinkSync(join(root, 'node_modules'), join(second, 'node_modules'))
  assert.equal(build(second), built)
  assert.match(built, /^[0-9a-f]{64} .*\.tgz$/m)
})
