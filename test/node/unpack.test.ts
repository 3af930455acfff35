import assert from 'node:assert/strict'
import {
  chmodSync,
  mkdirSync,
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
import { afterEach, beforeEach, test } from 'node:test'
import { sha256 } from '../../src/core/json/digest.ts'
import { type Packed, unpack } from '../../src/node/unpack.ts'

const content = new TextEncoder().encode('an addon')
const packed: Packed = { sha256: sha256(content), bytes: () => content }
const below = ['cache', 'native']
let base = ''

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'rtt-unpack-'))
})
afterEach(() => rmSync(base, { recursive: true }))

const modeOf = (path: string): number => statSync(path).mode & 0o777

test('a file is unpacked once, private and under its digest', () => {
  const path = unpack(packed, { base, below })
  assert.equal(path, join(base, 'cache', 'native', `${packed.sha256}.node`))
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
  assert.equal(modeOf(path), 0o500)
  assert.equal(modeOf(join(base, 'cache', 'native')), 0o700)
  const again = unpack({ ...packed, bytes: () => assert.fail('unpacked twice') }, { base, below })
  assert.equal(again, path)
  assert.deepEqual(readdirSync(join(base, 'cache', 'native')), [`${packed.sha256}.node`])
})

test('a file that was changed is put right before it is used', () => {
  const path = unpack(packed, { base, below })
  chmodSync(path, 0o700)
  writeFileSync(path, 'something else')
  assert.equal(unpack(packed, { base, below }), path)
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
})

test('a link in the place of the file is replaced, not followed', () => {
  const victim = join(base, 'victim')
  writeFileSync(victim, 'mine')
  mkdirSync(join(base, 'cache', 'native'), { recursive: true, mode: 0o700 })
  symlinkSync(victim, join(base, 'cache', 'native', `${packed.sha256}.node`))
  const path = unpack(packed, { base, below })
  assert.deepEqual(new Uint8Array(readFileSync(path)), content)
  assert.equal(readFileSync(victim, 'utf8'), 'mine')
})

test('a folder that is a link, or open to others, is refused', () => {
  const outside = mkdtempSync(join(tmpdir(), 'rtt-outside-'))
  symlinkSync(outside, join(base, 'cache'))
  assert.throws(() => unpack(packed, { base, below }), /is not a folder/)
  assert.deepEqual(readdirSync(outside), [])
  rmSync(outside, { recursive: true })

  mkdirSync(join(base, 'open'))
  chmodSync(join(base, 'open'), 0o755)
  assert.throws(() => unpack(packed, { base, below: ['open'] }), /is open to others/)
})

test('bytes that are not what their digest says are never handed out', () => {
  const wrong = { ...packed, bytes: () => new TextEncoder().encode('not it') }
  assert.throws(() => unpack(wrong, { base, below }), /does not hold what was written/)
})
