import { RttError } from '../core/diag/error.ts'
import { canonicalize } from '../core/json/canonical.ts'
import { isPublicKeyHex, isSoundPublicKey, keyIdOf } from '../core/trust/publicKey.ts'
import { parseTrust, type Trust, type TrustedKey } from '../core/trust/root.ts'
import type { Durable } from '../ports/durable.ts'
import type { Keys, NewKey, SigningKey } from '../ports/keys.ts'
import { paths } from './commit/paths.ts'
import { loadTrust } from './commit/trust.ts'

type Place = { readonly durable: Durable; readonly keys: Keys }

/** A key as `rtt keys list` shows it. */
export type KeyLine = {
  readonly id: string
  readonly name: string
  readonly publicKey: string
  readonly expires?: string
  /** Where it is trusted. */
  readonly trust: readonly ('root' | 'local')[]
  /** The private half in this clone, where it has one. */
  readonly file?: string
}

export const devKeyName = 'dev'

/** The file of a private key of this clone. */
export const keyFile = (name: string): string => `${paths.keys}/${name}.pem`

const checkName = (name: string): void => {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name))
    throw new RttError('RTT6001', `"${name.slice(0, 80)}" cannot name a key`, {
      help: 'Use lower-case letters, digits, dot, dash and underscore.',
    })
}

const trustedLocally = (local: Trust | undefined, added: TrustedKey): Trust => {
  // An entry of this name can only be of a key that never reached the disk.
  const others = (local?.keys ?? []).filter((key) => key.name !== added.name)
  return { v: 1, ...local, keys: [...others, added] }
}

/**
 * Makes a key for this clone and trusts it here, not in the committed root. The trust is written
 * first: a crash between the two leaves an entry for a key that nobody has.
 *
 * @throws RttError RTT3005 when there is a key of this name or no passphrase to encrypt it with, RTT6001 for a name that
 *   cannot be one
 */
export const newKey = (place: Place, name = devKeyName, isEncrypted = false): SigningKey => {
  checkName(name)
  return storeKey(place, name, () => place.keys.generate(name, isEncrypted))
}

/** Stores a key under a name that is free, trusted on this clone. */
const storeKey = ({ durable }: Place, name: string, make: () => NewKey): SigningKey => {
  const file = keyFile(name)
  const taken = new RttError('RTT3005', `there is a key "${name}" already`, {
    help: 'Choose another name with --name.',
  })
  if (durable.exists(file)) throw taken
  const { local } = loadTrust(durable)
  const { key, pem } = make()
  durable.makeFolder(paths.keys, 0o700)
  // Its own ignore file: a private key must not depend on another one being in place.
  durable.create(`${paths.keys}/.gitignore`, '*\n')
  const entry: TrustedKey = { id: key.id, publicKey: key.publicKey, name, roles: ['plan'] }
  durable.replace(paths.local, canonicalize(trustedLocally(local, entry)), 0o600)
  if (!durable.create(file, pem, 0o600)) throw taken
  return key
}

/**
 * Takes a key from elsewhere into this clone, trusted here.
 *
 * @param source what `Keys.load` takes
 * @throws RttError RTT3005 for one that cannot be used or is not sound, or a name that is taken
 */
export const importKey = (
  place: Place,
  source: string,
  { name, isEncrypted }: { readonly name: string; readonly isEncrypted: boolean },
): SigningKey => {
  checkName(name)
  const key = place.keys.load(source)
  if (!isSoundPublicKey(key.publicKey))
    throw new RttError('RTT3005', `${source} is not a sound Ed25519 key`)
  return storeKey(place, name, () => ({ key, pem: place.keys.pemOf(key, isEncrypted) }))
}

const rootText = (trust: Trust): string => `${JSON.stringify(trust, null, 2)}\n`

/** A key that is known here by its name, its id or its material in hex. */
const knownKey = (place: Place, what: string): Pick<KeyLine, 'id' | 'name' | 'publicKey'> => {
  const found = listKeys(place).filter((k) => [k.id, k.name, k.publicKey].includes(what))
  if (found.length === 1) return found[0]!
  if (found.length === 0 && isPublicKeyHex(what) && isSoundPublicKey(what))
    return { id: keyIdOf(what), name: keyIdOf(what), publicKey: what }
  throw new RttError(
    'RTT3005',
    found.length === 0 ? `no key is "${what.slice(0, 80)}"` : `${found.length} keys are "${what}"`,
    { help: 'Write its id, or the 64 hex digits of its public key: `rtt keys list`.' },
  )
}

/**
 * Puts a key into the committed root: from then on its signature counts for all. An entry of it that is there is replaced.
 *
 * @throws RttError RTT3005 for a key that is not known or not sound, RTT6003 for a date that is none
 */
export const trustKey = (
  place: Place,
  what: string,
  { name, expires }: { readonly name?: string | undefined; readonly expires?: string | undefined },
): TrustedKey => {
  const key = knownKey(place, what)
  const entry: TrustedKey = {
    id: key.id,
    publicKey: key.publicKey,
    name: name ?? key.name,
    roles: ['plan'],
    ...(expires === undefined ? {} : { expires }),
  }
  const { root } = loadTrust(place.durable)
  const others = (root?.keys ?? []).filter((k) => k.id !== key.id)
  const trust: Trust = { v: 1, ...root, keys: [...others, entry] }
  // Held to the rules of its reader before it is written.
  parseTrust(new TextEncoder().encode(rootText(trust)), paths.root)
  place.durable.replace(paths.root, rootText(trust))
  return entry
}

/** Where a key was trusted before it was revoked. */
export type Revoked = { readonly id: string; readonly from: readonly ('root' | 'local')[] }

/**
 * Takes a key out of the committed root and out of the trust of this clone. Its private half stays where it is.
 *
 * @throws RttError RTT3005 for a key that is not trusted; RTT6001 when too few would be left to reach the threshold
 */
export const revokeKey = (place: Place, what: string): Revoked => {
  const { id } = knownKey(place, what)
  const { root, local } = loadTrust(place.durable)
  const without = (trust: Trust): Trust => ({
    ...trust,
    keys: trust.keys.filter((k) => k.id !== id),
  })
  const holds = (trust: Trust | undefined): trust is Trust =>
    trust?.keys.some((k) => k.id === id) === true
  if (holds(root)) {
    const left = without(root)
    const needed = left.threshold ?? 1
    if (left.keys.length > 0 && left.keys.length < needed)
      throw new RttError('RTT6001', `${left.keys.length} keys cannot make ${needed} signatures`, {
        help: `Lower the threshold in ${paths.root} first, or trust another key.`,
      })
    place.durable.replace(paths.root, rootText(left))
  }
  if (holds(local)) place.durable.replace(paths.local, canonicalize(without(local)), 0o600)
  const from = [
    ...(holds(root) ? (['root'] as const) : []),
    ...(holds(local) ? (['local'] as const) : []),
  ]
  if (from.length === 0) throw new RttError('RTT3005', `key ${id} is trusted nowhere here`)
  return { id, from }
}

/** The development key of this clone, or undefined where there is none. Throws as `Keys.load`. */
export const devKey = ({ durable, keys }: Place): SigningKey | undefined =>
  durable.exists(keyFile(devKeyName)) ? keys.load(keyFile(devKeyName)) : undefined

/** The development key, made if there is none: what the first `rtt up` does. */
export const ensureDevKey = (place: Place): SigningKey => devKey(place) ?? newKey(place)

/**
 * Loads the key that a `--key` names: a key of this clone by name, or a PEM file by path.
 *
 * @throws RttError RTT3005
 */
export const loadKey = ({ durable, keys }: Place, nameOrPath: string): SigningKey => {
  const isName = /^[a-z0-9][a-z0-9._-]{0,63}$/.test(nameOrPath)
  const own = isName && durable.exists(keyFile(nameOrPath))
  return keys.load(own ? keyFile(nameOrPath) : nameOrPath)
}

const ownFiles = ({ durable, keys }: Place): ReadonlyMap<string, string> => {
  const pems = durable.list(paths.keys).filter((name) => name.endsWith('.pem'))
  return new Map(
    pems.map((name) => {
      const file = `${paths.keys}/${name}`
      // One that is encrypted is known by its name: a list is no reason to ask for a passphrase.
      return [keys.isEncrypted(file) ? name.slice(0, -'.pem'.length) : keys.load(file).id, file]
    }),
  )
}

/**
 * The keys that are trusted here, the committed root's first.
 *
 * @throws RttError RTT3005 when a key file of this clone cannot be used, RTT6003 for a malformed
 *   trust
 */
export const listKeys = (place: Place): readonly KeyLine[] => {
  const { root, local } = loadTrust(place.durable)
  const files = ownFiles(place)
  const lines = new Map<string, KeyLine>()
  for (const [where, trust] of [['root', root] as const, ['local', local] as const])
    for (const { id, name, publicKey, expires } of trust?.keys ?? []) {
      const known = lines.get(id)
      const ends = known?.expires ?? expires
      const file = files.get(id) ?? (where === 'local' ? files.get(name) : undefined)
      lines.set(id, {
        id,
        name: known?.name ?? name,
        publicKey,
        ...(ends === undefined ? {} : { expires: ends }),
        ...(file === undefined ? {} : { file }),
        trust: [...(known?.trust ?? []), where],
      })
    }
  return [...lines.values()]
}
