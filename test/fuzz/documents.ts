import { RttError } from '../../src/core/diag/error.ts'
import type { Json } from '../../src/core/json/canonical.ts'
import { sha256 } from '../../src/core/json/digest.ts'
import { parseCanonical } from '../../src/core/json/parse.ts'
import {
  checkpointSigner,
  checkpointText,
  formatCheckpoint,
  parseCheckpoint,
} from '../../src/core/log/checkpoint.ts'
import { bodySchema } from '../../src/core/log/entry.ts'
import { lineAt } from '../../src/core/log/frame.ts'
import { leafHash, rootOf } from '../../src/core/log/merkle.ts'
import { replay } from '../../src/core/log/replay.ts'
import { scanLog, segmentName } from '../../src/core/log/scan.ts'
import { planSchema } from '../../src/core/plan/body.ts'
import {
  type Envelope,
  formatEnvelope,
  parseEnvelope,
  preAuthEncoding,
} from '../../src/core/trust/dsse.ts'
import { parsePlainJson } from '../../src/core/trust/plainJson.ts'
import { parseTrust, type Trust } from '../../src/core/trust/root.ts'
import { filePredicate, formatStatement, planPredicate } from '../../src/core/trust/statement.ts'
import { planSubjectName, verifyEnvelope } from '../../src/core/trust/verify.ts'
import { applies, write } from '../core/log/entries.ts'
import { keyNamed } from '../core/trust/key.ts'
import {
  breakBytes,
  breakJson,
  bytesOf,
  flipBit,
  misshape,
  pick,
  type Random,
  respell,
  type Stage,
} from './mutate.ts'

/** What came of a document: accepted, or refused at a stage. */
export type Verdict = Stage | 'accepted' | 'unchanged'

/** A kind of document: how it is broken so that it gets as far as a stage, and how it is judged. */
export type Kind = {
  readonly name: string
  readonly breaks: Readonly<Partial<Record<Stage, (random: Random) => Uint8Array>>>
  readonly judge: (bytes: Uint8Array) => Verdict
}

const utf8 = new TextEncoder()
/** `R1 `, eight digits, a blank, a hash, a blank. */
const headLength = 77
const now = '2030-01-31T12:00:00Z'
const key = keyNamed('fuzz')
const stranger = keyNamed('stranger')
const expired = { ...keyNamed('expired').trusted, expires: '2029-01-01T00:00:00Z' }
const trust: Trust = { v: 1, keys: [key.trusted, expired] }

const route = (i: number): Json => ({
  from: `rtt://shop/service/web${i}#CART_${i}`,
  to: `rtt://shop/service/cart${i}`,
  rung: 'observed',
  class: 'grpc',
  lanes: ['native(grpc)'],
  contract: sha256(`contract ${i}`),
  ways: [{ in: 'compose', by: 'set', hosts: ['cart'], ports: [7000 + i] }],
})
const plan: Json = {
  v: 1,
  projection: 2,
  namespace: ['shop'],
  base: null,
  contracts: [{ digest: sha256('contract 0'), id: 'shop.Cart', dialect: 'proto' }],
  routes: [0, 1, 2].map(route),
  steps: [],
  inverse: [],
  services: [],
  tools: [],
  policy: null,
  findings: [],
}
const planBytes = bytesOf(plan)
const planId = sha256(planBytes)

type Claim = {
  readonly predicateType?: typeof planPredicate | typeof filePredicate
  readonly name?: string
  readonly digest?: string
}

const statement = ({
  predicateType = planPredicate,
  name = planSubjectName(planId),
  digest = planId,
}: Claim): Uint8Array =>
  utf8.encode(
    formatStatement({
      predicateType,
      subjects: [{ name, sha256: digest }],
      time: now,
      host: 'test',
      key: key.id,
    }),
  )

const signedBy = (payload: Uint8Array, by = key): Envelope => ({
  payload,
  signatures: [{ keyid: by.id, sig: by.sign(preAuthEncoding(payload)) }],
})
const envelopeText = formatEnvelope(signedBy(statement({})))

/** The stage of what the parsers of bytes throw. */
const parseStage = (bytes: Uint8Array, error: unknown): Stage => {
  if (!(error instanceof RttError)) throw error
  if (/larger than|nested deeper/.test(error.message)) return 'bytes'
  if (/not canonical|twice/.test(error.message)) return 'canonical'
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return 'JSON'
  } catch {
    return 'bytes'
  }
}

const canonicalStage = (
  bytes: Uint8Array,
  limits?: { bytesMax: number; depthMax: number },
): Stage | undefined => {
  try {
    parseCanonical(bytes, 'x', limits)
    return undefined
  } catch (error) {
    return parseStage(bytes, error)
  }
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(Buffer.from(b))

const judgeEnvelope = (envelope: Uint8Array, bytes: Uint8Array): Verdict => {
  const verdict = verifyEnvelope({
    envelope,
    path: 'x',
    planBytes: bytes,
    trust: { root: trust },
    accept: 'root',
    now,
  })
  if (verdict.ok) return 'accepted'
  return /was not signed for|statement/.test(verdict.summary) || verdict.code === 'RTT3004'
    ? 'semantics'
    : 'signature'
}

const original = utf8.encode(envelopeText)
const plans: Kind = {
  name: 'plan',
  breaks: {
    bytes: (r) => breakBytes(new TextDecoder().decode(planBytes), r, Number.POSITIVE_INFINITY),
    JSON: (r) => breakJson(new TextDecoder().decode(planBytes), r),
    canonical: (r) => respell(new TextDecoder().decode(planBytes), r),
    schema: (r) => bytesOf(misshape(plan, r)),
    // A plan that is one, and that nobody has signed.
    semantics: (r) =>
      bytesOf({
        ...(plan as object),
        routes: [0, 1, 2].map((i) => route(i + 1 + r(1_000_000))),
      } as Json),
  },
  judge: (bytes) => {
    if (same(bytes, planBytes)) return 'unchanged'
    const stage = canonicalStage(bytes)
    if (stage !== undefined) return stage
    if (!planSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).success) return 'schema'
    return judgeEnvelope(original, bytes)
  },
}

const forged = (random: Random): Envelope => {
  const [first] = signedBy(statement({})).signatures
  const payload = statement({})
  switch (random(4)) {
    case 0:
      return { payload: flipBit(payload, random(payload.length * 8)), signatures: [first!] }
    case 1:
      return { payload, signatures: [{ ...first!, sig: flipBit(first!.sig, random(512)) }] }
    case 2:
      return signedBy(payload, stranger)
    default:
      return {
        payload,
        signatures: [{ keyid: key.id, sig: stranger.sign(preAuthEncoding(payload)) }],
      }
  }
}

const misleading = (random: Random): Envelope => {
  const other = sha256(`${random(1_000_000)}`)
  switch (random(4)) {
    case 0:
      return signedBy(statement({ name: planSubjectName(other), digest: other }))
    case 1:
      return signedBy(statement({ digest: other }))
    case 2:
      return signedBy(statement({ predicateType: filePredicate }))
    default: {
      const by = keyNamed('expired')
      return signedBy(statement({}), by)
    }
  }
}

const limits = { bytesMax: 8 * 1024 * 1024, depthMax: 8 }
const envelopeValue = JSON.parse(envelopeText) as Json
const envelopes: Kind = {
  name: 'envelope',
  breaks: {
    bytes: (r) => breakBytes(envelopeText, r, Number.POSITIVE_INFINITY),
    JSON: (r) => breakJson(envelopeText, r),
    canonical: (r) => respell(envelopeText, r),
    schema: (r) => bytesOf(misshape(envelopeValue, r)),
    signature: (r) => utf8.encode(formatEnvelope(forged(r))),
    semantics: (r) => utf8.encode(formatEnvelope(misleading(r))),
  },
  judge: (bytes) => {
    if (same(bytes, original)) return 'unchanged'
    const stage = canonicalStage(bytes, limits)
    if (stage !== undefined) return stage
    try {
      parseEnvelope(bytes, 'x')
    } catch (error) {
      if (error instanceof RttError) return 'schema'
      throw error
    }
    return judgeEnvelope(bytes, planBytes)
  },
}

const rootValue = structuredClone(trust) as unknown as Json
const rootText = JSON.stringify(rootValue, null, 2)
const rootLimits = { bytesMax: 256 * 1024, depthMax: 8 }
const unsound = ['00'.repeat(32), `01${'00'.repeat(31)}`, 'ff'.repeat(32), `ec${'ff'.repeat(30)}7f`]
const duplicated = (random: Random): string => {
  const member = pick(['"v": 1', '"keys": []'], random)
  return rootText.replace('{', `{ ${member}, `)
}
const roots: Kind = {
  name: 'trust root',
  breaks: {
    bytes: (r) => breakBytes(rootText, r, rootLimits.bytesMax),
    JSON: (r) => breakJson(JSON.stringify(rootValue), r),
    canonical: (r) => utf8.encode(duplicated(r)),
    schema: (r) => utf8.encode(JSON.stringify(misshape(rootValue, r), null, r(3))),
    semantics: (r) => {
      const entry =
        r(2) === 0
          ? { id: sha256(`${r(1_000_000)}`).slice(0, 16) }
          : { publicKey: pick(unsound, r) }
      return utf8.encode(JSON.stringify({ v: 1, keys: [{ ...key.trusted, ...entry }] }))
    },
  },
  judge: (bytes) => {
    try {
      parsePlainJson(bytes, 'x', rootLimits)
    } catch (error) {
      return parseStage(bytes, error)
    }
    try {
      parseTrust(bytes, 'x')
    } catch (error) {
      if (!(error instanceof RttError)) throw error
      return /wrong shape|newer/.test(error.message) ? 'schema' : 'semantics'
    }
    // A trust root is what people make of it: one that says something else and is well-formed is no fault.
    return 'unchanged'
  },
}

const { entries, lines } = write(applies(4))
const logBytes = utf8.encode(lines.join(''))
const scanned = scanLog([{ name: segmentName(1), bytes: logBytes }])
if (!scanned.ok) throw new Error(scanned.why)
const head = {
  origin: `rtt-log-${'0'.repeat(32)}`,
  size: entries.length,
  root: rootOf(scanned.head.tree),
}
const checkpoint = formatCheckpoint(
  head,
  key.publicKey,
  key.sign(utf8.encode(checkpointText(head))),
)

/** The log with other bytes in one line, framed and hashed as they should be. */
const reframed = (random: Random, body: (text: string) => Uint8Array): Uint8Array => {
  const at = random(lines.length)
  const raw = body(lines[at]!.slice(headLength, -1))
  const start = `R1 ${raw.length.toString(16).padStart(8, '0')} ${leafHash(raw)} `
  const parts = [lines.slice(0, at).join(''), start, raw, '\n', lines.slice(at + 1).join('')]
  return Uint8Array.from(Buffer.concat(parts.map((p) => Buffer.from(p as string))))
}

/** A log whose every line is what it should be, and which cannot have come about; or which is shorter than its checkpoint. */
const untrue = (random: Random): Uint8Array => {
  const at = random(lines.length)
  switch (random(5)) {
    case 0:
      return utf8.encode(lines.toSpliced(at, 1).join(''))
    case 1: {
      const other = (at + 1 + random(lines.length - 1)) % lines.length
      return utf8.encode(lines.with(at, lines[other]!).with(other, lines[at]!).join(''))
    }
    case 2:
      return utf8.encode(lines.slice(0, at).join(''))
    case 3:
      return utf8.encode(lines.toSpliced(at, 0, lines[at]!).join(''))
    default: {
      const kept = lines.join('').length - 1 - random(lines.at(-1)!.length - 1)
      return utf8.encode(lines.join('').slice(0, kept))
    }
  }
}

const readStage = (bytes: Uint8Array, offset: number): Stage => {
  const line = lineAt(bytes, offset)
  if (line === undefined) return 'bytes'
  const stage = canonicalStage(line.body, { bytesMax: 64 * 1024, depthMax: 8 })
  if (stage !== undefined) return stage
  return bodySchema.safeParse(JSON.parse(new TextDecoder().decode(line.body))).success
    ? 'semantics'
    : 'schema'
}

const judgeLog = (bytes: Uint8Array, signed: string): Verdict => {
  const scan = scanLog([{ name: segmentName(1), bytes }])
  if (!scan.ok) return readStage(bytes, scan.offset)
  const note = parseCheckpoint(utf8.encode(signed), 'x')
  if (checkpointSigner(note, [key.publicKey]) !== key.id) return 'signature'
  // Below its checkpoint nothing may be missing, and nothing else may stand there.
  if (scan.head.size < note.size || scan.entries[note.size - 1]!.root !== note.root)
    return scan.torn === undefined ? 'semantics' : 'bytes'
  try {
    replay(scan.entries)
  } catch (error) {
    if (error instanceof RttError) return 'semantics'
    throw error
  }
  return 'accepted'
}

const logs: Kind = {
  name: 'log',
  breaks: {
    bytes: (r) => flipBit(logBytes, r(logBytes.length * 8)),
    JSON: (r) => reframed(r, (text) => breakJson(text, r)),
    canonical: (r) => reframed(r, (text) => respell(text, r)),
    schema: (r) => reframed(r, (text) => bytesOf(misshape(JSON.parse(text) as Json, r))),
    semantics: untrue,
  },
  judge: (bytes) => {
    if (same(bytes, logBytes)) return 'unchanged'
    try {
      return judgeLog(bytes, checkpoint)
    } catch (error) {
      // An entry of a newer RTT.
      if (error instanceof RttError && error.code === 'RTT6002') return 'schema'
      throw error
    }
  },
}

const checkpoints: Kind = {
  name: 'checkpoint',
  breaks: {
    signature: (r) => {
      const bytes = utf8.encode(checkpoint)
      return flipBit(bytes, r(bytes.length * 8))
    },
  },
  judge: (bytes) => {
    const text = new TextDecoder().decode(bytes)
    if (text === checkpoint) return 'unchanged'
    try {
      return judgeLog(logBytes, text)
    } catch (error) {
      if (error instanceof RttError) return 'bytes'
      throw error
    }
  },
}

export const kinds: readonly Kind[] = [plans, envelopes, roots, logs, checkpoints]

/** A signed plan, for those who turn over each of its bits. */
export const signedPlan = { planBytes, envelope: original, judge: judgeEnvelope }
export const signedLog = {
  lines,
  logBytes,
  judge: (bytes: Uint8Array) => judgeLog(bytes, checkpoint),
}
