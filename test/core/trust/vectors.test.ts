import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyEd25519Strict } from '../../../src/core/trust/ed25519.ts'
import { publicVectors } from '../../vectors/public.ts'

const hex = (s: string): Uint8Array => Uint8Array.from(Buffer.from(s, 'hex'))
const utf8 = (s: string): Uint8Array => new TextEncoder().encode(s)

type Wycheproof = readonly [
  id: number,
  key: string,
  message: string,
  signature: string,
  ok: boolean,
]
type Cctv = readonly [key: string, signature: string, message: string, flags: readonly string[]]
type SpecCheck = readonly [key: string, message: string, signature: string]

test('SG-01 Wycheproof: 151 of 151', () => {
  const rows = publicVectors<Wycheproof>('wycheproof-ed25519')
  const wrong = rows.filter(
    ([, key, message, signature, ok]) =>
      verifyEd25519Strict(hex(key), hex(message), hex(signature)) !== ok,
  )
  assert.equal(rows.length, 151)
  assert.deepEqual(wrong, [])
})

test('SG-01 CCTV: exactly the 43 of 914 that no rule of strictness forbids', () => {
  const rows = publicVectors<Cctv>('cctv-ed25519')
  const accepted = rows.filter(([key, signature, message]) =>
    verifyEd25519Strict(hex(key), utf8(message), hex(signature)),
  )
  assert.deepEqual([rows.length, accepted.length], [914, 43])
  const forbidden = /^(?:low_order_[AR]|non_canonical_[AR]|low_order_residue)$/
  const allowed = rows.filter(([, , , flags]) => !flags.some((f) => forbidden.test(f)))
  assert.deepEqual(accepted, allowed)
})

test('SG-01 speccheck: the row of a strict verifier', () => {
  const rows = publicVectors<SpecCheck>('speccheck')
  const row = rows.map(([key, message, signature]) =>
    verifyEd25519Strict(hex(key), hex(message), hex(signature)) ? 'V' : 'X',
  )
  assert.equal(row.join(''), 'XXXVXXXXXXXX')
})
