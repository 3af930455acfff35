import { canonicalize } from '../core/json/canonical.ts'
import type { ScanResult } from '../core/model/scan.ts'
import { diffRoutes } from '../core/plan/diff.ts'
import { type Base, type Making, type Plan, projectPlan } from '../core/plan/project.ts'
import { routesOf } from '../core/plan/routes.ts'
import type { Durable } from '../ports/durable.ts'
import type { Workspace } from '../ports/workspace.ts'
import { contractReader } from './gate/locked.ts'
import { latestPlan, loadPlan, planPath, plansFolder } from './plans.ts'

export const attributesText = '* -text linguist-generated\n'

/** What planning did: `none` when there is nothing to plan, `unchanged` when the plan in place says it. */
export type Planned = {
  readonly status: 'new' | 'unchanged' | 'none'
  readonly dir: string
  readonly planId: string | undefined
  readonly plan: Plan | undefined
  readonly base: Base | undefined
  readonly added: number
  readonly changed: number
  readonly removed: number
}

const tally = (
  before: Base | undefined,
  scan: ScanResult,
): Pick<Planned, 'added' | 'changed' | 'removed'> => {
  const { steps } = diffRoutes(before?.body.routes ?? [], routesOf(scan))
  const count = (op: string) => steps.filter((s) => s.op === op).length
  return { added: count('add'), changed: count('change'), removed: count('remove') }
}

/** `1 route added, 2 removed`: how the repository differs from its plan. */
export const describeChange = ({
  added,
  changed,
  removed,
}: Pick<Planned, 'added' | 'changed' | 'removed'>): string => {
  const parts = (
    [
      ['added', added],
      ['removed', removed],
      ['changed', changed],
    ] as const
  ).filter(([, n]) => n > 0)
  if (parts.length === 0) return 'a contract or the namespace changed'
  const [first, ...rest] = parts.map(
    ([word, n], i) => `${n} ${i === 0 ? (n === 1 ? 'route ' : 'routes ') : ''}${word}`,
  )
  return [first, ...rest].join(', ')
}

type How = Omit<Making, 'locked'>

/** What `plan` would do, without writing. See `Making` for how. */
export const preview = async (
  durable: Durable,
  scan: ScanResult,
  how: How = {},
): Promise<Planned> => {
  const dir = plansFolder(durable)
  const latest = latestPlan(durable, dir)
  const base = latest === undefined ? undefined : await loadPlan(durable, dir, latest)
  const isBare = routesOf(scan).length === 0 && scan.toolSets.length === 0
  const plan =
    base === undefined && isBare
      ? undefined
      : projectPlan(scan, base, { ...how, locked: contractReader(durable, dir) })
  const status = plan ? 'new' : base ? 'unchanged' : 'none'
  return { status, dir, planId: plan?.planId ?? base?.planId, plan, base, ...tally(base, scan) }
}

const writeContracts = (durable: Durable, dir: string, plan: Plan, scan: ScanResult): void => {
  for (const { digest } of plan.body.contracts) {
    const contract = scan.contracts.find((c) => c.digest === digest)
    if (contract) durable.create(`${dir}/contracts/${digest}.json`, canonicalize(contract.body))
  }
}

/**
 * Plans: writes `plans/<planId>.json`, the contracts that it names and LATEST, in that order, so that
 * LATEST never names what is not there. An existing plan file is never rewritten.
 */
export const plan = async (space: Workspace, scan: ScanResult, how: How = {}): Promise<Planned> => {
  const planned = await preview(space.durable, scan, how)
  if (planned.plan === undefined) return planned
  const { dir, plan: made } = planned
  space.durable.makeFolder(`${dir}/contracts`)
  space.durable.create(`${dir}/.gitattributes`, attributesText)
  writeContracts(space.durable, dir, made, scan)
  space.durable.create(planPath(dir, made.planId), made.text)
  space.durable.replace(`${dir}/LATEST`, `${made.planId}\n`)
  return planned
}
