import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { devKey, ensureDevKey, listKeys, loadKey, newKey } from '../../src/app/keys.ts'
import { nodeDurable } from '../../src/node/durable.ts'
import { nodeKeys } from '../../src/node/keys.ts'

const place = (t: TestContext) => {
  const root = fs.mkdtempSync(join(tmpdir(), 'rtt-keys-'))
  t.after(() => fs.rmSync(root, { recursive: true, force: true }))
  return { root, durable: nodeDurable(root), keys: nodeKeys(root) }
}

const modeOf = (path: string): number => fs.statSync(path).mode & 0o777

test('a new key is private, kept out of version control, and trusted on this clone', (t) => {
  const p = place(t)
  const key = newKey(p)
  assert.equal(modeOf(join(p.root, '.rtt/keys')), 0o700)
  assert.equal(modeOf(join(p.root, '.rtt/keys/dev.pem')), 0o600)
  assert.equal(modeOf(join(p.root, '.rtt/keys/trust.json')), 0o600)
  assert.equal(fs.readFileSync(join(p.root, '.rtt/keys/.gitignore'), 'utf8'), '*\n')
  assert.deepEqual(listKeys(p), [
    {
      id: key.id,
      name: 'dev',
      publicKey: key.publicKey,
      trust: ['local'],
      file: '.rtt/keys/dev.pem',
    },
  ])
  assert.ok(!fs.existsSync(join(p.root, '.rtt/trust')), 'the committed root is not made')
})

test('a second key needs another name', (t) => {
  const p = place(t)
  const dev = newKey(p)
  assert.throws(() => newKey(p), { name: 'RttError', code: 'RTT3005' })
  const team = newKey(p, 'team')
  assert.notEqual(team.id, dev.id)
  assert.deepEqual(
    listKeys(p).map((k) => k.name),
    ['dev', 'team'],
  )
  for (const name of ['', '../x', 'A', 'a/b', '.x', 'x'.repeat(65)])
    assert.throws(() => newKey(p, name), { code: 'RTT6001' }, name)
})

test('the development key is made once', (t) => {
  const p = place(t)
  assert.equal(devKey(p), undefined)
  const made = ensureDevKey(p)
  assert.equal(ensureDevKey(p).id, made.id)
  assert.equal(devKey(p)?.id, made.id)
})

test('a crash between trust and key leaves nothing in the way', (t) => {
  const p = place(t)
  newKey(p)
  p.durable.remove('.rtt/keys/dev.pem')
  const again = newKey(p)
  assert.deepEqual(
    listKeys(p).map((k) => k.id),
    [again.id],
  )
})

test('a key is named, or given as a file', (t) => {
  const p = place(t)
  const dev = newKey(p)
  assert.equal(loadKey(p, 'dev').id, dev.id)
  assert.equal(loadKey(p, '.rtt/keys/dev.pem').id, dev.id)
  const { key, pem } = p.keys.generate('mine')
  fs.writeFileSync(join(p.root, 'mine.pem'), pem, { mode: 0o600 })
  assert.equal(loadKey(p, join(p.root, 'mine.pem')).id, key.id)
  assert.throws(() => loadKey(p, 'nobody'), { code: 'RTT3005', exit: 2 })
})

test('keys of the committed root are listed first, one that is in both once', (t) => {
  const p = place(t)
  const dev = newKey(p)
  const { key: owner } = p.keys.generate('owner')
  const keys = [owner, dev].map(({ id, publicKey, name }) => ({
    id,
    publicKey,
    name,
    roles: ['plan'],
  }))
  p.durable.replace('.rtt/trust/root.json', JSON.stringify({ v: 1, keys }))
  assert.deepEqual(
    listKeys(p).map((k) => [k.name, k.trust]),
    [
      ['owner', ['root']],
      ['dev', ['root', 'local']],
    ],
  )
})

test('a link in place of the key is refused', (t) => {
  const p = place(t)
  newKey(p)
  const outside = join(p.root, 'elsewhere.pem')
  fs.renameSync(join(p.root, '.rtt/keys/dev.pem'), outside)
  fs.symlinkSync(outside, join(p.root, '.rtt/keys/dev.pem'))
  assert.throws(() => devKey(p), { code: 'RTT4003' })
})
