import type { CodeFacts } from '../model/code.ts'
import { gap } from './address.ts'
import { evaluate } from './evaluate.ts'
import type { Bindings } from './scope.ts'
import type { Universe } from './universe.ts'

type Known = {
  readonly universe: Universe
  readonly bindings: Bindings
  readonly all: ReadonlyMap<string, readonly CodeFacts[]>
}

const namesOf = (service: string, { universe, bindings, all }: Known): string[] => {
  const group = universe.groups.get(service)!
  const files = all.get(service) ?? []
  const deployments = new Set(group.units.map((u) => u.deployment))
  return files
    .filter((f) => f.scope === 'main' && f.registers !== undefined)
    .flatMap((file) =>
      file.registers!.flatMap(({ name }) =>
        [...deployments].flatMap((deployment) =>
          evaluate(name, { service: group, deployment, bindings, file, files }).map((v) => v.text),
        ),
      ),
    )
    .filter((text) => text !== '' && !text.includes(gap))
}

/**
 * Services by the names that their code gives them at a registry, in lower case. A name that several
 * services give themselves, as in code that they share, leads to none.
 */
export const registeredNames = (known: Known): ReadonlyMap<string, string> => {
  const owners = new Map<string, Set<string>>()
  for (const service of known.universe.groups.keys())
    for (const name of namesOf(service, known)) {
      const key = name.toLowerCase()
      owners.set(key, (owners.get(key) ?? new Set()).add(service))
    }
  return new Map(
    [...owners].flatMap(([name, all]) => (all.size === 1 ? [[name, [...all][0]!]] : [])),
  )
}
