import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import { RttError } from '../core/diag/error.ts'
import { keyIdOf } from '../core/trust/publicKey.ts'
import type { Keys, SigningKey } from '../ports/keys.ts'
import { errnoOf } from './durable/syscalls.ts'

const bytesMax = 16 * 1024
/** The variable that holds the passphrase of encrypted keys. */
const passphraseName = 'RTT_KEY_PASSPHRASE'

type Environment = Readonly<Record<string, string | undefined>>
const nonBlocking = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const unusable = (path: string, why: string, cause?: unknown): RttError =>
  new RttError('RTT3005', `${path} cannot be used as a key: ${why}`, { cause })

const fromVariable = (name: string, env: Environment): string => {
  const pem = env[name]
  if (pem === undefined || pem === '') throw unusable(`env:${name}`, 'it is not set')
  if (pem.length > bytesMax) throw unusable(`env:${name}`, `it is larger than ${bytesMax} bytes`)
  // Secrets of a CI often cannot hold line ends.
  return pem.includes('\n') ? pem : pem.replaceAll('\\n', '\n')
}

const fromDescriptor = (fd: number): string => {
  const chunk = Buffer.alloc(bytesMax + 1)
  let filled = 0
  for (;;) {
    const n = readSync(fd, chunk, filled, chunk.length - filled, null)
    filled += n
    if (filled > bytesMax) throw unusable(`fd:${fd}`, `it is larger than ${bytesMax} bytes`)
    if (n === 0) return chunk.toString('utf8', 0, filled)
  }
}

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

const parsePem = (path: string, pem: string, passphrase: string | undefined): KeyObject => {
  const isEncrypted = pem.includes('ENCRYPTED')
  let key: KeyObject
  try {
    key = createPrivateKey({
      key: pem,
      format: 'pem',
      ...(isEncrypted ? { passphrase: passphrase ?? '' } : {}),
    })
  } catch (cause) {
    if (!isEncrypted) throw unusable(path, 'it holds no private key in PEM', cause)
    throw new RttError(
      'RTT3005',
      passphrase === undefined
        ? `${path} is encrypted, and no passphrase is given`
        : `${path} cannot be used as a key: the passphrase is another one`,
      { cause, help: `Set ${passphraseName} for this run.` },
    )
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

const pemOf = (key: KeyObject, passphrase: string | undefined): string =>
  key
    .export({
      format: 'pem',
      type: 'pkcs8',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString()

/** The passphrase to encrypt with. */
const toEncrypt = (env: Environment): string => {
  const passphrase = env[passphraseName]
  if (passphrase !== undefined && passphrase !== '') return passphrase
  throw new RttError('RTT3005', 'there is no passphrase to encrypt the key with', {
    help: `Set ${passphraseName} for this run.`,
  })
}

/**
 * Keys in PEM, from files, variables and descriptors.
 *
 * @param root the repository, which relative paths start from
 */
export const nodeKeys = (root: string, env: Environment = {}): Keys => ({
  generate: (name, isEncrypted = false) => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = pemOf(privateKey, isEncrypted ? toEncrypt(env) : undefined)
    return { key: signingKey(privateKey, name), pem }
  },
  pemOf: ({ privateKey }, isEncrypted) =>
    pemOf(privateKey, isEncrypted ? toEncrypt(env) : undefined),
  isEncrypted: (path) => readPem(path, resolve(root, path)).includes('ENCRYPTED'),
  load: (source) => {
    const [, variable] = /^env:(\w+)$/.exec(source) ?? []
    const [, descriptor] = /^fd:(\d{1,4})$/.exec(source) ?? []
    try {
      const pem =
        variable !== undefined
          ? fromVariable(variable, env)
          : descriptor !== undefined
            ? fromDescriptor(Number(descriptor))
            : readPem(source, resolve(root, source))
      return signingKey(parsePem(source, pem, env[passphraseName]), nameOf(variable ?? source))
    } catch (error) {
      if (error instanceof RttError) throw error
      throw unusable(source, errnoOf(error) ?? 'it cannot be read', error)
    }
  },
})
