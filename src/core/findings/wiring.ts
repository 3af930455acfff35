import { deploymentsOf, type LinkResult } from '../link/link.ts'
import { isProgram } from '../link/sources.ts'
import type { Group } from '../link/units.ts'
import type { CodeFacts } from '../model/code.ts'
import type { Contract } from '../model/contract.ts'
import type { Binding, HostName, Unit } from '../model/deployment.ts'
import type { Package } from '../model/package.ts'
import type { ProtoFile } from '../model/protofile.ts'
import type { Service } from '../model/service.ts'

/** Everything that faults are looked for in: what the readers found, and what the linker made of it. */
export type Wiring = LinkResult & {
  readonly hosts: readonly HostName[]
  readonly rawBindings: readonly Binding[]
  readonly contracts: readonly Contract[]
  readonly protoFiles: readonly ProtoFile[]
  readonly packages: readonly Package[]
}

/** A service where one deployment starts it. */
export type Home = {
  readonly service: Group
  readonly deployment: string
  /** Its units in that deployment. */
  readonly units: readonly Unit[]
}

const started = new Set<Unit['origin']>(['compose', 'kubernetes'])

/** Every service in every deployment that starts it; Dockerfiles and manifests start nothing. */
export const homesOf = (w: Wiring): Home[] =>
  [...w.universe.groups.values()].flatMap((service) =>
    deploymentsOf(service.name, w.universe).flatMap((deployment): Home[] => {
      const units = service.units.filter(
        (u) => u.deployment === deployment && started.has(u.origin),
      )
      return units.length === 0 ? [] : [{ service, deployment, units }]
    }),
  )

/** A deployment of Kubernetes, however it is written: host names are those of its Services. */
export const isCluster = (h: Home): boolean => h.units.some((u) => u.origin === 'kubernetes')

export const isSameHome = (a: Home, b: Home): boolean =>
  a.service.name === b.service.name && a.deployment === b.deployment

const named = new WeakMap<readonly Service[], ReadonlyMap<string, Service>>()

/** The service of a name, without going through all of them. */
export const serviceNamed = (w: Wiring, name: string): Service | undefined => {
  const byName = named.get(w.services) ?? new Map(w.services.map((s) => [s.name, s]))
  named.set(w.services, byName)
  return byName.get(name)
}

const programs = new WeakMap<readonly CodeFacts[], readonly CodeFacts[]>()

/** The programs of a service, without their tests; the same list each time. */
export const programsOf = (w: Wiring, service: string): readonly CodeFacts[] => {
  const files = w.files.get(service)
  if (files === undefined) return []
  const known = programs.get(files)
  if (known) return known
  const made = files.filter(isProgram)
  programs.set(files, made)
  return made
}

/** Code that several services are built from says of none of them what it does alone. */
export const isShared = (w: Wiring, f: CodeFacts): boolean =>
  f.unit === undefined && w.universe.ownersOf(f.path).length > 1

/** The deployments that start a service; what builds it where none does. */
export const deploymentsIn = (w: Wiring, service: string): readonly string[] =>
  deploymentsOf(service, w.universe)
