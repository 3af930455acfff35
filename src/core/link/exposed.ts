import type { Exposure, Unit } from '../model/deployment.ts'
import { comparePlaces, type Place } from '../model/place.ts'
import { findHost, type HostTable } from './hosts.ts'

/** Ports that compose publishes on an address that others can reach. */
const published = (units: readonly Unit[]): Exposure[] =>
  units
    .filter((u) => u.origin === 'compose')
    .flatMap((u) =>
      (u.claims ?? [])
        .filter((c) => c.address === undefined || !/^(?:127\.|::1$|localhost$)/.test(c.address))
        .map((c) => ({
          deployment: u.deployment,
          host: u.name,
          port: c.port,
          via: 'published' as const,
          at: c.at,
        })),
    )

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
