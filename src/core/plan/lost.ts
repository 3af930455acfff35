import { bareHost } from '../link/address.ts'
import { isRouted, type Link } from '../model/link.ts'
import { append } from '../model/multimap.ts'
import type { Route } from '../model/route.ts'
import { parseSaddr } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import type { Service } from '../model/service.ts'
import type { Way } from '../model/way.ts'
import type { ServiceRow } from './body.ts'
import { routesOf } from './routes.ts'

/** A route of the plan that is no longer found, in one deployment or at all, though its consumer is still there. */
export type Lost = {
  readonly from: Service
  /** The consumer's own name for its peer. */
  readonly port: string
  readonly to: string
  /** The provider, where it is still started. */
  readonly provider: Service | undefined
  readonly via: string
  /** The deployment in which it is lost, where others still have it. */
  readonly in?: string
  /** What its provider is called there now, where that is not what the consumer dials. */
  readonly called?: readonly string[]
  /**
   * Other signs still speak for it: it is lost only where nothing sets the variable any more, or the consumer's code names
   * it no more.
   */
  readonly isDoubtful?: true
}

/** A plan as far as the loss of routes can be seen. */
export type LockedWiring = {
  readonly routes: readonly (Pick<Route, 'from' | 'to' | 'ways'> & { readonly class?: unknown })[]
  readonly services?: readonly ServiceRow[]
}

/** Two names as one key. */
const pairOf = (a: string, b: string): string => `${a}\0${b}`

type Now = {
  /** The ends of routes from these ports. */
  readonly ports: ReadonlySet<string>
  /** Links by their ends. */
  readonly links: ReadonlyMap<string, readonly Link[]>
  readonly services: ReadonlyMap<string, Service>
}

const nowOf = (scan: ScanResult): Now => {
  const found = routesOf(scan)
  const links = new Map<string, Link[]>()
  for (const l of scan.links) if (isRouted(l)) append(links, pairOf(l.from, l.to), l)
  return {
    ports: new Set(found.map((r) => r.from)),
    links,
    services: new Map(scan.services.map((s) => [s.name, s])),
  }
}

/** By which names a service is reached in a deployment; undefined where it does not stand there. */
type Names = (service: string, deployment: string) => readonly string[] | undefined

/** Names by service and deployment; a service that stands elsewhere is reached by what it is called there. */
const namesBy = (
  all: readonly {
    readonly service: string
    readonly in: string
    readonly names: readonly string[]
  }[],
) => {
  const here = new Map(all.map((s) => [pairOf(s.service, s.in), s.names]))
  const any = Map.groupBy(all, (s) => s.service)
  const at: Names = (service, deployment) => here.get(pairOf(service, deployment))
  const reached: Names = (service, deployment) =>
    at(service, deployment) ?? any.get(service)?.flatMap((s) => s.names)
  return { at, reached }
}

const meets = (hosts: readonly string[], names: readonly string[]): boolean =>
  hosts.some((h) => names.includes(h) || names.includes(bareHost(h)))

type Standing = ReturnType<typeof namesBy>

type Ends = { readonly links: readonly Link[]; readonly from: string; readonly to: string }

/** What became of a way that an address took in one deployment; undefined where it still takes it. */
const lossOf = (
  way: Way,
  { links, from, to }: Ends,
  { before, now }: { readonly before: Standing; readonly now: Standing },
): Pick<Lost, 'in' | 'called'> | undefined => {
  if (way.by === 'local' || now.at(from, way.in) === undefined) return undefined
  const current = links.flatMap((l) => l.ways ?? []).filter((w) => w.in === way.in)
  const isGone = before.at(to, way.in) !== undefined && now.at(to, way.in) === undefined
  if (isGone || !current.some((w) => w.by !== 'local')) return { in: way.in }
  const called = now.reached(to, way.in) ?? []
  const hosts = current.flatMap((w) => w.hosts)
  const wasMet = meets(way.hosts, before.reached(to, way.in) ?? [])
  const isRenamed = wasMet && called.length > 0 && hosts.length > 0 && !meets(hosts, called)
  return isRenamed ? { in: way.in, called } : undefined
}

/**
 * Routes that a plan locks and that are gone, without another one from the same consumer to the same provider: a variable
 * that both sides call otherwise now is a new route, and no loss. A route that is gone from one of several deployments is
 * lost there. A consumer that is gone itself misses nothing.
 */
export const lostRoutes = (
  { routes, services = [] }: LockedWiring,
  scan: ScanResult,
): readonly Lost[] => {
  const now = nowOf(scan)
  const before = namesBy(
    services
      .filter((s) => s.names.length > 0)
      .map((s) => ({ service: parseSaddr(s.of).name, in: s.in, names: s.names })),
  )
  const standing = namesBy(scan.standings)
  return routes.flatMap((route): Lost[] => {
    const { name, variant } = parseSaddr(route.from)
    const target = parseSaddr(route.to)
    const from = now.services.get(name)
    if (from === undefined || target.type !== 'service') return []
    const to = target.name
    const provider = now.services.get(to)
    const lost: Lost = { from, port: variant ?? '', to, provider, via: String(route.class ?? '') }
    const links = now.links.get(pairOf(name, to))
    if (links?.some((l) => l.ways !== undefined) === true)
      return (route.ways ?? []).flatMap((way): Lost[] => {
        const loss = lossOf(way, { links, from: name, to }, { before, now: standing })
        const isThere = standing.at(to, way.in) !== undefined || before.at(to, way.in) === undefined
        return loss ? [{ ...lost, ...loss, provider: isThere ? provider : undefined }] : []
      })
    const wasSet = route.ways?.some((w) => w.by === 'set') ?? false
    if (links !== undefined) return wasSet ? [{ ...lost, isDoubtful: true }] : []
    // The port leads to somebody else now: that is a change of the plan, which names both.
    const isElsewhere = now.ports.has(route.from)
    return isElsewhere && provider !== undefined ? [] : [lost]
  })
}
