import type { Code } from '../diag/codes.ts'
import { RttError } from '../diag/error.ts'
import { sha256 } from '../json/digest.ts'
import { type Envelope, parseEnvelope } from './dsse.ts'
import type { Trust } from './root.ts'
import { checkSignatures, type Refusal } from './signatures.ts'
import {
  filePredicate,
  parseStatement,
  planPredicate,
  type Statement,
  type Subject,
  subjectsOf,
} from './statement.ts'

/** The committed root of the repository, and what this clone trusts besides. */
export type TrustSet = { readonly root?: Trust | undefined; readonly local?: Trust | undefined }

/**
 * `root` accepts the committed root only, as CI does; `local` takes this clone's own trust, too.
 */
export type Accept = 'local' | 'root'

/** An envelope that holds: who signed it, under whose trust, and for what. */
export type Accepted = {
  readonly ok: true
  /** Ids of the keys that count, ordered. */
  readonly keys: readonly string[]
  readonly via: 'root' | 'local'
  readonly subjects: readonly Subject[]
}
/** Why an envelope does not hold. Exit 5, or 2 for RTT6002. */
export type Refused = { readonly ok: false; readonly code: Code; readonly summary: string }
export type Verdict = Accepted | Refused

type Context = {
  /** The envelope's bytes; undefined where there is none. */
  readonly envelope: Uint8Array | undefined
  /** Where it lies, for messages. */
  readonly path: string
  readonly trust: TrustSet
  readonly accept?: Accept
  /** RFC 3339 in UTC, to the second. */
  readonly now: string
}

type Claim = { readonly predicateType: Statement['predicateType']; readonly subject: Subject }

// The most telling refusal wins: a broken signature says more than an unknown key.
const telling: readonly Refusal['code'][] = ['RTT3001', 'RTT3004', 'RTT3003', 'RTT3002']

const signedUnder = (envelope: Envelope, c: Context) => {
  const local = c.accept === 'root' ? undefined : c.trust.local
  const refusals: Refusal[] = []
  for (const [via, trust] of [['root', c.trust.root] as const, ['local', local] as const]) {
    if (trust === undefined) continue
    const verdict = checkSignatures({ envelope, trust, role: 'plan', now: c.now })
    if (verdict.ok) return { ...verdict, via }
    refusals.push(verdict)
  }
  refusals.sort((a, b) => telling.indexOf(a.code) - telling.indexOf(b.code))
  const nobody = { ok: false, code: 'RTT3003', summary: 'no key is trusted here' } as const
  return refusals[0] ?? nobody
}

const verifyClaim = (c: Context, claim: Claim): Verdict => {
  if (c.envelope === undefined)
    return { ok: false, code: 'RTT3002', summary: `${claim.subject.name} has no envelope` }
  const envelope = parseEnvelope(c.envelope, c.path)
  const signed = signedUnder(envelope, c)
  if (!signed.ok) return { ...signed, summary: `${c.path}: ${signed.summary}` }
  const statement = parseStatement(envelope.payload, c.path)
  const { name, sha256: digest } = claim.subject
  const subjects = subjectsOf(statement)
  const named = subjects.some((s) => s.name === name && s.sha256 === digest)
  if (named && statement.predicateType === claim.predicateType) return { ...signed, subjects }
  return { ok: false, code: 'RTT3001', summary: `${c.path} was not signed for ${name} as it is` }
}

const asVerdict = (verify: () => Verdict): Verdict => {
  try {
    return verify()
  } catch (error) {
    if (error instanceof RttError) return { ok: false, code: error.code, summary: error.message }
    throw error
  }
}

/** The name under which a plan is signed, wherever its folder is. */
export const planSubjectName = (planId: string): string => `plans/${planId}.json`

/** The name under which a contract is signed. */
export const contractSubjectName = (digest: string): string => `plans/contracts/${digest}.json`

/**
 * Decides whether an envelope signs exactly these plan bytes under a trust that is accepted here:
 * the committed root first, then this clone's own. Time comes from the caller.
 *
 * @returns codes RTT3001 changed after signing, RTT3002 unsigned, RTT3003 untrusted, RTT3004
 *   expired, RTT3007 not an envelope, RTT6002 made by a newer RTT
 */
export const verifyEnvelope = ({
  planBytes,
  ...context
}: Context & { readonly planBytes: Uint8Array }): Verdict => {
  const planId = sha256(planBytes)
  const subject = { name: planSubjectName(planId), sha256: planId }
  return asVerdict(() => verifyClaim(context, { predicateType: planPredicate, subject }))
}

/**
 * The same for any file that was signed by itself; `name` is the file's own name without folders.
 */
export const verifyFileEnvelope = ({
  name,
  bytes,
  ...context
}: Context & { readonly name: string; readonly bytes: Uint8Array }): Verdict => {
  const subject = { name, sha256: sha256(bytes) }
  return asVerdict(() => verifyClaim(context, { predicateType: filePredicate, subject }))
}
