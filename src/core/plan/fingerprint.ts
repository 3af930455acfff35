import { digestOf } from '../json/digest.ts'
import type { ScanResult } from '../model/scan.ts'
import { projection } from './body.ts'
import { routesOf } from './routes.ts'
import { contractsOf, findingRows, serviceRows, toolRows } from './rows.ts'

/** One thing that a plan is made of, with its digest. */
export type PlanInput = { readonly name: string; readonly digest: string }

/** Everything that a plan depends on, and one digest of all of it: when that is the same, so is the plan. */
export type Fingerprint = { readonly inputs: readonly PlanInput[]; readonly digest: string }

/**
 * The inputs of a plan with their digests. It stands in no plan: it is for those who ask why there is another one.
 *
 * @param policy the digest of the policy, null where none is written
 */
export const fingerprintOf = (
  scan: ScanResult,
  { policy, base }: { readonly policy: string | null; readonly base: string | null },
): Fingerprint => {
  const routes = routesOf(scan)
  const digests = new Set([
    ...routes.flatMap((r) => r.contract ?? []),
    ...scan.toolSets.map((t) => t.contract),
  ])
  const parts: readonly (readonly [string, unknown])[] = [
    ['projection', projection],
    ['namespace', scan.namespace],
    ['base', base],
    ['routes', routes.map(({ ways: _, calls: __, ...r }) => r)],
    ['addresses', routes.map(({ from, to, ways }) => ({ from, to, ways: ways ?? null }))],
    ['calls', routes.map(({ from, to, calls }) => ({ from, to, calls: calls ?? null }))],
    ['services', serviceRows(scan)],
    ['contracts', contractsOf(digests, scan)],
    ['tools', toolRows(scan)],
    ['requirements', scan.requirements ?? []],
    ['findings', findingRows(scan)],
    ['policy', policy],
  ]
  const inputs = parts.map(([name, value]) => ({ name, digest: digestOf(value) }))
  return { inputs, digest: digestOf(inputs) }
}
