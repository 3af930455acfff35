import type { Unit } from '../model/deployment.ts'
import { compareText } from '../model/place.ts'
import { imageName } from './image.ts'

/** Units that are the same service. */
export type Group = {
  readonly name: string
  readonly units: readonly Unit[]
}

const precedence: Readonly<Record<Unit['origin'], number>> = {
  manifest: 0,
  compose: 1,
  kubernetes: 2,
  aspire: 3,
  systemd: 4,
  procfile: 5,
  skaffold: 6,
  dockerfile: 7,
  code: 8,
}

/** Names that differ only in case or in `_` against `-` are one name. */
export const nameKey = (name: string): string => name.toLowerCase().replaceAll('_', '-')

const depth = (path: string): number => path.split('/').length

/** The deployment that stands highest in the repository is the one that people meet first. */
const byPrecedence = (a: Unit, b: Unit): number =>
  precedence[a.origin] - precedence[b.origin] ||
  depth(a.at.path) - depth(b.at.path) ||
  compareText(a.deployment, b.deployment) ||
  compareText(a.at.path, b.at.path) ||
  a.at.line - b.at.line

/** Whether a Dockerfile (or an artifact built from a folder) is what a deployed unit runs. */
const builds = (built: Unit, deployed: readonly Unit[]): boolean =>
  deployed.some((u) => {
    if (u.dockerfile !== undefined && built.dockerfile !== undefined)
      return u.dockerfile === built.dockerfile
    if (u.context !== undefined) return u.context === built.context
    const image = u.image === undefined ? '' : nameKey(imageName(u.image))
    const own = nameKey(
      built.image !== undefined && built.origin === 'skaffold'
        ? imageName(built.image)
        : built.name,
    )
    return image === own || nameKey(u.name) === own
  })

/**
 * A service that another deployment starts under a name that it has here only as a host name is still the
 * same: `cart` with the host name `carts`, and the workload `carts`.
 */
const joinByAlias = (named: Map<string, Unit[]>): void => {
  const owners = new Map<string, Set<string>>()
  for (const [key, units] of named)
    for (const alias of new Set(units.flatMap((u) => u.aliases.map(nameKey))))
      if (alias !== key) owners.set(alias, (owners.get(alias) ?? new Set()).add(key))
  for (const [alias, keys] of owners) {
    const units = named.get(alias)
    const [home] = keys
    const own = home === undefined ? undefined : named.get(home)
    if (units === undefined || own === undefined || keys.size !== 1) continue
    const here = new Set(own.map((u) => u.deployment))
    if (units.some((u) => here.has(u.deployment))) continue
    own.push(...units)
    named.delete(alias)
  }
}

/** The one deployed service after which a folder around a Dockerfile is called: `cart/cart-main/Dockerfile`. */
const standsIn = (built: Unit, named: ReadonlyMap<string, readonly Unit[]>): string[] => {
  const folders = (built.context ?? '').split('/').map(nameKey)
  const found = folders.filter((f) => named.get(f)?.every((u) => u.context === undefined))
  return built.origin === 'dockerfile' && found.length === 1 ? found : []
}

/**
 * Merges the units of all deployments into services: deployed units by name, images onto the folders
 * that they are built from. A Dockerfile that no deployment uses is a service only where no deployment
 * uses any.
 */
export const groupUnits = (all: readonly Unit[]): Group[] => {
  const ordered = [...all].sort(byPrecedence)
  const named = new Map<string, Unit[]>()
  const add = (key: string, u: Unit) => {
    const own = named.get(key)
    if (own) own.push(u)
    else named.set(key, [u])
  }
  for (const u of ordered)
    if (u.origin !== 'dockerfile' && u.origin !== 'skaffold') add(nameKey(u.service ?? u.name), u)
  joinByAlias(named)
  for (const origin of ['skaffold', 'dockerfile'] as const) {
    const built = ordered.filter((u) => u.origin === origin)
    const homes = new Map(
      built.map((u) => [u, [...named].filter(([, units]) => builds(u, units)).map(([key]) => key)]),
    )
    const anyHome = [...homes.values()].some((h) => h.length > 0)
    for (const [u, keys] of homes) {
      const around = keys.length > 0 ? [] : standsIn(u, named)
      for (const key of [...keys, ...around]) add(key, u)
      if (around.length > 0) continue
      if (keys.length === 0 && (origin === 'skaffold' || !anyHome) && u.name !== '' && !u.isBare)
        add(nameKey(u.name), u)
    }
  }
  return [...named.values()]
    .map((units) => ({ name: units[0]!.service ?? units[0]!.name, units }))
    .sort((a, b) => compareText(a.name, b.name))
}
