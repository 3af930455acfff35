import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { keyIdOf } from '../../../src/core/trust/publicKey.ts'
import type { TrustedKey } from '../../../src/core/trust/root.ts'

export const hex = (s: string): Uint8Array => Uint8Array.from(Buffer.from(s, 'hex'))
export const toHex = (b: Uint8Array): string => Buffer.from(b).toString('hex')

const pkcs8Head = '302e020100300506032b657004220420'

/** A private key from its 32-byte seed, as RFC 8032 gives them. */
export const fromSeed = (seedHex: string): { privateKey: KeyObject; publicKey: Uint8Array } => {
  const der = Buffer.from(pkcs8Head + seedHex, 'hex')
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return { privateKey, publicKey: Uint8Array.from(Buffer.from(jwk.x ?? '', 'base64url')) }
}

/** A key that a test knows by a name: the same every time. */
export const keyNamed = (name: string) => {
  const { privateKey, publicKey } = fromSeed(createHash('sha256').update(name).digest('hex'))
  const publicHex = toHex(publicKey)
  const trusted: TrustedKey = {
    id: keyIdOf(publicHex),
    publicKey: publicHex,
    name,
    roles: ['plan'],
  }
  return {
    id: trusted.id,
    name,
    privateKey,
    publicKey: publicHex,
    trusted,
    sign: (message: Uint8Array) => Uint8Array.from(sign(null, message, privateKey)),
  }
}
