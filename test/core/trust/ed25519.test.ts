import assert from 'node:assert/strict'
import { createHash, sign } from 'node:crypto'
import { test } from 'node:test'
import { hashes, verify as nobleVerify, Point } from '@noble/ed25519'
import fc from 'fast-check'
import { isStrictPoint, verifyEd25519Strict } from '../../../src/core/trust/ed25519.ts'
import { isSoundPublicKey } from '../../../src/core/trust/publicKey.ts'
import { fromSeed, hex, keyNamed, toHex } from './key.ts'

// RFC 8032 §7.1: seed, public key, message, signature.
const rfc8032 = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
] as const

const p = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n

const littleEndian = (n: bigint): Uint8Array => hex(n.toString(16).padStart(64, '0')).reverse()
const numberOf = (b: Uint8Array): bigint => BigInt(`0x${toHex(Uint8Array.from(b).reverse())}`)

hashes.sha512 = (message) => Uint8Array.from(createHash('sha512').update(message).digest())

/** A verifier that takes all that ZIP 215 takes: it shows that a forgery is one. */
const lenient = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  nobleVerify(signature, message, publicKey, { zip215: true })

/** The points of order 1, 2, 4, 8, made by clearing a point of its prime-order part. */
const torsion = (): readonly Point[] => {
  for (let y = 2n; ; y++) {
    try {
      const point = Point.fromBytes(littleEndian(y))
      let generator = point.multiply(order - 1n, false).add(point)
      if (!generator.double().double().is0()) {
        const points = [generator]
        while (!generator.is0()) {
          generator = generator.add(points[0] as Point)
          points.push(generator)
        }
        return points
      }
    } catch {
      // Not every y is that of a point.
    }
  }
}

test('the vectors of RFC 8032 verify, and each was made by its seed', () => {
  for (const [seed, publicKey, message, signature] of rfc8032) {
    const key = fromSeed(seed)
    assert.equal(toHex(key.publicKey), publicKey)
    assert.equal(toHex(sign(null, hex(message), key.privateKey)), signature)
    assert.ok(verifyEd25519Strict(hex(publicKey), hex(message), hex(signature)))
  }
})

test('one flipped bit of key, message or signature fails', () => {
  const [, publicKey, message, signature] = rfc8032[3]
  const parts = [hex(publicKey), hex(message), hex(signature)] as const
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2), fc.nat(), (which, bit) => {
      const flipped = parts.map((part) => Uint8Array.from(part))
      const part = flipped[which] as Uint8Array
      const at = bit % (part.length * 8)
      part[at >> 3] = (part[at >> 3] as number) ^ (1 << (at & 7))
      const [k, m, s] = flipped as [Uint8Array, Uint8Array, Uint8Array]
      assert.equal(verifyEd25519Strict(k, m, s), false)
    }),
  )
})

test('S + L is refused', () => {
  const [, publicKey, message, signature] = rfc8032[1]
  const s = numberOf(hex(signature).subarray(32))
  for (const s2 of [s + order, s + 2n * order]) {
    const malleable = Uint8Array.from([...hex(signature).subarray(0, 32), ...littleEndian(s2)])
    assert.equal(verifyEd25519Strict(hex(publicKey), hex(message), malleable), false)
  }
})

test('all fourteen encodings of small order are refused, as key and as R', () => {
  const canonical = torsion().map((point) => toHex(point.toBytes()))
  assert.equal(new Set(canonical).size, 8)
  const ys = new Set(canonical.map((h) => numberOf(hex(h)) & (2n ** 255n - 1n)))
  const spellings = [...ys].flatMap((y) => [y, y + p].filter((n) => n < 2n ** 255n))
  const encodings = spellings.flatMap((y) => [littleEndian(y), littleEndian(y + 2n ** 255n)])
  assert.equal(encodings.length, 14)
  const [, publicKey, message, signature] = rfc8032[1]
  for (const encoding of encodings) {
    assert.equal(isStrictPoint(encoding), false, toHex(encoding))
    const asR = Uint8Array.from([...encoding, ...hex(signature).subarray(32)])
    assert.equal(verifyEd25519Strict(hex(publicKey), hex(message), asR), false)
    assert.equal(verifyEd25519Strict(encoding, hex(message), hex(signature)), false)
  }
})

test('a signature of any message under a key of small order is refused', () => {
  const s = littleEndian(7n)
  const forged = Uint8Array.from([...Point.BASE.multiply(7n).toBytes(), ...s])
  const identity = littleEndian(1n)
  const anything = new TextEncoder().encode('any message at all')
  assert.ok(lenient(identity, anything, forged), 'this is no forgery')
  assert.equal(verifyEd25519Strict(identity, anything, forged), false)
})

test('a key spelled with y ≥ p is refused', () => {
  for (let y = p; y < 2n ** 255n; y++)
    for (const encoding of [littleEndian(y), littleEndian(y + 2n ** 255n)])
      assert.equal(isStrictPoint(encoding), false)
  assert.ok(isStrictPoint(littleEndian(p - 2n)))
})

test('wrong lengths are false, never an exception', () => {
  const [, publicKey, message, signature] = rfc8032[1]
  for (const length of [0, 1, 31, 33, 64])
    assert.equal(verifyEd25519Strict(new Uint8Array(length), hex(message), hex(signature)), false)
  for (const length of [0, 32, 63, 65])
    assert.equal(verifyEd25519Strict(hex(publicKey), hex(message), new Uint8Array(length)), false)
})

test('a trusted key has no torsion', () => {
  const sound = keyNamed('sound').publicKey
  assert.ok(isSoundPublicKey(sound))
  const mixed = torsion()
    .filter((t) => !t.is0())
    .map((t) => Point.fromHex(sound).add(t).toHex())
  assert.equal(mixed.length, 7)
  for (const key of mixed) assert.equal(isSoundPublicKey(key), false)
  assert.equal(isSoundPublicKey(sound.toUpperCase()), false)
  assert.equal(isSoundPublicKey(toHex(littleEndian(2n))), false, 'not on the curve')
})
