import { RttError } from '../core/diag/error.ts'
import { sha256 } from '../core/json/digest.ts'
import { compareText } from '../core/model/place.ts'
import {
  type Envelope,
  formatEnvelope,
  parseEnvelope,
  preAuthEncoding,
} from '../core/trust/dsse.ts'
import { verifyEd25519Strict } from '../core/trust/ed25519.ts'
import { publicKeyBytes } from '../core/trust/publicKey.ts'
import type { Trust } from '../core/trust/root.ts'
import {
  filePredicate,
  formatStatement,
  parseStatement,
  planPredicate,
  type Statement,
  type Subject,
  subjectsOf,
} from '../core/trust/statement.ts'
import { type Accept, type Accepted, verifyFileEnvelope } from '../core/trust/verify.ts'
import type { Clock } from '../ports/clock.ts'
import type { Durable } from '../ports/durable.ts'
import type { SigningKey } from '../ports/keys.ts'
import { localEnvelopeFile, rootEnvelopeFile } from './commit/paths.ts'
import { readPlanFiles } from './commit/plan.ts'
import { subjectsFor } from './commit/subjects.ts'
import { loadTrust } from './commit/trust.ts'

type Signer = {
  readonly durable: Durable
  readonly clock: Clock
  readonly key: SigningKey
  /** Name of this machine; stands in the envelope. */
  readonly host: string
}

/**
 * Where the envelope is; `already-signed` when it held this key's signature and nothing was
 * written.
 */
export type SignResult = {
  readonly status: 'signed' | 'already-signed'
  readonly path: string
  readonly key: string
}

type Claim = {
  readonly predicateType: Statement['predicateType']
  readonly subjects: readonly Subject[]
}

const sameSubjects = (a: readonly Subject[], b: readonly Subject[]): boolean => {
  const text = (subjects: readonly Subject[]) =>
    subjects
      .map((s) => `${s.name}\n${s.sha256}`)
      .toSorted(compareText)
      .join('\n')
  return text(a) === text(b)
}

/** The envelope at a path if it makes exactly this claim; one that does not is signed over. */
const envelopeFor = (durable: Durable, path: string, claim: Claim): Envelope | undefined => {
  const bytes = durable.read(path)
  if (bytes === undefined) return undefined
  try {
    const envelope = parseEnvelope(bytes, path)
    const statement = parseStatement(envelope.payload, path)
    const same =
      statement.predicateType === claim.predicateType &&
      sameSubjects(subjectsOf(statement), claim.subjects)
    return same ? envelope : undefined
  } catch (error) {
    if (error instanceof RttError && error.code === 'RTT3007') return undefined
    throw error
  }
}

const isSignedBy = ({ payload, signatures }: Envelope, key: SigningKey): boolean =>
  signatures.some(
    ({ keyid, sig }) =>
      keyid === key.id &&
      verifyEd25519Strict(publicKeyBytes(key.publicKey), preAuthEncoding(payload), sig),
  )

/** Adds this key's signature to the envelope of a claim; others' signatures of the same stay. */
const signClaim = (s: Signer, path: string, claim: Claim): SignResult => {
  const { durable, clock, key, host } = s
  const before = envelopeFor(durable, path, claim)
  if (before !== undefined && isSignedBy(before, key))
    return { status: 'already-signed', path, key: key.id }
  const fresh = () =>
    new TextEncoder().encode(formatStatement({ ...claim, time: clock.now(), host, key: key.id }))
  const payload = before?.payload ?? fresh()
  const others = (before?.signatures ?? []).filter(({ keyid }) => keyid !== key.id)
  const sig = key.sign(preAuthEncoding(payload))
  const envelope = { payload, signatures: [...others, { keyid: key.id, sig }] }
  durable.replace(path, formatEnvelope(envelope))
  return { status: 'signed', path, key: key.id }
}

const holds = (trust: Trust | undefined, key: SigningKey): boolean =>
  (trust?.keys ?? []).some((trusted) => trusted.publicKey === key.publicKey)

export type SignPlan = Signer & {
  readonly planId: string
  readonly plansDir: string
  /** Texts that the plan was made of and that it vouches for: the manifests of the repository. */
  readonly files?: readonly string[]
}

/**
 * Signs a plan with its contracts and manifests. The signature of a key in the committed root goes
 * beside the plan; that of any other stays in this clone.
 *
 * @throws RttError RTT2002 no such plan · RTT3007 plan or contract was changed · RTT1001 a file is
 *   not there · RTT6003 malformed trust · RTT6002 made by a newer RTT
 */
export const signPlan = (s: SignPlan): SignResult => {
  const plan = readPlanFiles(s.durable, s.plansDir, s.planId)
  const subjects = subjectsFor(s.durable, plan, s.files ?? [])
  const isRoot = holds(loadTrust(s.durable).root, s.key)
  const path = isRoot ? rootEnvelopeFile(s.plansDir, s.planId) : localEnvelopeFile(s.planId)
  return signClaim(s, path, { predicateType: planPredicate, subjects })
}

/** Where the detached envelope of a file is. */
export const fileEnvelope = (path: string): string => `${path}.dsse.json`

const readSigned = (durable: Durable, path: string): Uint8Array => {
  const bytes = durable.read(path)
  if (bytes === undefined) throw new RttError('RTT1001', `${path} is not there`)
  return bytes
}

const nameOf = (path: string): string => path.split('/').at(-1) as string

/**
 * Signs any file of the repository into a detached envelope beside it, `<file>.dsse.json`. The
 * bytes are signed as they are.
 *
 * @throws RttError RTT1001 when there is no such file
 */
export const signFile = (s: Signer & { readonly path: string }): SignResult => {
  const bytes = readSigned(s.durable, s.path)
  const subjects = [{ name: nameOf(s.path), sha256: sha256(bytes) }]
  return signClaim(s, fileEnvelope(s.path), { predicateType: filePredicate, subjects })
}

type VerifyFile = {
  readonly durable: Durable
  readonly clock: Clock
  readonly path: string
  readonly accept: Accept
}

/**
 * Verifies a file against the envelope beside it.
 *
 * @throws RttError exit 5 (RTT3001 to RTT3004, RTT3007) when one byte of either was changed, the
 *   file is not signed, or no trusted key signed it; RTT1001 when there is no such file
 */
export const verifyFileSignature = ({ durable, clock, path, accept }: VerifyFile): Accepted => {
  const verdict = verifyFileEnvelope({
    envelope: durable.read(fileEnvelope(path)),
    path: fileEnvelope(path),
    name: nameOf(path),
    bytes: readSigned(durable, path),
    trust: loadTrust(durable),
    accept,
    now: clock.now(),
  })
  if (verdict.ok) return verdict
  throw new RttError(verdict.code, verdict.summary)
}
