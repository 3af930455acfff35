import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Syscalls, systemCalls } from '../../src/node/durable/syscalls.ts'
import { nodeDurable } from '../../src/node/durable.ts'

const utf8 = new TextEncoder()

const temporary = (t: TestContext): string => {
  const folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'rtt-durable-'))
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString()

/** The system's calls with some of them replaced, and a record of those that change something. */
const watched = (changes: Partial<Syscalls> = {}) => {
  const seen: string[] = []
  const names = [
    'fsyncSync',
    'renameSync',
    'linkSync',
    'unlinkSync',
    'mkdirSync',
    'writeSync',
  ] as const
  const recorded = Object.fromEntries(
    names.map((name) => {
      const call = (changes[name] ?? systemCalls[name]) as (...a: unknown[]) => unknown
      return [
        name,
        (...args: unknown[]) => {
          seen.push(name.replace('Sync', ''))
          return call(...args)
        },
      ]
    }),
  )
  const calls = { ...systemCalls, ...changes, ...recorded } as Syscalls
  return { calls, seen }
}

const eio = (): never => {
  throw Object.assign(new Error('EIO'), { code: 'EIO' })
}

const refusal = { name: 'RttError', code: 'RTT4003' }

test('files are written, read, listed, cut and removed', (t) => {
  const root = temporary(t)
  const durable = nodeDurable(root)
  assert.equal(durable.read('a/b.txt'), undefined)
  assert.deepEqual(durable.list('a'), [])
  durable.replace('a/b.txt', 'one')
  durable.replace('a/b.txt', utf8.encode('two'))
  assert.equal(text(durable.read('a/b.txt')), 'two')
  durable.append('a/log', 'x')
  durable.append('a/log', 'yz')
  assert.equal(text(durable.read('a/log')), 'xyz')
  durable.truncate('a/log', 2)
  assert.equal(text(durable.read('a/log')), 'xy')
  assert.deepEqual(durable.list('a'), ['b.txt', 'log'])
  assert.equal(durable.read('a'), undefined, 'a folder is no file')
  assert.deepEqual(durable.list('a/log'), [], 'a file is no folder')
  assert.ok(durable.exists('a'))
  durable.remove('a')
  durable.remove('a')
  assert.ok(!durable.exists('a'))
  assert.deepEqual(fs.readdirSync(root), [])
})

test('create makes a file once, and whole', (t) => {
  const root = temporary(t)
  const durable = nodeDurable(root)
  assert.equal(durable.create('keys/a.pem', 'first', 0o600), true)
  assert.equal(durable.create('keys/a.pem', 'second', 0o600), false)
  assert.equal(text(durable.read('keys/a.pem')), 'first')
  assert.equal(fs.statSync(join(root, 'keys/a.pem')).mode & 0o777, 0o600)
  assert.deepEqual(fs.readdirSync(join(root, 'keys')), ['a.pem'])
})

test('create does without hard links', (t) => {
  const { calls } = watched({
    linkSync: () => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
    },
  })
  const root = temporary(t)
  const durable = nodeDurable(root, calls)
  assert.equal(durable.create('a', '1'), true)
  assert.equal(durable.create('a', '2'), false)
  assert.deepEqual([text(durable.read('a')), fs.readdirSync(root)], ['1', ['a']])
})

test('a replaced file is synced before its name, and its folder after', (t) => {
  const root = temporary(t)
  const { calls, seen } = watched()
  const durable = nodeDurable(root, calls)
  durable.replace('f', '1')
  assert.deepEqual(seen, ['write', 'fsync', 'rename', 'fsync'])
  seen.length = 0
  durable.append('log', '1')
  assert.deepEqual(seen, ['write', 'fsync', 'fsync'])
  seen.length = 0
  durable.append('log', '2')
  assert.deepEqual(seen, ['write', 'fsync'])
  seen.length = 0
  durable.replaceCache('cache/f', '1')
  assert.deepEqual(seen, ['mkdir', 'write', 'rename'])
  seen.length = 0
  durable.makeFolder('d/e')
  assert.deepEqual(seen, ['mkdir', 'fsync', 'mkdir', 'fsync'])
})

test('a folder that another process made is synced once, too', (t) => {
  const root = temporary(t)
  fs.mkdirSync(join(root, 'd'))
  const { calls, seen } = watched()
  const durable = nodeDurable(root, calls)
  durable.replace('d/f', '1')
  assert.deepEqual(seen, ['fsync', 'write', 'fsync', 'rename', 'fsync'])
  seen.length = 0
  durable.replace('d/f', '2')
  assert.deepEqual(seen, ['write', 'fsync', 'rename', 'fsync'])
})

test('after a failed sync nothing is written any more', (t) => {
  const root = temporary(t)
  let broken = false
  const { calls } = watched({ fsyncSync: (fd) => (broken ? eio() : fs.fsyncSync(fd)) })
  const durable = nodeDurable(root, calls)
  durable.replace('f', 'old')
  broken = true
  assert.throws(() => durable.replace('f', 'new'), refusal)
  broken = false
  assert.equal(text(durable.read('f')), 'old')
  for (const write of [
    () => durable.replace('f', 'newer'),
    () => durable.replaceCache('f', 'newer'),
    () => durable.append('f', 'x'),
    () => durable.create('g', 'x'),
    () => durable.truncate('f', 0),
    () => durable.remove('f'),
    () => durable.makeFolder('d'),
    () => durable.syncFolder(''),
  ])
    assert.throws(write, { ...refusal, message: /nothing more is written/ })
  assert.equal(text(durable.read('f')), 'old')
  assert.deepEqual(fs.readdirSync(root), ['f'])
})

test('a write that fails leaves the old file and no temporary one', (t) => {
  const root = temporary(t)
  nodeDurable(root).replace('f', 'old')
  for (const name of ['writeSync', 'renameSync'] as const) {
    const { calls } = watched({ [name]: eio })
    assert.throws(() => nodeDurable(root, calls).replace('f', 'new'), refusal)
    assert.equal(fs.readFileSync(join(root, 'f'), 'utf8'), 'old')
    assert.deepEqual(fs.readdirSync(root), ['f'])
  }
})

test('an append that fails half-way is cut off again', (t) => {
  const root = temporary(t)
  nodeDurable(root).append('log', 'whole\n')
  let writes = 0
  const { calls } = watched({
    writeSync: ((fd: number, bytes: Uint8Array, at: number) =>
      writes++ === 0 ? fs.writeSync(fd, bytes, at, 2) : eio()) as unknown as Syscalls['writeSync'],
  })
  const durable = nodeDurable(root, calls)
  assert.throws(() => durable.append('log', 'second\n'), refusal)
  assert.equal(text(durable.read('log')), 'whole\n')
  assert.equal(writes, 2, 'the fault struck')
})

test('short writes are gone on with', (t) => {
  const root = temporary(t)
  const { calls } = watched({
    writeSync: ((fd: number, bytes: Uint8Array, at: number) =>
      fs.writeSync(fd, bytes, at, 1)) as unknown as Syscalls['writeSync'],
  })
  const durable = nodeDurable(root, calls)
  durable.replace('f', 'hello')
  assert.equal(text(durable.read('f')), 'hello')
})

test('no call passes through a symbolic link, and nothing is written behind one', (t) => {
  const root = temporary(t)
  const outside = temporary(t)
  fs.writeFileSync(join(outside, 'f'), 'theirs')
  fs.mkdirSync(join(outside, 'd'))
  fs.symlinkSync(outside, join(root, 'link'))
  fs.symlinkSync(join(outside, 'f'), join(root, 'file'))
  fs.symlinkSync(join(outside, 'new'), join(root, 'dangling'))
  const durable = nodeDurable(root)
  for (const path of ['link/f', 'link/new', 'link/d/new', 'link', 'file', 'dangling'])
    for (const act of [
      () => durable.read(path),
      () => durable.list(path),
      () => durable.exists(path),
      () => durable.replace(path, 'ours'),
      () => durable.replaceCache(path, 'ours'),
      () => durable.create(path, 'ours'),
      () => durable.append(path, 'ours'),
      () => durable.truncate(path, 0),
      () => durable.remove(path),
      () => durable.makeFolder(path),
      () => durable.syncFolder(path),
      () => durable.sweep(path),
    ])
      assert.throws(act, { ...refusal, message: /symbolic link/ }, path)
  assert.deepEqual(fs.readdirSync(outside), ['d', 'f'])
  assert.equal(fs.readFileSync(join(outside, 'f'), 'utf8'), 'theirs')
  assert.deepEqual(fs.readdirSync(join(outside, 'd')), [])
})

test('removing a folder removes links in it, not what they point to', (t) => {
  const root = temporary(t)
  const outside = temporary(t)
  fs.writeFileSync(join(outside, 'f'), 'theirs')
  fs.mkdirSync(join(root, 'd'))
  fs.symlinkSync(outside, join(root, 'd/link'))
  nodeDurable(root).remove('d')
  assert.ok(!fs.existsSync(join(root, 'd')))
  assert.equal(fs.readFileSync(join(outside, 'f'), 'utf8'), 'theirs')
})

test('a path cannot leave the root', (t) => {
  const durable = nodeDurable(temporary(t))
  for (const path of ['../x', 'a/../../x', '/etc/x', 'a//b', './a', 'a/', 'a\\b', 'a\0b', '..'])
    assert.throws(() => durable.replace(path, 'x'), refusal, path)
})

test('a file where a folder should be is refused without a half write', (t) => {
  const root = temporary(t)
  fs.writeFileSync(join(root, 'd'), 'a file')
  const durable = nodeDurable(root)
  for (const act of [
    () => durable.replace('d/f', 'x'),
    () => durable.append('d/e/f', 'x'),
    () => durable.makeFolder('d/e'),
    () => durable.makeFolder('d'),
  ])
    assert.throws(act, refusal)
  assert.equal(fs.readFileSync(join(root, 'd'), 'utf8'), 'a file')
})

test('a folder where a file should be is refused', (t) => {
  const root = temporary(t)
  fs.mkdirSync(join(root, 'f'))
  for (const act of ['replace', 'append', 'create'] as const)
    assert.throws(() => nodeDurable(root)[act]('f', 'x'), refusal)
})

test('what a dead writer left is hidden, and swept', (t) => {
  const root = temporary(t)
  fs.writeFileSync(join(root, '.rtt-0123456789abcdef.tmp'), 'half')
  fs.writeFileSync(join(root, '.rtt-mine.tmp'), 'the user’s')
  const durable = nodeDurable(root)
  assert.deepEqual(durable.list(''), ['.rtt-mine.tmp'])
  durable.sweep('')
  assert.deepEqual(fs.readdirSync(root), ['.rtt-mine.tmp'])
})

test('the root itself may be reached by a link', (t) => {
  const root = temporary(t)
  const link = join(temporary(t), 'link')
  fs.symlinkSync(root, link)
  nodeDurable(link).replace('f', 'x')
  assert.equal(fs.readFileSync(join(root, 'f'), 'utf8'), 'x')
})
