import type { Unit } from '../model/deployment.ts'
import { isWithin, resolvePath } from '../model/path.ts'
import type { Group } from './units.ts'

/** Whether a file of the folder that a service is built from gets into its image. */
export type Copied = (service: string, path: string) => boolean

/** The part of a copied path that stands before any pattern. */
const beforePattern = (path: string): string =>
  path.replace(/[*?[].*$/, '').replace(/\/[^/]*$/, (m) => (path.includes('*') ? '/' : m))

/** Resolved copies of a build; undefined where everything is copied, or what is cannot be told. */
const copiesOf = (built: Unit, context: string): readonly string[] | undefined => {
  const copies = (built.copies ?? []).map((c) =>
    resolvePath(context, beforePattern(c).replace(/^\/+/, '')),
  )
  const isWhole = copies.some((c) => c === undefined || c === context)
  return isWhole || copies.length === 0 ? undefined : (copies as string[])
}

/**
 * Several images are often built from one folder, each with a part of it copied in. A service whose
 * builds copy only parts that hold code is made of these alone.
 *
 * @param holdsCode whether code stands at or below a path
 */
export const copiedFiles = (
  groups: readonly Group[],
  holdsCode: (path: string) => boolean,
): Copied => {
  const dockerfiles = new Map(
    groups.flatMap((g) =>
      g.units.flatMap((u) => (u.origin === 'dockerfile' ? [[u.dockerfile, u] as const] : [])),
    ),
  )
  const parts = new Map<string, readonly string[]>()
  for (const g of groups) {
    // A deployment that was copied elsewhere may name a Dockerfile that is not there.
    const builds = g.units.filter((u) => u.origin !== 'dockerfile' && dockerfiles.has(u.dockerfile))
    const all = builds.map((u) => {
      const built = dockerfiles.get(u.dockerfile)
      return built && u.context !== undefined ? copiesOf(built, u.context) : undefined
    })
    if (all.length === 0 || all.some((c) => c === undefined)) continue
    const own = all.flatMap((c) => c!)
    if (own.some(holdsCode)) parts.set(g.name, own)
  }
  return (service, path) => parts.get(service)?.some((p) => isWithin(path, p)) ?? true
}
