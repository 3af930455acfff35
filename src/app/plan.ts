import { canonicalize, type Json } from '../core/json/canonical.ts'
import { sha256 } from '../core/json/digest.ts'
import type { ScanResult } from '../core/model/scan.ts'
import { diffRoutes } from '../core/plan/diff.ts'
import { type Base, type Making, type Plan, projectPlan } from '../core/plan/project.ts'
import { routesOf } from '../core/plan/routes.ts'
import { findingKey } from '../core/plan/rows.ts'
import type { Durable } from '../ports/durable.ts'
import type { Workspace } from '../ports/workspace.ts'
import { loadPolicy, policyDigest } from './config/policy.ts'
import { contractReader } from './gate/locked.ts'
import { latestPlan, loadPlan, planPath, plansFolder } from './plans.ts'

/** Two branches that both plan leave both ids in LATEST, for `rtt plan --merge` to put together. */
export const attributesText = '* -text linguist-generated\nLATEST merge=union\n'

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
  /** What differs beside the routes, in a few words each. */
  readonly also: readonly string[]
}

const tally = (
  before: Base | undefined,
  scan: ScanResult,
): Pick<Planned, 'added' | 'changed' | 'removed'> => {
  const { steps } = diffRoutes(before?.body.routes ?? [], routesOf(scan))
  const count = (op: string) => steps.filter((s) => s.op === op).length
  return { added: count('add'), changed: count('change'), removed: count('remove') }
}

const differs = (a: unknown, b: unknown): boolean =>
  canonicalize(a as Json) !== canonicalize(b as Json)

/** What a new plan says otherwise than the one before, routes aside. */
const besides = (plan: Plan | undefined, base: Base | undefined): readonly string[] => {
  if (plan === undefined || base === undefined) return []
  const [was, is] = [base.body, plan.body]
  if (was.projection === 1) return differs(was.namespace, is.namespace) ? ['the namespace'] : []
  const known = new Set(was.findings.map(findingKey))
  const fresh = is.findings.filter((f) => !known.has(findingKey(f))).length
  return [
    ...(differs(was.namespace, is.namespace) ? ['the namespace'] : []),
    ...(was.policy === is.policy ? [] : ['the policy']),
    ...(differs(was.services, is.services) ? ['names or ports of services'] : []),
    ...(differs(was.tools, is.tools) ? ['tools'] : []),
    ...(differs(was.requirements ?? [], is.requirements ?? []) ? ['what manifests require'] : []),
    ...(fresh > 0 ? [`${fresh} new ${fresh === 1 ? 'finding' : 'findings'}`] : []),
  ]
}

/** `1 route added, 2 removed`: how the repository differs from its plan. */
export const describeChange = ({
  added,
  changed,
  removed,
  also,
}: Pick<Planned, 'added' | 'changed' | 'removed' | 'also'>): string => {
  const parts = (
    [
      ['added', added],
      ['removed', removed],
      ['changed', changed],
    ] as const
  ).filter(([, n]) => n > 0)
  if (parts.length === 0)
    return also.length === 0 ? 'a contract changed' : `${also.join(', ')} changed`
  const [first, ...rest] = parts.map(
    ([word, n], i) => `${n} ${i === 0 ? (n === 1 ? 'route ' : 'routes ') : ''}${word}`,
  )
  return [first, ...rest, ...also].join(', ')
}

type How = Omit<Making, 'locked' | 'policy'>

type Upon = { readonly dir: string; readonly base: Base | undefined }

/** What planning upon a base would do. */
const previewUpon = async (
  durable: Durable,
  scan: ScanResult,
  { dir, base, how = {} }: Upon & { readonly how?: How },
): Promise<Planned> => {
  const policy = policyDigest(await loadPolicy(durable))
  const isBare = routesOf(scan).length === 0 && scan.toolSets.length === 0
  const plan =
    base === undefined && isBare
      ? undefined
      : projectPlan(scan, base, { ...how, policy, locked: contractReader(durable, dir) })
  const status = plan ? 'new' : base ? 'unchanged' : 'none'
  return {
    status,
    dir,
    planId: plan?.planId ?? base?.planId,
    plan,
    base,
    also: besides(plan, base),
    ...tally(base, scan),
  }
}

/** What `plan` would do, without writing. See `Making` for how. */
export const preview = async (
  durable: Durable,
  scan: ScanResult,
  how: How = {},
): Promise<Planned> => {
  const dir = plansFolder(durable)
  const latest = latestPlan(durable, dir)
  const base = latest === undefined ? undefined : await loadPlan(durable, dir, latest)
  return previewUpon(durable, scan, { dir, base, how })
}

const writeContracts = (durable: Durable, dir: string, plan: Plan, scan: ScanResult): void => {
  for (const { digest } of plan.body.contracts) {
    const contract = scan.contracts.find((c) => c.digest === digest)
    if (contract) durable.create(`${dir}/contracts/${digest}.json`, canonicalize(contract.body))
  }
}

/**
 * Writes `plans/<planId>.json`, the contracts that it names and LATEST, in that order, so that
 * LATEST never names what is not there. An existing plan file is never rewritten.
 */
const write = ({ durable }: Workspace, scan: ScanResult, { dir, plan: made }: Planned): void => {
  if (made === undefined) return
  durable.makeFolder(`${dir}/contracts`)
  durable.create(`${dir}/.gitattributes`, attributesText)
  writeContracts(durable, dir, made, scan)
  durable.create(planPath(dir, made.planId), made.text)
  durable.replace(`${dir}/LATEST`, `${made.planId}\n`)
}

/** Contracts of a plan that stays, where their files are gone or say something else: made again as far as they are found. */
const mend = (
  { durable }: Workspace,
  scan: ScanResult,
  { dir, base, plan: made }: Planned,
): void => {
  if (made !== undefined || base === undefined) return
  for (const { digest } of base.body.contracts) {
    const path = `${dir}/contracts/${digest}.json`
    const bytes = durable.read(path)
    const contract = scan.contracts.find((c) => c.digest === digest)
    if (contract !== undefined && (bytes === undefined || sha256(bytes) !== digest))
      durable.replace(path, canonicalize(contract.body))
  }
}

/** Plans: writes the plan, if there is anything new to plan, and what is gone of the one that stays. */
export const plan = async (space: Workspace, scan: ScanResult, how: How = {}): Promise<Planned> => {
  const planned = await preview(space.durable, scan, how)
  write(space, scan, planned)
  mend(space, scan, planned)
  return planned
}

/** Plans upon another base than the one that LATEST names, which it names then. */
export const planUpon = async (
  space: Workspace,
  scan: ScanResult,
  upon: Upon,
): Promise<Planned> => {
  const planned = await previewUpon(space.durable, scan, upon)
  write(space, scan, planned)
  if (planned.plan === undefined && planned.planId !== undefined)
    space.durable.replace(`${upon.dir}/LATEST`, `${planned.planId}\n`)
  return planned
}
