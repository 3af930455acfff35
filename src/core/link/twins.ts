import { append } from '../model/multimap.ts'
import { compareText } from '../model/place.ts'
import { imageRole, isProxyImage } from './image.ts'
import type { Group } from './units.ts'

const flavors =
  /postgres|timescale|pgvector|postgis|cockroach|mysql|maria|percona|mssql|oracle|clickhouse/

/** What a store speaks, and of which make it is: MySQL never stands for PostgreSQL. */
const makeOf = (g: Group): string | undefined => {
  for (const u of g.units) {
    const role = imageRole(u.image)
    if (role === undefined) continue
    const flavor = flavors.exec(u.image!.toLowerCase())?.[0] ?? ''
    const make = /postg|timescale|pgvector/.test(flavor)
      ? 'postgres'
      : /my|maria|percona/.test(flavor)
        ? 'mysql'
        : flavor
    return `${role.protocol} ${make}`
  }
  return undefined
}

/** Deployments that a group is really started by; an image by itself is none. */
const homesOf = (g: Group): Set<string> =>
  new Set(
    g.units
      .filter((u) => u.origin !== 'dockerfile' && u.origin !== 'skaffold')
      .map((u) => u.deployment),
  )

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].some((x) => b.has(x))

type Store = { readonly group: Group; readonly make: string; readonly homes: ReadonlySet<string> }

/** The two deployments start the same program: some service that is no store is in both. */
const shareProgram = (a: Store, b: Store, programs: readonly ReadonlySet<string>[]): boolean =>
  programs.some((homes) => overlap(homes, a.homes) && overlap(homes, b.homes))

/** An image of the repository's own without tag; stores and proxies are anybody's. */
const programImages = (g: Group): Set<string> =>
  new Set(
    g.units
      .filter((u) => u.origin !== 'dockerfile' && u.image?.includes('/') === true)
      .filter((u) => imageRole(u.image) === undefined && !isProxyImage(u.image!))
      .map((u) => u.image!.replace(/@.*$/, '').replace(/:[^/]*$/, '')),
  )

/**
 * A program that one deployment starts as one service and another as several, or under another name, is
 * one service: its image tells.
 */
export const mergePrograms = (groups: readonly Group[]): Group[] => {
  const composed = (g: Group) => g.units.some((u) => u.origin === 'compose')
  const byImage = new Map<string, Group[]>()
  for (const g of groups) if (composed(g)) for (const i of programImages(g)) append(byImage, i, g)
  const into = new Map<Group, Group>()
  for (const g of groups) {
    if (composed(g)) continue
    const homes = [...programImages(g)].flatMap((i) => byImage.get(i) ?? [])
    if (homes.length === 1 && g.units.some((u) => u.origin === 'kubernetes')) into.set(g, homes[0]!)
  }
  return merged(groups, into)
}

const merged = (groups: readonly Group[], into: ReadonlyMap<Group, Group>): Group[] => {
  const more = new Map<Group, Group[]>()
  for (const [from, to] of into) append(more, to, from)
  return groups
    .filter((g) => !into.has(g))
    .map((g) => {
      const units = (more.get(g) ?? []).flatMap((from) => from.units)
      return units.length === 0 ? g : { ...g, units: [...g.units, ...units] }
    })
}

/**
 * One store goes by different names in different deployments: `db` in compose, `shop-postgresql` in a chart.
 * Two are the same where each is the only one of its make in its deployments, and these start a common
 * program.
 */
export const mergeTwins = (groups: readonly Group[]): Group[] => {
  const stores = groups.flatMap((group): Store[] => {
    const make = makeOf(group)
    return make === undefined ? [] : [{ group, make, homes: homesOf(group) }]
  })
  const programs = groups.filter((g) => makeOf(g) === undefined).map(homesOf)
  const isOnly = (s: Store) =>
    !stores.some((o) => o !== s && o.make === s.make && overlap(o.homes, s.homes))
  const only = stores
    .filter((s) => s.homes.size > 0 && isOnly(s))
    .sort((a, b) => rank(a) - rank(b) || compareText(a.group.name, b.group.name))
  const into = new Map<Group, Group>()
  for (const [i, s] of only.entries()) {
    const twin = only
      .slice(0, i)
      .find((o) => o.make === s.make && !into.has(o.group) && shareProgram(o, s, programs))
    if (twin) into.set(s.group, twin.group)
  }
  return merged(groups, into)
}

const origins = ['manifest', 'compose', 'kubernetes']
const rank = (s: Store): number => {
  const ranks = s.group.units.map((u) => origins.indexOf(u.origin)).filter((r) => r >= 0)
  return Math.min(origins.length, ...ranks)
}
