import { sha256 } from '../../core/json/digest.ts'
import type { ContractBody } from '../../core/model/contract.ts'
import type { StoredBody } from '../../core/plan/body.ts'
import type { Durable } from '../../ports/durable.ts'
import { contractFile } from '../commit/paths.ts'
import { readPlanFiles } from '../commit/plan.ts'
import { loadPlan } from '../plans.ts'

/** A stored plan with the contracts that it locks. */
export type Locked = {
  readonly dir: string
  readonly planId: string
  readonly body: StoredBody
  /** The body of a contract by its digest. */
  readonly contract: (digest: string) => ContractBody | undefined
}

const bodyOf = (bytes: Uint8Array): ContractBody =>
  JSON.parse(new TextDecoder().decode(bytes)) as ContractBody

/** The contracts beside the plans of a folder, each read when it is asked for; none for what is gone or was changed. */
export const contractReader = (
  durable: Durable,
  dir: string,
): ((digest: string) => ContractBody | undefined) => {
  const known = new Map<string, ContractBody | undefined>()
  return (digest) => {
    if (!known.has(digest)) {
      const bytes = durable.read(contractFile(dir, digest))
      const isWhole = bytes !== undefined && sha256(bytes) === digest
      known.set(digest, isWhole ? bodyOf(bytes) : undefined)
    }
    return known.get(digest)
  }
}

/**
 * Reads a plan and its contracts.
 *
 * @throws RttError RTT2002 when there is no such plan, RTT3007 where it or a contract of it was changed
 */
export const readLocked = async (
  durable: Durable,
  dir: string,
  planId: string,
): Promise<Locked> => {
  const { body } = await loadPlan(durable, dir, planId)
  const { contracts } = readPlanFiles(durable, dir, planId)
  const bodies = new Map(contracts.map((c) => [c.digest, bodyOf(c.bytes)]))
  return { dir, planId, body, contract: (digest) => bodies.get(digest) }
}
