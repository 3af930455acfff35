import type { Unit } from '../model/deployment.ts'
import { compareText } from '../model/place.ts'
import { imageName } from './image.ts'

/** Units that are the same service, with what is known of where its source is. */
export type Group = {
  readonly name: string
  readonly units: readonly Unit[]
  /** Folder of the source, `undefined` where only an image is known. */
  readonly path: string | undefined
}

const precedence: Readonly<Record<Unit['origin'], number>> = {
  manifest: 0,
  compose: 1,
  kubernetes: 2,
  skaffold: 3,
  dockerfile: 4,
  code: 5,
}

/** Names that differ only in case or in `_` against `-` are one name. */
export const nameKey = (name: string): string => name.toLowerCase().replaceAll('_', '-')

const folder = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const byPrecedence = (a: Unit, b: Unit): number =>
  precedence[a.origin] - precedence[b.origin] ||
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

const pathOf = (units: readonly Unit[]): string | undefined => {
  for (const u of units) {
    if (u.dockerfile !== undefined && u.context === '' && folder(u.dockerfile) !== '')
      return folder(u.dockerfile)
  }
  const contexts = units.flatMap((u) => (u.context === undefined ? [] : [u.context]))
  return contexts[0]
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
    if (u.origin !== 'dockerfile' && u.origin !== 'skaffold') add(nameKey(u.name), u)
  for (const origin of ['skaffold', 'dockerfile'] as const) {
    const built = ordered.filter((u) => u.origin === origin)
    const homes = new Map(
      built.map((u) => [u, [...named].filter(([, units]) => builds(u, units)).map(([key]) => key)]),
    )
    const anyHome = [...homes.values()].some((h) => h.length > 0)
    for (const [u, keys] of homes) {
      for (const key of keys) add(key, u)
      if (keys.length === 0 && (origin === 'skaffold' || !anyHome) && u.name !== '')
        add(nameKey(u.name), u)
    }
  }
  return [...named.values()]
    .map((units) => ({ name: units[0]!.name, units, path: pathOf(units) }))
    .sort((a, b) => compareText(a.name, b.name))
}

/** The folder name of a group, for hosts and aliases. */
export const folderName = (g: Group): string | undefined =>
  g.path === undefined || g.path === '' ? undefined : base(g.path)
