import type { Unit } from '../model/deployment.ts'
import { resolvePath } from '../model/path.ts'

/** What a unit with a build target takes from the folder that it is built in, as paths of the repository. */
const takenBy = (u: Unit, dockerfile: Unit | undefined): readonly string[] => {
  const stage = dockerfile?.stages?.find((s) => s.name === u.target)
  const copies = (stage?.copies ?? []).map((c) =>
    resolvePath(u.context!, c.replace(/^\/+|\/+$/g, '')),
  )
  // Who copies the whole folder takes all that is in it.
  if (copies.includes(u.context)) return []
  return copies.flatMap((c) => (c === undefined || c.includes('*') ? [] : [c]))
}

/**
 * Units that name a stage of their Dockerfile, with what that stage copies: several services are often stages of
 * one file, each with another part of the folder that all are built in.
 *
 * @param all units as they were read, the Dockerfiles of the root among them, which are no services
 */
export const withTargets = (units: readonly Unit[], all: readonly Unit[]): Unit[] => {
  const files = new Map(
    all.filter((u) => u.origin === 'dockerfile').map((u) => [u.dockerfile, u] as const),
  )
  return units.map((u) => {
    if (u.target === undefined || u.context === undefined) return u
    const taken = takenBy(u, files.get(u.dockerfile))
    if (taken.length === 0) return u
    const mounts = taken.map((source) => ({ source, target: '' }))
    return { ...u, taken, mounts: [...(u.mounts ?? []), ...mounts] }
  })
}
