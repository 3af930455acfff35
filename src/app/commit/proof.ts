import { RttError } from '../../core/diag/error.ts'
import {
  type Accept,
  type Accepted,
  type TrustSet,
  verifyEnvelope,
} from '../../core/trust/verify.ts'
import type { Durable } from '../../ports/durable.ts'
import { localEnvelopeFile, rootEnvelopeFile } from './paths.ts'
import type { PlanFiles } from './plan.ts'
import { checkContracts, checkFiles } from './subjects.ts'

/** A plan's envelope that was verified: its bytes, and what it says. */
export type Proof = Accepted & { readonly envelope: Uint8Array }

type Question = {
  readonly durable: Durable
  readonly plansDir: string
  readonly plan: PlanFiles
  readonly trust: TrustSet
  readonly accept: Accept
  /** Without it files that were edited since they were signed are believed. */
  readonly strict?: boolean
  /** RFC 3339 in UTC, to the second. */
  readonly now: string
}

// An envelope of a stranger or an expired one leaves room for another; a broken one never does.
const leavesRoom: ReadonlySet<string> = new Set(['RTT3002', 'RTT3003', 'RTT3004'])

/**
 * Finds the envelope that puts a plan in force here, the committed one first.
 *
 * @throws RttError exit 5 (RTT3001 to RTT3004, RTT3007), or RTT6002; nothing has been written
 */
export const provePlan = (question: Question): Proof => {
  const { durable, plansDir, plan, trust, accept, now, strict = true } = question
  let refusal = new RttError('RTT3002', `plan ${plan.planId.slice(0, 8)} is not signed`)
  for (const path of [rootEnvelopeFile(plansDir, plan.planId), localEnvelopeFile(plan.planId)]) {
    const envelope = durable.read(path)
    if (envelope === undefined) continue
    const verdict = verifyEnvelope({ envelope, path, planBytes: plan.bytes, trust, accept, now })
    if (verdict.ok) {
      checkContracts(plan, verdict.subjects)
      if (strict) checkFiles(durable, plan, verdict.subjects)
      return { ...verdict, envelope }
    }
    const error = new RttError(verdict.code, verdict.summary)
    if (!leavesRoom.has(verdict.code)) throw error
    if (refusal.code === 'RTT3002') refusal = error
  }
  throw refusal
}
