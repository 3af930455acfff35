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

/** The unit of a deployment that stands for a service of another, by `deployment\0name`. */
export type Twins = ReadonlyMap<string, string>

type End = { readonly name: string; readonly deployments: ReadonlySet<string> }

const depthOf = (deployments: ReadonlySet<string>): number =>
  Math.min(...[...deployments].map((d) => d.split('/').length + (/^\w+:$/.test(d) ? 0 : 1)))

/** A composed project is what people start, and the highest one first; a chart is another way to start it. */
const isFirst = (a: End, b: End): boolean => {
  const order =
    rank(a.deployments) - rank(b.deployments) ||
    depthOf(a.deployments) - depthOf(b.deployments) ||
    b.deployments.size - a.deployments.size ||
    compareText(a.name, b.name)
  return order < 0
}

const rank = (deployments: ReadonlySet<string>): number =>
  [...deployments].some((d) => d.startsWith('compose:')) ? 0 : 1

const endsByPort = (roles: readonly Role[]): ReadonlyMap<string, readonly End[]> => {
  const ports = new Map<string, Map<string, Set<string>>>()
  for (const r of roles) {
    const ends = ports.get(r.port) ?? new Map<string, Set<string>>()
    ports.set(r.port, ends.set(r.to, (ends.get(r.to) ?? new Set()).add(r.deployment)))
  }
  return new Map(
    [...ports]
      .sort(([a], [b]) => compareText(a, b))
      .map(([port, ends]) => [
        port,
        [...ends].map(([name, deployments]) => ({ name, deployments })),
      ]),
  )
}

/**
 * Services that stand for each other: the same port of the same service leads to one in this deployment
 * and to the other in that one, and neither deployment has both. A unit that would stand for two services
 * stands for none.
 */
export const sameRoles = (roles: readonly Role[], universe: Universe): Twins => {
  const twins = new Map<string, string>()
  const torn = new Set<string>()
  for (const ends of endsByPort(roles).values()) {
    if (ends.length !== 2 || !isApart(ends[0]!.name, ends[1]!.name, universe)) continue
    const [first, second] = ends as [End, End]
    const [stays, goes] = isFirst(first, second) ? [first, second] : [second, first]
    for (const d of goes.deployments) {
      const id = `${d}\0${goes.name}`
      if (twins.has(id) && twins.get(id) !== stays.name) torn.add(id)
      twins.set(id, stays.name)
    }
  }
  for (const id of torn) twins.delete(id)
  return twins
}

/** Units under the name of the service that they stand for. */
export const renamed = (units: readonly Unit[], twins: Twins): readonly Unit[] =>
  units.map((u) => {
    const to = twins.get(`${u.deployment}\0${u.service ?? u.name}`)
    return to === undefined ? u : { ...u, service: to }
  })
