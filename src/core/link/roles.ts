import type { Unit } from '../model/deployment.ts'
import { compareText } from '../model/place.ts'
import type { Universe } from './universe.ts'

/** In a deployment a port leads to a service. */
export type Role = { readonly port: string; readonly to: string; readonly deployment: string }

const homes = (service: string, universe: Universe): ReadonlySet<string> =>
  new Set(
    universe.groups
      .get(service)!
      .units.filter((u) => u.origin !== 'dockerfile' && u.origin !== 'skaffold')
      .map((u) => u.deployment),
  )

const isApart = (a: string, b: string, universe: Universe): boolean => {
  const other = homes(b, universe)
  return ![...homes(a, universe)].some((d) => other.has(d))
}

/**
 * Services that stand for each other: the same port of the same service leads to one in this deployment
 * and to the other in that one, and no deployment has both. The name that more deployments use stays.
 *
 * @returns the name that stays, by the name that goes
 */
export const sameRoles = (
  roles: readonly Role[],
  universe: Universe,
): ReadonlyMap<string, string> => {
  const byPort = new Map<string, Map<string, Set<string>>>()
  for (const r of roles) {
    const ends = byPort.get(r.port) ?? new Map<string, Set<string>>()
    byPort.set(r.port, ends.set(r.to, (ends.get(r.to) ?? new Set()).add(r.deployment)))
  }
  const size = (name: string) => homes(name, universe).size
  const order = new Map(universe.services.map((s, i) => [s.name, i]))
  const stays = new Map<string, string>()
  const final = (name: string): string => (stays.has(name) ? final(stays.get(name)!) : name)
  for (const [, ends] of [...byPort].sort(([a], [b]) => compareText(a, b))) {
    if (ends.size !== 2) continue
    const [a, b] = [...ends.keys()].map(final) as [string, string]
    if (a === b || !isApart(a, b, universe)) continue
    // A composed project is what people start; a chart is another way to start it.
    const keep =
      rank(a, universe) - rank(b, universe) || size(b) - size(a) || order.get(a)! - order.get(b)!
    stays.set(keep <= 0 ? b : a, keep <= 0 ? a : b)
  }
  return new Map([...stays.keys()].map((name) => [name, final(name)]))
}

const rank = (service: string, universe: Universe): number =>
  universe.groups.get(service)!.units.some((u) => u.origin === 'compose') ? 0 : 1

/** Units under the name of the service that they stand for. */
export const renamed = (
  units: readonly Unit[],
  twins: ReadonlyMap<string, string>,
): readonly Unit[] =>
  units.map((u) => {
    const to = twins.get(u.service ?? u.name)
    return to === undefined ? u : { ...u, service: to }
  })
