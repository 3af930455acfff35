import { RttError } from '../diag/error.ts'
import { canonicalize, type Json } from '../json/canonical.ts'
import { parseCanonical } from '../json/parse.ts'
import * as z from '../json/schema.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'

const limits = { bytesMax: 4 * 1024 * 1024, depthMax: 8 }
const signaturesMax = 64
const payloadType = 'application/vnd.in-toto+json'

const base64 = z.string().transform((s, context) => {
  const bytes = decodeBase64(s)
  if (bytes !== undefined) return bytes
  context.addIssue({ code: 'custom', message: 'not base64' })
  return z.NEVER
})

const schema = z.strictObject({
  payload: base64,
  payloadType: z.literal(payloadType),
  signatures: z
    .array(z.strictObject({ keyid: z.string().regex(/^[0-9a-f]{16}$/), sig: base64 }))
    .max(signaturesMax),
})

/** A signature over the envelope's payload. `sig` is 64 raw bytes. */
export type Signature = z.infer<typeof schema>['signatures'][number]
/** A DSSE envelope: the payload as raw bytes and who signed it. */
export type Envelope = { readonly payload: Uint8Array; readonly signatures: readonly Signature[] }

const utf8 = new TextEncoder()

/**
 * What is really signed: DSSE's pre-authentication encoding, which binds the payload to its type.
 *
 * Source: secure-systems-lab/dsse, protocol.md
 */
export const preAuthEncoding = (payload: Uint8Array, type: string = payloadType): Uint8Array => {
  const typeBytes = utf8.encode(type)
  const head = utf8.encode(`DSSEv1 ${typeBytes.length} ${type} ${payload.length} `)
  return Uint8Array.from(Buffer.concat([head, payload]))
}

/**
 * The canonical JSON of an envelope; signatures are ordered by key, so that signing order is no
 * input.
 */
export const formatEnvelope = ({ payload, signatures }: Envelope): string => {
  const ordered = signatures.toSorted((a, b) => (a.keyid < b.keyid ? -1 : 1))
  return canonicalize({
    payload: encodeBase64(payload),
    payloadType,
    signatures: ordered.map(({ keyid, sig }) => ({ keyid, sig: encodeBase64(sig) })),
  })
}

const canonicalOr3007 = (bytes: Uint8Array, path: string): Json => {
  try {
    return parseCanonical(bytes, path, limits)
  } catch (cause) {
    throw new RttError('RTT3007', `${path} is not an envelope as RTT writes it`, { cause })
  }
}

/**
 * Reads an envelope that nobody vouches for yet. Its bytes must be exactly the canonical form: a
 * signature covers the payload only, and the rest must not be open to change either.
 *
 * @throws RttError RTT3007
 */
export const parseEnvelope = (bytes: Uint8Array, path: string): Envelope => {
  const result = schema.safeParse(canonicalOr3007(bytes, path))
  if (!result.success || formatEnvelope(result.data) !== new TextDecoder().decode(bytes))
    throw new RttError('RTT3007', `${path} is not an envelope as RTT writes it`)
  const { payload, signatures } = result.data
  return { payload, signatures }
}
