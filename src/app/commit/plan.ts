import { RttError } from '../../core/diag/error.ts'
import type { Json } from '../../core/json/canonical.ts'
import { isDigest, sha256 } from '../../core/json/digest.ts'
import { parseCanonical } from '../../core/json/parse.ts'
import * as z from '../../core/json/schema.ts'
import { checkStored } from '../../core/trust/stored.ts'
import type { Durable } from '../../ports/durable.ts'
import { contractFile, planFile } from './paths.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)

// Apply needs no more of a plan than this; the planner owns the rest and its schema.
const schema = z.looseObject({
  v: z.literal(1),
  projection: z.number().int().min(1),
  routes: z.array(
    z.looseObject({
      from: z.string(),
      to: z.string(),
      contract: digest.nullable().optional(),
    }),
  ),
  contracts: z.array(z.looseObject({ digest })).optional(),
})

export type AppliedBody = z.infer<typeof schema>

/** A blob of the content store, and the digest that names it. */
export type Blob = { readonly digest: string; readonly bytes: Uint8Array }

/** A plan and the contracts that it names, all of them what their names say. */
export type PlanFiles = {
  readonly planId: string
  readonly bytes: Uint8Array
  readonly body: AppliedBody
  readonly contracts: readonly Blob[]
}

const canonical = (bytes: Uint8Array, path: string): Json => {
  try {
    return parseCanonical(bytes, path)
  } catch (cause) {
    throw new RttError('RTT3007', `${path} is not a plan as RTT writes it`, { cause })
  }
}

const keptMax = 8
/** Bodies by the digest of their bytes. */
const known = new Map<string, AppliedBody>()

/**
 * The body of a plan whose bytes are the ones that its name says.
 *
 * @throws RttError RTT3007 when they are not, or are no plan; RTT6002 when a newer RTT made it
 */
export const parsePlan = (bytes: Uint8Array, planId: string, path: string): AppliedBody => {
  if (sha256(bytes) !== planId)
    throw new RttError('RTT3007', `${path} is not the plan that its name says`)
  const before = known.get(planId)
  if (before !== undefined) return before
  const body = checkStored({ value: canonical(bytes, path), path, schema, code: 'RTT3007' })
  if (known.size >= keptMax) known.clear()
  known.set(planId, body)
  return body
}

/** Digests of the contracts that a plan names, ordered, each once. */
export const contractsOf = (body: AppliedBody): readonly string[] => {
  const named = [
    ...body.routes.map((route) => route.contract),
    ...(body.contracts ?? []).map((contract) => contract.digest),
  ]
  return [...new Set(named.filter((d) => typeof d === 'string'))].sort()
}

const readContract = (durable: Durable, plansDir: string, contract: string): Blob => {
  const path = contractFile(plansDir, contract)
  const bytes = durable.read(path)
  if (bytes === undefined) throw new RttError('RTT3007', `${path} is missing; the plan names it`)
  if (sha256(bytes) === contract) return { digest: contract, bytes }
  throw new RttError('RTT3007', `${path} is not the contract that its name says`)
}

/**
 * Reads a plan and its contracts from the folder of plans.
 *
 * @throws RttError RTT6001 for a malformed id, RTT2002 when there is no such plan, RTT3007 when
 *   plan or contract was changed, RTT6002 when a newer RTT made it
 */
export const readPlanFiles = (durable: Durable, plansDir: string, planId: string): PlanFiles => {
  if (!isDigest(planId))
    throw new RttError('RTT6001', `"${planId.slice(0, 80)}" is not the id of a plan`)
  const path = planFile(plansDir, planId)
  const bytes = durable.read(path)
  if (bytes === undefined) throw new RttError('RTT2002', `${path} does not exist`)
  const body = parsePlan(bytes, planId, path)
  const contracts = contractsOf(body).map((d) => readContract(durable, plansDir, d))
  return { planId, bytes, body, contracts }
}
