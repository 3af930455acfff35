import { type Envelope, preAuthEncoding } from './dsse.ts'
import { verifyEd25519Strict } from './ed25519.ts'
import { publicKeyBytes } from './publicKey.ts'
import type { Role, Trust, TrustedKey } from './root.ts'

export type Refusal = {
  readonly ok: false
  readonly code: 'RTT3001' | 'RTT3002' | 'RTT3003' | 'RTT3004'
  readonly summary: string
}
type Signed = { readonly ok: true; readonly keys: readonly string[] }

type Question = {
  readonly envelope: Envelope
  readonly trust: Trust
  readonly role: Role
  /** RFC 3339 in UTC, to the second. */
  readonly now: string
}

const refusal = (code: Refusal['code'], summary: string): Refusal => ({ ok: false, code, summary })

/** RTT's times order as text. */
const isExpired = (key: TrustedKey, now: string): boolean =>
  key.expires !== undefined && key.expires <= now

/** Signatures beside the trusted keys they name; a key id that nobody trusts is left out. */
const namedKeys = ({ envelope, trust }: Question) =>
  envelope.signatures.flatMap(({ keyid, sig }) =>
    trust.keys.filter((key) => key.id === keyid).map((key) => ({ key, sig })),
  )

const tooFew = (valid: number, threshold: number): Refusal =>
  valid === 0
    ? refusal('RTT3003', 'it is signed, but by no key that is trusted here')
    : refusal('RTT3003', `it has ${valid} of the ${threshold} trusted signatures it needs`)

/**
 * Counts who signed an envelope against one trust document. Key material is counted, not entries or
 * ids, so a key that is listed or signs twice counts once; a signature that names a trusted key and
 * does not verify refuses the envelope whatever else it holds.
 */
export const checkSignatures = (question: Question): Signed | Refusal => {
  const { envelope, trust, role, now } = question
  if (envelope.signatures.length === 0) return refusal('RTT3002', 'it holds no signature')
  const signed = preAuthEncoding(envelope.payload)
  const named = namedKeys(question)
  const broken = named.find(
    ({ key, sig }) => !verifyEd25519Strict(publicKeyBytes(key.publicKey), signed, sig),
  )
  if (broken !== undefined)
    return refusal('RTT3001', `the signature of key ${broken.key.id} does not match`)
  const allowed = named.filter(({ key }) => key.roles.includes(role))
  const valid = new Map(
    allowed.filter(({ key }) => !isExpired(key, now)).map(({ key }) => [key.publicKey, key.id]),
  )
  const threshold = trust.threshold ?? 1
  if (valid.size >= threshold) return { ok: true, keys: [...valid.values()].sort() }
  const expired = allowed.find(({ key }) => isExpired(key, now))
  if (expired !== undefined)
    return refusal('RTT3004', `key ${expired.key.id} expired at ${expired.key.expires}`)
  return tooFew(valid.size, threshold)
}
