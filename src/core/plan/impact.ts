import { type Change, effectOf } from '../contract/breaking/change.ts'
import { changesOf } from '../contract/breaking/changes.ts'
import type { Contract, ContractBody } from '../model/contract.ts'
import type { Link } from '../model/link.ts'
import type { Route } from '../model/route.ts'
import { routeKey } from '../model/route.ts'
import type { ScanResult } from '../model/scan.ts'
import { linkOfRoute, routesOf } from './project.ts'

/** A route as far as a contract is locked for it. */
export type LockedRoute = Pick<Route, 'from' | 'to'> & {
  readonly contract?: string | null | undefined
}

/** A route whose contract is no longer the one that the plan locks, with what was done to it. */
export type Impact = {
  readonly route: LockedRoute
  readonly link: Link
  readonly locked: ContractBody
  /** The contract as it is found now. */
  readonly now: Contract
  readonly changes: readonly Change[]
}

/**
 * The routes of a plan whose contracts changed, each with the changes that do not go unnoticed by its consumer. Routes that
 * are gone altogether are a matter of the plan's difference.
 *
 * @param locked the body of a contract by its digest, as the plan keeps it
 */
export const impactsOf = (
  routes: readonly LockedRoute[],
  locked: (digest: string) => ContractBody | undefined,
  scan: ScanResult,
): readonly Impact[] => {
  const found = new Map(routesOf(scan).map((r) => [routeKey(r), r]))
  const contracts = new Map(scan.contracts.map((c) => [c.digest, c]))
  return routes.flatMap((route): Impact[] => {
    const same = found.get(routeKey(route))
    const [was, is] = [route.contract ?? null, same?.contract ?? null]
    if (was === null || is === null || was === is) return []
    const before = locked(was)
    const now = contracts.get(is)
    const link = linkOfRoute(route, scan)
    if (before === undefined || now === undefined || link === undefined) return []
    const changes = changesOf(before, now.body).filter((c) => effectOf(c) !== 'safe')
    return [{ route, link, locked: before, now, changes }]
  })
}
