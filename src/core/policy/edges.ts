import { isRouted, type Link } from '../model/link.ts'
import type { Package } from '../model/package.ts'
import type { Place } from '../model/place.ts'
import { formatSaddr } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import { typeOfKind } from '../model/service.ts'
import { channelAddress, contractAt, serviceAddress } from '../plan/routes.ts'
import type { Selectable } from './select.ts'

/** A connection as a policy judges it: a route, an end of a channel, or an import between packages. */
export type Edge = {
  readonly from: Selectable & { readonly name: string }
  readonly to: Selectable & { readonly name: string }
  readonly via: string
  /** The deployments that it holds in; empty where it is not bound to any. */
  readonly deployments: readonly string[]
  readonly contract?: string
  readonly places: readonly Place[]
}

const placesOf = ({ evidence }: Link): Place[] => evidence.map(({ path, line }) => ({ path, line }))

const selectableOf = (name: string, scan: ScanResult, port?: string): Edge['from'] => {
  const service = scan.services.find((s) => s.name === name)
  const { namespace } = scan
  const typed =
    service === undefined || typeOfKind[service.kind] === 'service'
      ? []
      : [formatSaddr({ namespace, type: typeOfKind[service.kind], name })]
  return {
    name,
    addresses: [serviceAddress(namespace, name), ...typed],
    paths: service?.path === undefined ? [] : [service.path],
    ...(port === undefined ? {} : { port }),
  }
}

const linkEdges = (scan: ScanResult): Edge[] =>
  scan.links.filter(isRouted).map((l) => {
    const dialect = contractAt(l, scan)?.dialect
    return {
      from: selectableOf(l.from, scan, l.port),
      to: selectableOf(l.to, scan),
      via: l.via,
      deployments: (l.ways ?? []).map((w) => w.in),
      ...(dialect === undefined ? {} : { contract: dialect }),
      places: placesOf(l),
    }
  })

/** A channel stands between: who sends to it, and to whom it goes on. */
const channelEdges = (scan: ScanResult): Edge[] =>
  scan.channels.flatMap((end): Edge[] => {
    const address = channelAddress(scan.namespace, end)
    if (address === undefined) return []
    const service = selectableOf(end.service, scan, `${end.action}:${end.name}`)
    const channel = { name: end.name, addresses: [address], paths: [] }
    const [from, to] = [service, channel]
    return [{ from, to, via: end.protocol, deployments: [], places: [end.at] }]
  })

const packageSide = (name: string, all: ReadonlyMap<string, Package>, scan: ScanResult) => {
  const found = all.get(name)
  return {
    name,
    addresses: [formatSaddr({ namespace: scan.namespace, type: 'package', name })],
    paths: found === undefined || found.dir === '' ? [] : [found.dir],
  }
}

const importEdges = (scan: ScanResult): Edge[] => {
  const packages = new Map(scan.packages.map((p) => [p.name, p]))
  return (scan.imports ?? []).map((l) => ({
    from: packageSide(l.from, packages, scan),
    to: packageSide(l.to, packages, scan),
    via: 'import',
    deployments: [],
    places: placesOf(l),
  }))
}

/** Everything that a policy has a say in, in the order in which it was found. */
export const edgesOf = (scan: ScanResult): readonly Edge[] => [
  ...linkEdges(scan),
  ...channelEdges(scan),
  ...importEdges(scan),
]
