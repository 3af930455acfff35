import type { Exposure, Unit } from '../model/deployment.ts'
import { comparePlaces, type Place } from '../model/place.ts'
import { findHost, type HostTable } from './hosts.ts'
import { isMainFile } from './scope.ts'

/** What the deployment itself says of a service, where files that change it for a purpose say something, too. */
const mainUnits = (units: readonly Unit[]): readonly Unit[] => {
  const main = new Set(
    units.filter((u) => isMainFile(u.at.path)).map((u) => `${u.deployment}\0${u.name}`),
  )
  return units.filter((u) => isMainFile(u.at.path) || !main.has(`${u.deployment}\0${u.name}`))
}

/** `"${HTTP_PORT}:80"`: a port of the host, whichever it is. */
const unnamedPort = (u: Unit): Exposure[] =>
  u.isPublished && (u.claims ?? []).length === 0 && u.ports.length > 0
    ? [{ deployment: u.deployment, host: u.name, via: 'published', at: u.at }]
    : []

const isReachable = (address: string | undefined): boolean =>
  address === undefined || !/^(?:127\.|::1$|localhost$)/.test(address)

/** Ports that compose publishes on an address that others can reach. */
const published = (units: readonly Unit[]): Exposure[] =>
  mainUnits(units.filter((u) => u.origin === 'compose')).flatMap((u) => [
    ...unnamedPort(u),
    ...(u.claims ?? [])
      .filter((c) => isReachable(c.address))
      .map(
        (c): Exposure => ({
          deployment: u.deployment,
          host: u.name,
          port: c.port,
          via: 'published',
          at: c.at,
        }),
      ),
  ])

/** Where each service is let out, the first place of several. */
export const exposedServices = (
  units: readonly Unit[],
  exposures: readonly Exposure[],
  table: HostTable,
): ReadonlyMap<string, Place> => {
  const out = new Map<string, Place>()
  for (const e of [...published(units), ...exposures].sort((a, b) => comparePlaces(a.at, b.at))) {
    const service = findHost(table, e.host, e.deployment)
    if (service !== undefined && !out.has(service)) out.set(service, e.at)
  }
  return out
}
