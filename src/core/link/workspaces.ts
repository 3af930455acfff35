import semver from 'semver'
import { rootsOf } from '../doctor/root.ts'
import type { Dependency, Ecosystem, Package } from '../model/package.ts'
import { resolvePath } from '../model/path.ts'

/** Packages of one ecosystem that find each other by name without a registry. */
export type Workspace = {
  readonly ecosystem: Ecosystem
  readonly members: readonly Package[]
  /** A member by its name; undefined where two have it. */
  readonly byName: (name: string) => Package | undefined
  readonly byDir: (dir: string) => Package | undefined
}

/** PyPI's names are the same whatever their case and their separators. */
const spelled = (ecosystem: Ecosystem, name: string): string =>
  ecosystem === 'pep440' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name

const workspace = (ecosystem: Ecosystem, members: readonly Package[]): Workspace => {
  const names = Map.groupBy(members, (p) => spelled(ecosystem, p.name))
  const dirs = new Map(members.map((p) => [p.dir, p]))
  return {
    ecosystem,
    members,
    byName: (name) => {
      const all = names.get(spelled(ecosystem, name)) ?? []
      return all.length === 1 ? all[0] : undefined
    },
    byDir: (dir) => dirs.get(dir),
  }
}

/** Modules of Maven and Go find each other wherever they stand: their names say where they are from. */
const isWhole = (ecosystem: Ecosystem): boolean => ecosystem === 'maven' || ecosystem === 'gomod'

/** The workspaces of a repository with two named packages or more. Pure. */
export const workspacesOf = (packages: readonly Package[]): readonly Workspace[] => {
  const rootOf = rootsOf(packages, 'outermost')
  const groups = Map.groupBy(
    packages.filter((p) => p.isUnnamed !== true),
    (p) => `${p.ecosystem}\0${isWhole(p.ecosystem) ? '' : rootOf(p)}`,
  )
  return [...groups.values()]
    .filter((members) => new Set(members.map((p) => p.name)).size > 1)
    .map((members) => workspace(members[0]!.ecosystem, members))
}

/** Lists of versions to be had, and not of what is used. */
export const listed: readonly string[] = [
  'workspace.dependencies',
  'dependencyManagement',
  'indirect',
]

const notUsed = new Set([...listed, 'parent'])

const isElsewhere = (range: string): boolean => /^[a-z+]+:|\//i.test(range)

/** A range of package.json: which member it leads to, or undefined where it leads to a registry. */
const npmTarget = (d: Dependency, from: Package, w: Workspace): Package | undefined => {
  const path = /^(?:file|link|portal):(.*)$/.exec(d.range)?.[1]
  if (path !== undefined) {
    const dir = resolvePath(from.dir, path)
    return dir === undefined ? undefined : w.byDir(dir)
  }
  const asked = /^workspace:(.*)$/.exec(d.range)?.[1]
  if (asked !== undefined) {
    const alias = /^(@?[^@]+)@/.exec(asked)?.[1]
    const folder = asked.startsWith('.') ? resolvePath(from.dir, asked) : undefined
    return folder === undefined ? w.byName(alias ?? d.name) : w.byDir(folder)
  }
  // Its own name without a version is what overrides send to the workspace.
  if (d.range === `npm:${d.name}`) return w.byName(d.name)
  const own = isElsewhere(d.range) ? undefined : w.byName(d.name)
  if (own === undefined || own.version === undefined) return own
  return semver.satisfies(own.version, d.range, { includePrerelease: true }) ? own : undefined
}

/** The member that a dependency is, where it is one. */
export const memberOf = (d: Dependency, from: Package, w: Workspace): Package | undefined => {
  if (notUsed.has(d.group)) return undefined
  const found = w.ecosystem === 'npm' ? npmTarget(d, from, w) : w.byName(d.name)
  return found === from ? undefined : found
}
