import { RttError } from '../core/diag/error.ts'
import { canonicalize } from '../core/json/canonical.ts'
import type { Trust, TrustedKey } from '../core/trust/root.ts'
import type { Durable } from '../ports/durable.ts'
import type { Keys, SigningKey } from '../ports/keys.ts'
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
 * @throws RttError RTT3005 when there is a key of this name, RTT6001 for a name that cannot be one
 */
export const newKey = ({ durable, keys }: Place, name = devKeyName): SigningKey => {
  checkName(name)
  const file = keyFile(name)
  const taken = new RttError('RTT3005', `there is a key "${name}" already`, {
    help: 'Choose another name with --name.',
  })
  if (durable.exists(file)) throw taken
  const { local } = loadTrust(durable)
  const { key, pem } = keys.generate(name)
  durable.makeFolder(paths.keys, 0o700)
  // Its own ignore file: a private key must not depend on another one being in place.
  durable.create(`${paths.keys}/.gitignore`, '*\n')
  const entry: TrustedKey = { id: key.id, publicKey: key.publicKey, name, roles: ['plan'] }
  durable.replace(paths.local, canonicalize(trustedLocally(local, entry)), 0o600)
  if (!durable.create(file, pem, 0o600)) throw taken
  return key
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
      return [keys.load(file).id, file] as const
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
      const file = files.get(id)
      lines.set(id, {
        id,
        name: known?.name ?? name,
        publicKey,
        ...(expires === undefined ? {} : { expires }),
        ...(file === undefined ? {} : { file }),
        trust: [...(known?.trust ?? []), where],
      })
    }
  return [...lines.values()]
}
