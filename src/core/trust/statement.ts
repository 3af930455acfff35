import { RttError } from '../diag/error.ts'
import { canonicalize, type Json } from '../json/canonical.ts'
import { parseCanonical } from '../json/parse.ts'
import * as z from '../json/schema.ts'
import { compareText } from '../model/place.ts'
import { timeSchema } from './root.ts'
import { checkStored, refuseNewer } from './stored.ts'

/** What a statement is about; one signed for a file can never stand for a plan. */
export const planPredicate = 'urn:rtt:plan:v1'
export const filePredicate = 'urn:rtt:file:v1'

const statementType = 'https://in-toto.io/Statement/v1'
const limits = { bytesMax: 4 * 1024 * 1024, depthMax: 8 }

const subject = z.strictObject({
  name: z.string().min(1).max(4096),
  digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
})

const schema = z.strictObject({
  _type: z.literal(statementType),
  subject: z.array(subject).min(1),
  predicateType: z.enum([planPredicate, filePredicate]),
  predicate: z.strictObject({
    v: z.literal(1),
    time: timeSchema,
    host: z.string().max(255),
    key: z.string().regex(/^[0-9a-f]{16}$/),
  }),
})

/** An in-toto Statement v1 over files: names and sha256. */
export type Statement = z.infer<typeof schema>
/** A file that a statement is about. Plans and contracts are named `plans/…` wherever they lie. */
export type Subject = { readonly name: string; readonly sha256: string }

type StatementInput = {
  readonly predicateType: Statement['predicateType']
  readonly subjects: readonly Subject[]
  readonly time: string
  readonly host: string
  /** Id of the key that signed first. */
  readonly key: string
}

/** The canonical JSON of a statement; subjects are ordered by name. */
export const formatStatement = (s: StatementInput): string =>
  canonicalize({
    _type: statementType,
    predicateType: s.predicateType,
    predicate: { v: 1, time: s.time, host: s.host, key: s.key },
    subject: s.subjects
      .toSorted((a, b) => compareText(a.name, b.name))
      .map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
  })

/** The subjects of a statement, in its order. */
export const subjectsOf = (s: Statement): readonly Subject[] =>
  s.subject.map(({ name, digest }) => ({ name, sha256: digest.sha256 }))

const predicateOf = (value: Json): Json => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  return (value as { readonly [k: string]: Json })['predicate'] ?? null
}

const refuse = (path: string, cause?: unknown): never => {
  throw new RttError('RTT3007', `${path} does not hold a statement of RTT`, { cause })
}

/**
 * Reads the payload of an envelope whose signature was verified.
 *
 * @throws RttError RTT3007, or RTT6002 when its predicate is of a newer RTT
 */
export const parseStatement = (payload: Uint8Array, path: string): Statement => {
  let value: Json
  try {
    value = parseCanonical(payload, path, limits)
  } catch (cause) {
    return refuse(path, cause)
  }
  refuseNewer(predicateOf(value), path)
  const statement = checkStored({ value, path, schema, code: 'RTT3007' })
  const names = new Set(statement.subject.map((s) => s.name))
  return names.size === statement.subject.length ? statement : refuse(path)
}
