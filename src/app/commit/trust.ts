import { parseTrust } from '../../core/trust/root.ts'
import type { TrustSet } from '../../core/trust/verify.ts'
import type { Durable } from '../../ports/durable.ts'
import { paths } from './paths.ts'

const read = (durable: Durable, path: string) => {
  const bytes = durable.read(path)
  return bytes === undefined ? undefined : parseTrust(bytes, path)
}

/**
 * Who is trusted here: the committed root and this clone's own trust, each undefined where there is
 * none.
 *
 * @throws RttError RTT6003 when one is malformed or holds an unsound key, RTT6002 when it is newer
 */
export const loadTrust = (durable: Durable): TrustSet => ({
  root: read(durable, paths.root),
  local: read(durable, paths.local),
})

/** Every public key that either trust names, in hex. */
export const trustedMaterial = ({ root, local }: TrustSet): readonly string[] => [
  ...new Set([...(root?.keys ?? []), ...(local?.keys ?? [])].map((key) => key.publicKey)),
]
