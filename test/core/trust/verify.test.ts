import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalize } from '../../../src/core/json/canonical.ts'
import { sha256 } from '../../../src/core/json/digest.ts'
import { formatEnvelope, preAuthEncoding } from '../../../src/core/trust/dsse.ts'
import type { Trust, TrustedKey } from '../../../src/core/trust/root.ts'
import { filePredicate, formatStatement, planPredicate } from '../../../src/core/trust/statement.ts'
import {
  type Accept,
  planSubjectName,
  type TrustSet,
  verifyEnvelope,
  verifyFileEnvelope,
} from '../../../src/core/trust/verify.ts'
import { keyNamed } from './key.ts'

const utf8 = new TextEncoder()
const now = '2030-01-31T12:00:00Z'
const planBytes = utf8.encode(canonicalize({ v: 1, projection: 1, routes: [] }))
const planId = sha256(planBytes)
const [anna, bert] = [keyNamed('anna'), keyNamed('bert')]

const payloadFor = (predicateType: typeof planPredicate | typeof filePredicate, name: string) =>
  utf8.encode(
    formatStatement({
      predicateType,
      subjects: [{ name, sha256: planId }],
      time: now,
      host: 'test',
      key: anna.id,
    }),
  )
const payload = payloadFor(planPredicate, planSubjectName(planId))

const signedBy = (signers: readonly ReturnType<typeof keyNamed>[], body = payload): Uint8Array => {
  const signatures = signers.map((key) => ({ keyid: key.id, sig: key.sign(preAuthEncoding(body)) }))
  return utf8.encode(formatEnvelope({ payload: body, signatures }))
}

const trusting = (keys: readonly TrustedKey[], threshold?: number): Trust => ({
  v: 1,
  keys: [...keys],
  ...(threshold === undefined ? {} : { threshold }),
})

const check = (envelope: Uint8Array | undefined, trust: TrustSet, accept: Accept = 'local') =>
  verifyEnvelope({ envelope, path: 'e.dsse.json', planBytes, trust, accept, now })

const codeOf = (envelope: Uint8Array | undefined, trust: TrustSet, accept?: Accept) => {
  const verdict = check(envelope, trust, accept)
  return verdict.ok ? 'ok' : verdict.code
}

test('a trusted signature holds, by root before local', () => {
  const root = trusting([anna.trusted])
  const local = trusting([anna.trusted, bert.trusted])
  const byRoot = check(signedBy([anna]), { root, local })
  assert.ok(byRoot.ok)
  assert.deepEqual([byRoot.via, byRoot.keys], ['root', [anna.id]])
  const byLocal = check(signedBy([bert]), { root, local })
  assert.ok(byLocal.ok)
  assert.equal(byLocal.via, 'local')
})

test('CI accepts the committed root only', () => {
  const local = trusting([anna.trusted])
  assert.equal(codeOf(signedBy([anna]), { local }, 'local'), 'ok')
  assert.equal(codeOf(signedBy([anna]), { local }, 'root'), 'RTT3003')
  assert.equal(
    codeOf(signedBy([anna]), { root: trusting([bert.trusted]), local }, 'root'),
    'RTT3003',
  )
})

test('unsigned, unknown, expired and tampered have codes of their own', () => {
  const root = trusting([anna.trusted])
  assert.equal(codeOf(undefined, { root }), 'RTT3002')
  assert.equal(codeOf(signedBy([]), { root }), 'RTT3002')
  assert.equal(codeOf(signedBy([bert]), { root }), 'RTT3003')
  assert.equal(codeOf(signedBy([anna]), {}), 'RTT3003')
  const expired = trusting([{ ...anna.trusted, expires: now }])
  assert.equal(codeOf(signedBy([anna]), { root: expired }), 'RTT3004')
  const valid = trusting([{ ...anna.trusted, expires: '2030-01-31T12:00:01Z' }])
  assert.equal(codeOf(signedBy([anna]), { root: valid }), 'ok')
  const forged = signedBy([{ ...bert, id: anna.id }])
  assert.equal(codeOf(forged, { root }), 'RTT3001')
})

test('a broken signature of a trusted key refuses the envelope whatever else it holds', () => {
  const both = signedBy([anna, { ...keyNamed('eve'), id: bert.id }])
  assert.equal(codeOf(both, { root: trusting([anna.trusted, bert.trusted]) }), 'RTT3001')
})

test('a threshold counts key material, not entries and not signatures', () => {
  const twice = trusting([anna.trusted, { ...anna.trusted, name: 'anna again' }], 2)
  assert.equal(codeOf(signedBy([anna]), { root: twice }), 'RTT3003')
  assert.equal(codeOf(signedBy([anna, anna]), { root: twice }), 'RTT3003')
  const two = trusting([anna.trusted, bert.trusted], 2)
  assert.equal(codeOf(signedBy([anna]), { root: two }), 'RTT3003')
  assert.equal(codeOf(signedBy([anna, bert]), { root: two }), 'ok')
})

test('a statement for another plan or about a file does not hold', () => {
  const root = trusting([anna.trusted])
  const other = signedBy([anna], payloadFor(planPredicate, planSubjectName('0'.repeat(64))))
  assert.equal(codeOf(other, { root }), 'RTT3001')
  const file = signedBy([anna], payloadFor(filePredicate, planSubjectName(planId)))
  assert.equal(codeOf(file, { root }), 'RTT3001')
  const asFile = {
    path: 'p',
    trust: { root },
    now,
    name: planSubjectName(planId),
    bytes: planBytes,
  }
  assert.equal(verifyFileEnvelope({ ...asFile, envelope: file }).ok, true)
  assert.equal(verifyFileEnvelope({ ...asFile, envelope: signedBy([anna]) }).ok, false)
})

test('a predicate of a newer RTT is told apart from a broken one', () => {
  const newer = utf8.encode(new TextDecoder().decode(payload).replace('"v":1', '"v":2'))
  assert.equal(codeOf(signedBy([anna], newer), { root: trusting([anna.trusted]) }), 'RTT6002')
  const odd = utf8.encode('{"_type":"x"}')
  assert.equal(codeOf(signedBy([anna], odd), { root: trusting([anna.trusted]) }), 'RTT3007')
})

test('no byte of an envelope or of a plan can be changed', () => {
  const root = trusting([anna.trusted])
  const envelope = signedBy([anna])
  fc.assert(
    fc.property(fc.nat(envelope.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Uint8Array.from(envelope)
      changed[at] = (changed[at] as number) ^ mask
      assert.notEqual(codeOf(changed, { root }), 'ok')
    }),
    { numRuns: 1000 },
  )
  for (let at = 0; at < planBytes.length; at++) {
    const changed = Uint8Array.from(planBytes)
    changed[at] = (changed[at] as number) ^ 1
    const verdict = verifyEnvelope({
      envelope,
      path: 'e',
      planBytes: changed,
      trust: { root },
      now,
    })
    assert.equal(verdict.ok, false)
  }
})

test('an envelope of another spelling is refused', () => {
  const root = trusting([anna.trusted])
  const text = new TextDecoder().decode(signedBy([anna]))
  const pretty = utf8.encode(JSON.stringify(JSON.parse(text), null, 1))
  assert.equal(codeOf(pretty, { root }), 'RTT3007')
  assert.equal(codeOf(utf8.encode(`${text}\n`), { root }), 'RTT3007')
  assert.equal(codeOf(utf8.encode('{"signatures":[]}'), { root }), 'RTT3007')
  assert.equal(codeOf(new Uint8Array(5 * 1024 * 1024), { root }), 'RTT3007')
})
