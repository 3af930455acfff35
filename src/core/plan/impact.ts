import { type Change, effectOf } from '../contract/breaking/change.ts'
import { changesOf, shape } from '../contract/breaking/changes.ts'
import type { Contract, ContractBody } from '../model/contract.ts'
import type { Link } from '../model/link.ts'
import { type KnownCalls, type Route, routeKey } from '../model/route.ts'
import { parseSaddr } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import type { ToolRow } from './body.ts'
import { contractAt, linkOfRoute, routesOf } from './routes.ts'

/** A route as far as a contract is locked for it. */
export type LockedRoute = Pick<Route, 'from' | 'to'> & {
  readonly contract?: string | null | undefined
  readonly calls?: KnownCalls | undefined
}

/** A contract that is no longer the one that the plan locks, with what was done to it. */
export type Impact = {
  /** The service whose contract it is. */
  readonly provider: string
  /** The route that uses it; none where a server offers its tools to whoever calls them. */
  readonly link: Link | undefined
  readonly locked: ContractBody
  /** The contract as it is found now. */
  readonly now: Contract
  readonly changes: readonly Change[]
}

/** `GET /api/items/:id` answers `GET /items/{id}`: what stands before is where the whole is served. */
const answers = (by: string, operation: string): boolean => {
  const [verb = '', path = ''] = shape(operation).split(' ')
  const [, servedVerb, served = ''] = /^(?:([A-Z]+) )?(.*)$/.exec(shape(by))!
  return (servedVerb === undefined || servedVerb === verb) && served.endsWith(path)
}

/** Whether a consumer may call the operation that changed: unless all its calls are known, and are of others. */
const isUsed = ({ operation }: Change, calls: KnownCalls | undefined): boolean =>
  operation === undefined ||
  calls === undefined ||
  calls.unserved.length > 0 ||
  calls.served.some(({ by }) => answers(by, operation))

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
  return routes.flatMap((route): Impact[] => {
    const same = found.get(routeKey(route))
    const [was, is] = [route.contract ?? null, same?.contract ?? null]
    if (was === null || is === null || was === is) return []
    const before = locked(was)
    const link = linkOfRoute(route, scan)
    const now = link?.contract === undefined ? undefined : contractAt(link, scan)
    if (before === undefined || now === undefined || link === undefined) return []
    const changes = changesOf(before, now.body)
      .filter((c) => effectOf(c) !== 'safe')
      .filter((c) => isUsed(c, same?.calls ?? route.calls))
    return [{ provider: link.to, link, locked: before, now, changes }]
  })
}

/** The tools of MCP servers that are not those that a plan locks. A server that is gone offers none to anybody. */
export const toolImpacts = (
  rows: readonly ToolRow[],
  locked: (digest: string) => ContractBody | undefined,
  scan: ScanResult,
): readonly Impact[] => {
  const contracts = new Map(scan.contracts.map((c) => [c.digest, c]))
  return rows.flatMap((row): Impact[] => {
    const provider = parseSaddr(row.of).name
    const before = locked(row.contract)
    const own = scan.toolSets
      .filter((t) => t.service === provider)
      .flatMap((t) => contracts.get(t.contract) ?? [])
    const now = own.find((c) => c.id === before?.id)
    if (before === undefined || now === undefined || now.digest === row.contract) return []
    const changes = changesOf(before, now.body).filter((c) => effectOf(c) !== 'safe')
    return [{ provider, link: undefined, locked: before, now, changes }]
  })
}
