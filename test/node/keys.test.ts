import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { verifyEd25519Strict } from '../../src/core/trust/ed25519.ts'
import { isSoundPublicKey, keyIdOf, publicKeyBytes } from '../../src/core/trust/publicKey.ts'
import { nodeKeys } from '../../src/node/keys.ts'

const temporary = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'rtt-keys-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const message = new TextEncoder().encode('hello')
const refusal = (message: RegExp) => ({ name: 'RttError', code: 'RTT3005', message })

test('a new key signs what its public half verifies, and comes back from its PEM', (t) => {
  const root = temporary(t)
  const keys = nodeKeys(root)
  const { key, pem } = keys.generate('dev')
  assert.ok(isSoundPublicKey(key.publicKey))
  assert.equal(key.id, keyIdOf(key.publicKey))
  assert.match(pem, /^-----BEGIN PRIVATE KEY-----\n/)
  writeFileSync(join(root, 'dev.pem'), pem, { mode: 0o600 })
  const loaded = keys.load('dev.pem')
  assert.deepEqual([loaded.id, loaded.name], [key.id, 'dev'])
  assert.equal(keys.load(join(root, 'dev.pem')).id, key.id)
  const signature = loaded.sign(message)
  assert.equal(signature.length, 64)
  assert.ok(verifyEd25519Strict(publicKeyBytes(key.publicKey), message, signature))
  assert.notEqual(keys.generate('dev').key.id, key.id)
})

test('a key that others may read is refused', { skip: process.platform === 'win32' }, (t) => {
  const root = temporary(t)
  const path = join(root, 'dev.pem')
  writeFileSync(path, nodeKeys(root).generate('dev').pem)
  for (const mode of [0o644, 0o640, 0o604, 0o620]) {
    chmodSync(path, mode)
    assert.throws(() => nodeKeys(root).load('dev.pem'), refusal(/open to others/))
  }
  chmodSync(path, 0o400)
  assert.equal(nodeKeys(root).load('dev.pem').name, 'dev')
})

test('what is no Ed25519 private key is refused', (t) => {
  const root = temporary(t)
  const keys = nodeKeys(root)
  const put = (name: string, data: string) => writeFileSync(join(root, name), data, { mode: 0o600 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  put('ec.pem', ec.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  put('public.pem', ec.publicKey.export({ format: 'pem', type: 'spki' }).toString())
  put('noise.pem', 'not a key')
  put('huge.pem', 'x'.repeat(20_000))
  const locked = generateKeyPairSync('ed25519').privateKey
  const options = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' } as const
  put('locked.pem', locked.export(options).toString())
  mkdirSync(join(root, 'folder.pem'))
  symlinkSync('nowhere', join(root, 'dangling.pem'))
  assert.throws(() => keys.load('ec.pem'), refusal(/kind ec/))
  assert.throws(() => keys.load('public.pem'), refusal(/no private key/))
  assert.throws(() => keys.load('noise.pem'), refusal(/no private key/))
  assert.throws(() => keys.load('locked.pem'), refusal(/passphrase/))
  assert.throws(() => keys.load('huge.pem'), refusal(/larger/))
  assert.throws(() => keys.load('folder.pem'), refusal(/not a file/))
  assert.throws(() => keys.load('none.pem'), refusal(/ENOENT/))
  assert.throws(() => keys.load('dangling.pem'), refusal(/ENOENT/))
})
