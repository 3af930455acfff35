import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RttError } from '../../../src/core/diag/error.ts'
import { parseTrust } from '../../../src/core/trust/root.ts'
import { keyNamed } from './key.ts'

const key = keyNamed('anna').trusted
const parse = (value: unknown) => parseTrust(Buffer.from(JSON.stringify(value)), 'root.json')
const parseText = (text: string) => parseTrust(Buffer.from(text), 'root.json')
const refusal = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof RttError && error.code === code && words.test(error.message)

test('people may write a trust root in any order and layout', () => {
  const text = JSON.stringify({ keys: [key], v: 1, threshold: 1 }, null, 2)
  assert.deepEqual(parseText(`${text}\n`), { v: 1, keys: [key], threshold: 1 })
})

test('expiry is brought to one form', () => {
  const { keys } = parse({ v: 1, keys: [{ ...key, expires: '2031-02-03T04:05:06.789Z' }] })
  assert.equal(keys[0]?.expires, '2031-02-03T04:05:06Z')
  assert.throws(
    () => parse({ v: 1, keys: [{ ...key, expires: '2031-02-30T00:00:00Z' }] }),
    refusal('RTT6003', /expires/),
  )
})

test('a newer root is told apart before anything else about it is judged', () => {
  assert.throws(() => parse({ v: 2, signers: {} }), refusal('RTT6002', /newer RTT/))
})

test('what a trust root may not say', () => {
  const bad: readonly [unknown, RegExp][] = [
    [{ v: 1, keys: [key], threshold: 0 }, /threshold/],
    [{ v: 1, keys: [key], more: 1 }, /more/],
    [{ v: 1, keys: [{ ...key, roles: ['admin'] }] }, /roles/],
    [{ v: 1, keys: [{ ...key, roles: [] }] }, /roles/],
    [{ v: 1, keys: [{ ...key, id: '0123456789abcdef' }] }, /not the id/],
    [{ v: 1, keys: [{ ...key, publicKey: `01${'0'.repeat(62)}` }] }, /not a sound/],
    [{ v: 1 }, /keys/],
    [[], /shape/],
    [null, /shape/],
  ]
  for (const [value, words] of bad)
    assert.throws(() => parse(value), refusal('RTT6003', words), JSON.stringify(value))
})

test('a member that stands twice is refused, since a reviewer and a parser read it differently', () => {
  const twice = `{"v":1,"threshold":2,"keys":[],"threshold":1}`
  assert.throws(() => parseText(twice), refusal('RTT6003', /twice/))
  assert.deepEqual(parseText('{"v":1,"keys":[]}').keys, [])
  const colon = parse({ v: 1, keys: [{ ...key, name: 'a:b\\"c:' }] })
  assert.equal(colon.keys[0]?.name, 'a:b\\"c:')
})

test('hostile bytes are refused by size and depth before they are parsed', () => {
  assert.throws(() => parseText('['.repeat(100)), refusal('RTT6003', /deeper/))
  assert.throws(() => parseText(' '.repeat(300_000)), refusal('RTT6003', /larger/))
  assert.throws(() => parseText('{"__proto__":{"v":1},"v":1,"keys":[]}'), refusal('RTT6003', /./))
  assert.throws(() => parseTrust(Uint8Array.of(0xff, 0xfe), 'r'), refusal('RTT6003', /not JSON/))
})
