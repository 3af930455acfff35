import { RttError } from '../diag/error.ts'
import * as z from '../json/schema.ts'
import { parsePlainJson } from './plainJson.ts'
import { isSoundPublicKey, keyIdOf } from './publicKey.ts'
import { checkStored } from './stored.ts'

const limits = { bytesMax: 256 * 1024, depthMax: 8 }

/** RFC 3339 in UTC to the second, the only form in which RTT writes times: it orders as text. */
export const timeSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'not a time like 2030-01-31T12:00:00Z')

// People write trust roots, so a fraction of a second is taken, too, and cut off.
const expiry = z.iso
  .datetime('not a time in UTC like 2030-01-31T12:00:00Z')
  .transform((s) => `${s.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`)

/** What a key may sign: `plan` covers plans and the files that plans are made of. */
const role = z.enum(['plan'])

const trustedKey = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(64),
  roles: z.array(role).min(1),
  expires: expiry.optional(),
})

const trustSchema = z.strictObject({
  v: z.literal(1),
  keys: z.array(trustedKey).max(256),
  threshold: z.number().int().min(1).max(256).optional(),
})

export type Role = z.infer<typeof role>
/** One key that may sign. Its material is `publicKey` (hex); `id` follows from it. */
export type TrustedKey = z.infer<typeof trustedKey>
/** Who may sign: the committed root, or the local trust of this clone. */
export type Trust = z.infer<typeof trustSchema>

const checkKey = (key: TrustedKey, path: string): void => {
  if (!isSoundPublicKey(key.publicKey))
    throw new RttError(
      'RTT6003',
      `${path}: the public key of "${key.name}" is not a sound Ed25519 key`,
    )
  if (keyIdOf(key.publicKey) !== key.id)
    throw new RttError(
      'RTT6003',
      `${path}: "${key.id}" is not the id of the key of "${key.name}"`,
      {
        help: `The id follows from the key: ${keyIdOf(key.publicKey)}.`,
      },
    )
}

/**
 * Reads a trust document, `.rtt/trust/root.json` or `.rtt/keys/trust.json`. Every key in it is
 * checked: its id must follow from its material, and the material must be a point of prime order.
 *
 * @throws RttError RTT6003 for a wrong shape or an unsound key, RTT6002 for a newer version
 */
export const parseTrust = (bytes: Uint8Array, path: string): Trust => {
  const value = parsePlainJson(bytes, path, limits)
  const trust = checkStored({ value, path, schema: trustSchema, code: 'RTT6003' })
  for (const key of trust.keys) checkKey(key, path)
  return trust
}
