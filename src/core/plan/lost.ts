import type { Route } from '../model/route.ts'
import { routeKey } from '../model/route.ts'
import { parseSaddr } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import type { Service } from '../model/service.ts'
import { routesOf } from './project.ts'

/** A route of the plan that is no longer found, though its consumer is still there. */
export type Lost = {
  readonly from: Service
  /** The consumer's own name for its peer. */
  readonly port: string
  readonly to: string
  /** The provider, where it is still started. */
  readonly provider: Service | undefined
  readonly via: string
}

type Locked = Pick<Route, 'from' | 'to'> & { readonly class?: unknown }

const nameOf = (address: string): string => parseSaddr(address).name

/**
 * Routes that a plan locks and that are gone, without another one from the same consumer to the same provider: a variable
 * that both sides call otherwise now is a new route, and no loss. A consumer that is gone itself misses nothing.
 */
export const lostRoutes = (routes: readonly Locked[], scan: ScanResult): readonly Lost[] => {
  const found = routesOf(scan)
  const keys = new Set(found.map(routeKey))
  const pairs = new Set(found.map((r) => `${nameOf(r.from)}\0${nameOf(r.to)}`))
  const services = new Map(scan.services.map((s) => [s.name, s]))
  return routes.flatMap((route): Lost[] => {
    const { name, variant } = parseSaddr(route.from)
    const to = nameOf(route.to)
    const from = services.get(name)
    if (keys.has(routeKey(route)) || from === undefined || pairs.has(`${name}\0${to}`)) return []
    // The port leads to somebody else now: that is a change of the plan, which names both.
    const isElsewhere = found.some((r) => r.from === route.from)
    if (isElsewhere && services.has(to)) return []
    return [
      { from, port: variant ?? '', to, provider: services.get(to), via: String(route.class ?? '') },
    ]
  })
}
