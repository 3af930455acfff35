import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { RttError } from '../core/diag/error.ts'
import { keyIdOf } from '../core/trust/publicKey.ts'
import type { Keys, SigningKey } from '../ports/keys.ts'
import { errnoOf } from './durable/syscalls.ts'

const bytesMax = 16 * 1024
const nonBlocking = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const unusable = (path: string, why: string, cause?: unknown): RttError =>
  new RttError('RTT3005', `${path} cannot be used as a key: ${why}`, { cause })

const readPem = (path: string, absolute: string): string => {
  const fd = openSync(absolute, nonBlocking)
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) throw unusable(path, 'it is not a file')
    if (stat.size > bytesMax) throw unusable(path, `it is larger than ${bytesMax} bytes`)
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0)
      throw new RttError('RTT3005', `${path} is open to others on this machine`, {
        help: `Run \`chmod 600 ${path}\`.`,
      })
    return readFileSync(fd, 'utf8')
  } finally {
    closeSync(fd)
  }
}

const parsePem = (path: string, pem: string): KeyObject => {
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem' })
  } catch (cause) {
    throw unusable(path, 'it holds no private key in PEM without a passphrase', cause)
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw unusable(path, `it is of kind ${key.asymmetricKeyType}, not Ed25519`)
}

/** Wraps an Ed25519 private key. */
const signingKey = (privateKey: KeyObject, name: string): SigningKey => {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = Buffer.from(jwk.x ?? '', 'base64url').toString('hex')
  return {
    id: keyIdOf(publicKey),
    name,
    privateKey,
    publicKey,
    sign: (message) => Uint8Array.from(sign(null, message, privateKey)),
  }
}

const nameOf = (path: string): string =>
  (path.split(/[\\/]/).at(-1) ?? path).replace(/\.pem$/, '').slice(0, 64)

/**
 * Keys in PEM files.
 *
 * @param root the repository, which relative paths start from
 */
export const nodeKeys = (root: string): Keys => ({
  generate: (name) => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    return { key: signingKey(privateKey, name), pem }
  },
  load: (path) => {
    try {
      return signingKey(parsePem(path, readPem(path, resolve(root, path))), nameOf(path))
    } catch (error) {
      if (error instanceof RttError) throw error
      throw unusable(path, errnoOf(error) ?? 'it cannot be read', error)
    }
  },
})
