import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeBase64, encodeBase64 } from '../../../src/core/trust/base64.ts'
import { formatEnvelope, parseEnvelope, preAuthEncoding } from '../../../src/core/trust/dsse.ts'

const utf8 = new TextEncoder()

test('the pre-authentication encoding is that of the DSSE protocol', () => {
  // The protocol's own example.
  const pae = preAuthEncoding(utf8.encode('hello world'), 'http://example.com/HelloWorld')
  assert.equal(
    new TextDecoder().decode(pae),
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  )
  assert.equal(new TextDecoder().decode(preAuthEncoding(utf8.encode('é'), 'ü')), 'DSSEv1 2 ü 2 é')
})

test('an envelope comes back as it was, signatures ordered by key', () => {
  const payload = utf8.encode('{}')
  const sig = new Uint8Array(64).fill(7)
  const signatures = ['bbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaa'].map((keyid) => ({ keyid, sig }))
  const text = formatEnvelope({ payload, signatures })
  const parsed = parseEnvelope(utf8.encode(text), 'e')
  assert.deepEqual(parsed, { payload, signatures: signatures.toReversed() })
  assert.equal(formatEnvelope(parsed), text)
})

test('base64 has one spelling', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4)
  assert.equal(encodeBase64(bytes), 'AQIDBA==')
  assert.deepEqual(decodeBase64('AQIDBA=='), bytes)
  for (const other of ['AQIDBA', 'AQIDBB==', 'AQIDBA==\n', 'AQID BA==', 'AQIDBA=', 'AQID-A=='])
    assert.equal(decodeBase64(other), undefined, other)
})
