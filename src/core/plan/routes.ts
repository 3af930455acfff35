import type { Call } from '../model/call.ts'
import type { ChannelEnd } from '../model/channelend.ts'
import type { Contract } from '../model/contract.ts'
import { isRouted, type Link } from '../model/link.ts'
import { compareText } from '../model/place.ts'
import { type Route, routeKey } from '../model/route.ts'
import { formatSaddr, saddrBytesMax } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import type { Service } from '../model/service.ts'
import { compareRouteKeys } from './diff.ts'

/** The address of a service, with the port where it is the consumer's end. */
export const serviceAddress = (namespace: readonly string[], name: string, port?: string): string =>
  formatSaddr({
    namespace,
    type: 'service',
    name,
    ...(port === undefined ? {} : { variant: port }),
  })

const isUnder = (path: string, folder: string | undefined): boolean =>
  folder !== undefined && (folder === '' || path.startsWith(`${folder}/`))

/** Among copies of one contract the provider's own, else the consumer's, else the one nearest the root. */
const contractOf = (
  id: string,
  contracts: readonly Contract[],
  ends: { from?: Service; to?: Service },
): Contract | undefined => {
  const copies = contracts.filter((c) => c.id === id)
  const rank = (c: Contract): number =>
    isUnder(c.at.path, ends.to?.path) ? 0 : isUnder(c.at.path, ends.from?.path) ? 1 : 2
  return copies.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.at.path.split('/').length - b.at.path.split('/').length ||
      compareText(a.at.path, b.at.path),
  )[0]
}

/** A call as a plan writes it. */
export const callText = ({ verb, path }: Call): string => (verb ? `${verb} ${path}` : path)

const byText = (a: readonly [string, string], b: readonly [string, string]): number =>
  compareText(a[0], b[0])

/** What is known of the calls of a pair, where one of them at least fits what is served. */
const callsOf = ({ from, to }: Link, { calls }: ScanResult): Pick<Route, 'calls'> => {
  const own = calls.filter((c) => c.from === from && (c.to === to || c.to === ''))
  const served = own.flatMap((c): (readonly [string, string])[] =>
    c.by === undefined ? [] : [[callText(c), c.by]],
  )
  if (served.length === 0) return {}
  const unserved = own.filter((c) => c.served === undefined).map(callText)
  return {
    calls: {
      served: [...new Map(served)].sort(byText).map(([call, by]) => ({ call, by })),
      unserved: [...new Set(unserved)].sort(compareText),
    },
  }
}

/** The copy of its contract that counts for a link. */
export const contractAt = (l: Link, { services, contracts }: ScanResult): Contract | undefined => {
  const from = services.find((s) => s.name === l.from)
  const to = services.find((s) => s.name === l.to)
  return l.contract === undefined
    ? undefined
    : contractOf(l.contract, contracts, { ...(from ? { from } : {}), ...(to ? { to } : {}) })
}

const toRoute = (l: Link, scan: ScanResult): Route => {
  return {
    from: serviceAddress(scan.namespace, l.from, l.port),
    to: serviceAddress(scan.namespace, l.to),
    rung: 'observed',
    class: l.via,
    lanes: [`native(${l.via})`],
    contract: contractAt(l, scan)?.digest ?? null,
    ...(l.ways === undefined ? {} : { ways: l.ways }),
    ...(l.programs === undefined ? {} : { programs: l.programs }),
    ...callsOf(l, scan),
  }
}

/** The address of a topic, queue or stream; undefined where its name is too long for one. */
export const channelAddress = (
  namespace: readonly string[],
  { kind, name }: Pick<ChannelEnd, 'kind' | 'name'>,
): string | undefined => {
  const address = formatSaddr({ namespace, type: kind, name })
  return address.length > saddrBytesMax ? undefined : address
}

/** Both who sends and who receives goes to the channel; the port says which of them it is. */
const channelRoutes = ({ channels, namespace }: ScanResult): Route[] =>
  channels.flatMap((end): Route[] => {
    const to = channelAddress(namespace, end)
    const from = serviceAddress(namespace, end.service, `${end.action}:${end.name}`)
    if (to === undefined || from.length > saddrBytesMax) return []
    const { protocol } = end
    return [
      {
        from,
        to,
        rung: 'observed',
        class: protocol,
        lanes: [`native(${protocol})`],
        contract: null,
      },
    ]
  })

const distinctRoutes = (routes: readonly Route[]): Route[] =>
  [...new Map(routes.map((r) => [routeKey(r), r])).values()].sort(compareRouteKeys)

const linkRoutes = (scan: ScanResult): Route[] =>
  scan.links.filter(isRouted).map((l) => toRoute(l, scan))

/**
 * The routes that a repository has, ordered by their ends: those of its links, and those of who sends to and
 * receives from its channels.
 */
export const routesOf = (scan: ScanResult): Route[] =>
  distinctRoutes([...linkRoutes(scan), ...channelRoutes(scan)])

/** The routes as projection 1 knows them: of confirmed links alone, and without the ways to their ends. */
export const firstRoutesOf = (scan: ScanResult): Route[] =>
  distinctRoutes(
    scan.links
      .filter((l) => l.status === 'confirmed')
      .map((l) => toRoute(l, scan))
      .map(({ ways: _, calls: __, programs: ___, ...route }) => route),
  )

/** The link that a route was made of, as it is found now. */
export const linkOfRoute = (
  route: Pick<Route, 'from' | 'to'>,
  scan: ScanResult,
): Link | undefined =>
  scan.links.find(
    (l) =>
      isRouted(l) &&
      serviceAddress(scan.namespace, l.from, l.port) === route.from &&
      serviceAddress(scan.namespace, l.to) === route.to,
  )
