import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const bin = join(import.meta.dirname, '../../bin/rtt')
const passphrase = { RTT_KEY_PASSPHRASE: 'correct horse' }

const pemOf = (encrypted?: string): string =>
  generateKeyPairSync('ed25519')
    .privateKey.export({
      format: 'pem',
      type: 'pkcs8',
      ...(encrypted === undefined ? {} : { cipher: 'aes-256-cbc', passphrase: encrypted }),
    })
    .toString()

test('SG-01 a key that is encrypted signs with its passphrase alone, and is listed without', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.match(
      rtt(root, ['keys', 'new', '--name', 'r', '--encrypt']).stderr,
      /RTT_KEY_PASSPHRASE/,
    )
    assert.ok(!existsSync(join(root, '.rtt/keys/r.pem')))
    const env = passphrase
    assert.equal(rtt(root, ['keys', 'new', '--name', 'r', '--encrypt'], { env }).exit, 0)
    const pem = readFileSync(join(root, '.rtt/keys/r.pem'), 'utf8')
    assert.match(pem, /BEGIN ENCRYPTED PRIVATE KEY/)
    assert.equal(statSync(join(root, '.rtt/keys/r.pem')).mode & 0o777, 0o600)
    assert.throws(() => createPrivateKey({ key: pem, passphrase: 'battery' }))
    assert.equal(
      createPrivateKey({ key: pem, passphrase: 'correct horse' }).asymmetricKeyType,
      'ed25519',
    )
    assert.match(rtt(root, ['keys', 'list']).stdout, /r\s+local\s+.*\.rtt\/keys\/r\.pem/)
    const without = rtt(root, ['sign', '--key', 'r'])
    assert.equal(without.exit, 2)
    assert.match(without.stderr, /is encrypted, and no passphrase is given/)
    const wrong = rtt(root, ['sign', '--key', 'r'], { env: { RTT_KEY_PASSPHRASE: 'battery' } })
    assert.match(wrong.stderr, /the passphrase is\s+another one/)
    assert.doesNotMatch(without.stderr + wrong.stderr, /battery|horse|\n\s+at /)
    assert.equal(rtt(root, ['sign', '--key', 'r'], { env }).exit, 0)
  }))

test('a key comes from a variable or a descriptor, and is never an argument', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const pem = pemOf()
    for (const CI_KEY of [pem, pem.replaceAll('\n', '\\n')])
      assert.equal(rtt(root, ['sign', '--key', 'env:CI_KEY'], { env: { CI_KEY } }).exit, 0)
    assert.match(
      rtt(root, ['sign', '--key', 'env:NONE']).stderr,
      /env:NONE cannot be used as a key: it is not set/,
    )
    const shell = `exec 3< "$1"; exec "$2" "$3" sign --key fd:3`
    writeFileSync(join(root, 'k.pem'), pem, { mode: 0o644 })
    const given = spawnSync('sh', ['-c', shell, 'sh', 'k.pem', process.execPath, bin], {
      cwd: root,
    })
    assert.equal(given.status, 0, `${given.stderr}`)
    // The same file by its path is open to others.
    assert.match(rtt(root, ['sign', '--key', 'k.pem']).stderr, /open to others/)
  }))

test('a key that is trusted counts for all, and no more once it is revoked', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(rtt(root, ['verify', '--ci']).exit, 10)
    const env = { SIGNING_KEY: pemOf('x y'), RTT_KEY_PASSPHRASE: 'x y' }
    assert.equal(rtt(root, ['keys', 'import', 'env:SIGNING_KEY', '--name', 'ci'], { env }).exit, 0)
    assert.match(readFileSync(join(root, '.rtt/keys/ci.pem'), 'utf8'), /BEGIN PRIVATE KEY/)
    const trusted = rtt(root, [
      'keys',
      'trust',
      'ci',
      '--expires',
      '2999-01-01T00:00:00Z',
      '--json',
    ])
    const { id } = trusted.json()
    assert.equal(rtt(root, ['sign', '--key', 'ci']).exit, 0)
    assert.equal(rtt(root, ['verify', '--ci']).exit, 0)
    assert.match(rtt(root, ['keys', 'list']).stdout, /ci\s+root\+local\s+2999-01-01T00:00:00Z/)
    assert.equal(rtt(root, ['keys', 'trust', 'ci', '--expires', '2000-01-01T00:00:00Z']).exit, 0)
    assert.equal(rtt(root, ['verify', '--ci']).exit, 5)
    assert.equal(rtt(root, ['keys', 'trust', id]).exit, 0)
    assert.equal(rtt(root, ['verify', '--ci']).exit, 0)
    assert.deepEqual(rtt(root, ['keys', 'revoke', id, '--json']).json()['from'], ['root', 'local'])
    assert.notEqual(rtt(root, ['verify', '--ci']).exit, 0)
    assert.equal(rtt(root, ['keys', 'revoke', id]).exit, 2)
  }))

test('what cannot be trusted is refused, and nothing is written', () =>
  withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    for (const args of [
      ['trust', 'nobody'],
      // Of small order.
      ['trust', `01${'00'.repeat(31)}`],
      ['trust', 'dev', '--expires', 'tomorrow'],
      ['revoke', 'nobody'],
      ['import', 'package.json'],
      ['import', 'env:NONE'],
      ['lose'],
      ['trust'],
    ]) {
      const done = rtt(root, ['keys', ...args])
      assert.ok([2, 5].includes(done.exit!), args.join(' '))
      assert.match(done.stderr, /error\[RTT(?:3005|6001|6003)\]/)
    }
    assert.ok(!existsSync(join(root, '.rtt/trust')))
  }))
