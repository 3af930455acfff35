import { isDigest } from '../core/json/digest.ts'
import { chainOf } from '../core/plan/chain.ts'
import type { Durable } from '../ports/durable.ts'
import { rootEnvelopeFile } from './commit/paths.ts'
import { contractsOf, parsePlan } from './commit/plan.ts'
import { readBases } from './merge.ts'
import { latestPlan, planPath } from './plans.ts'

/** How many plans are kept. */
export const keptMax = 20

/** What was taken away. */
export type Pruned = { readonly plans: readonly string[]; readonly contracts: readonly string[] }

const namesIn = (durable: Durable, folder: string): string[] =>
  durable
    .list(folder)
    .flatMap((n) => (n.endsWith('.json') && isDigest(n.slice(0, -5)) ? [n.slice(0, -5)] : []))

/**
 * Removes all plans but the last ones that LATEST stands on, with their envelopes and the contracts that no plan names any
 * more. Nothing else removes a plan.
 */
export const prunePlans = async (durable: Durable, dir: string): Promise<Pruned> => {
  const latest = latestPlan(durable, dir)
  if (latest === undefined) return { plans: [], contracts: [] }
  const { bases } = await readBases(durable, dir)
  const kept = new Set(chainOf(latest, bases).slice(0, keptMax))
  const plans = [...bases.keys()].filter((id) => !kept.has(id)).sort()
  const used = new Set(
    [...kept].flatMap((id) => {
      const path = planPath(dir, id)
      return contractsOf(parsePlan(durable.read(path)!, id, path))
    }),
  )
  const contracts = namesIn(durable, `${dir}/contracts`).filter((d) => !used.has(d))
  // Plans go before the contracts that they name: one that is cut off in between names nothing that is gone.
  for (const id of plans) {
    durable.remove(rootEnvelopeFile(dir, id))
    durable.remove(planPath(dir, id))
  }
  for (const d of contracts) durable.remove(`${dir}/contracts/${d}.json`)
  return { plans, contracts }
}
