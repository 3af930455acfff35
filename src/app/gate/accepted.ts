import { type Change, effectOf } from '../../core/contract/breaking/change.ts'
import { changesOf as contractChanges } from '../../core/contract/breaking/changes.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { ToolRow } from '../../core/plan/body.ts'
import { type Impact, impactsOf, toolImpacts } from '../../core/plan/impact.ts'
import { serviceAddress } from '../../core/plan/routes.ts'
import type { Workspace } from '../../ports/workspace.ts'
import type { Planned } from '../plan.ts'
import { readLocked } from './locked.ts'
import { type RouteStep, routeSteps } from './steps.ts'
import { acceptedImpacts, type Found } from './wiring.ts'

/** A change of a contract, whole: what a reviewer reads before it is signed. */
export type AcceptedChange = {
  readonly provider: string
  readonly contract: string
  readonly path: string
  readonly rule: Change['rule']
  readonly effect: 'breaking' | 'unknown'
  readonly before: string
  readonly after: string
}

/** Everything that a plan accepts against the one before it. */
export type Accepted = {
  readonly steps: readonly RouteStep[]
  readonly contracts: readonly AcceptedChange[]
  /** What breaks by it, or becomes known as a fault. */
  readonly impacts: readonly Diagnostic[]
  readonly also: readonly string[]
}

/** The tools of servers of which no plan knew any: each is new, and is read before it is allowed. */
const newTools = (known: readonly Pick<ToolRow, 'of'>[], scan: ScanResult): Impact[] => {
  const seen = new Set(known.map((row) => row.of))
  return scan.toolSets.flatMap(({ service, contract }): Impact[] => {
    const now = scan.contracts.find((c) => c.digest === contract)
    if (now === undefined || seen.has(serviceAddress(scan.namespace, service))) return []
    const locked = { ...now.body, methods: [] }
    const changes = contractChanges(locked, now.body)
    return [{ provider: service, link: undefined, locked, now, changes }]
  })
}

const lockedImpacts = async (
  space: Workspace,
  dir: string,
  planId: string,
  scan: ScanResult,
): Promise<readonly Impact[]> => {
  const { body, contract } = await readLocked(space.durable, dir, planId)
  const rows = body.projection === 1 ? [] : body.tools
  return [
    ...impactsOf(body.routes, contract, scan),
    ...toolImpacts(rows, contract, scan),
    ...newTools(rows, scan),
  ]
}

const changesOf = async (
  space: Workspace,
  { dir, base }: Planned,
  scan: ScanResult,
): Promise<readonly AcceptedChange[]> => {
  const impacts =
    base === undefined ? newTools([], scan) : await lockedImpacts(space, dir, base.planId, scan)
  const all = impacts.flatMap(({ provider, now, changes }) =>
    changes.map((c): [string, AcceptedChange] => {
      const effect = effectOf(c) === 'breaking' ? 'breaking' : 'unknown'
      const { path, rule, before, after } = c
      const change = { provider, contract: now.id, path, rule, effect, before, after } as const
      return [JSON.stringify(change), change]
    }),
  )
  return [...new Map(all).values()]
}

/**
 * What whoever signs a plan says yes to: routes, contracts and tools word by word, faults, and the policy.
 *
 * @throws RttError RTT3007 where the plan before or a contract of it was changed
 */
export const acceptedBy = async (
  space: Workspace,
  planned: Planned,
  given: Found,
): Promise<Accepted> => ({
  steps: routeSteps(planned),
  contracts: await changesOf(space, planned, given.scan),
  impacts: await acceptedImpacts(space, planned, given),
  also: planned.also,
})
