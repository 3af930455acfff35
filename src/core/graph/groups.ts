import type { Link } from '../model/link.ts'
import { compareText } from '../model/place.ts'
import type { Service } from '../model/service.ts'

/** A folder with few services below it is not divided. */
const smallMax = 8
/** Services that lie side by side in one folder and are more than this are divided by their names. */
const flatMax = 48
const wordMin = 4

type Entry = { readonly index: number; readonly name: string; readonly folders: readonly string[] }

/** The names of the groups, and for each service the index of its group. */
export type Groups = { readonly names: readonly string[]; readonly of: readonly number[] }

const firstWord = (name: string): string =>
  /^[a-z0-9]+/i.exec(name.replace(/([a-z])([A-Z])/g, '$1-$2'))?.[0].toLowerCase() ?? ''

const commonPrefix = (names: readonly string[]): string => {
  const [first = '', ...others] = names
  let length = first.length
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1
  // Whole words only, or `api` and `app` would lose their `ap`.
  return /^.*[-_./]/.exec(first.slice(0, length))?.[0] ?? ''
}

const byName = (label: string, all: readonly Entry[]): [string, readonly Entry[]][] => {
  if (all.length <= flatMax) return [[label, all]]
  const prefix = commonPrefix(all.map((e) => e.name))
  const words = Map.groupBy(all, (e) => firstWord(e.name.slice(prefix.length)))
  const large = [...words].filter(([word, own]) => word !== '' && own.length >= wordMin)
  const taken = new Set(large.flatMap(([, own]) => own))
  const others = all.filter((e) => !taken.has(e))
  return [
    ...large.map(([word, own]): [string, readonly Entry[]] => [`${label}${prefix}${word}…`, own]),
    ...(others.length === 0 ? [] : [[label, others] satisfies [string, readonly Entry[]]]),
  ]
}

/** Divides what lies below a folder: subfolders with several services are groups of their own. */
const divide = (
  folder: string,
  depth: number,
  all: readonly Entry[],
): [string, readonly Entry[]][] => {
  const label = folder === '' ? './' : folder
  if (depth > 0 && all.length <= smallMax) return [[label, all]]
  const below = Map.groupBy(all, (e) => e.folders[depth] ?? '')
  const own = [...below].filter(([name, some]) => name === '' || some.length < 2)
  const deep = [...below].filter(([name, some]) => name !== '' && some.length >= 2)
  const rest = own.flatMap(([, some]) => some)
  return [
    ...(rest.length === 0 ? [] : byName(label, rest)),
    ...deep.flatMap(([name, some]) => divide(`${folder}${name}/`, depth + 1, some)),
  ]
}

const kindNames = {
  datastore: 'Data stores',
  broker: 'Brokers',
  external: 'Outside',
  agent: 'Agents',
  service: 'Images',
  job: 'Images',
} as const

/** The one folder group that all who talk to a service are in; undefined where there are several or none. */
const homeOf = (name: string, links: readonly Link[], groupOf: ReadonlyMap<string, string>) => {
  const homes = new Set<string>()
  for (const l of links) {
    if ((l.from === name) === (l.to === name)) continue
    const group = groupOf.get(l.from === name ? l.to : l.from)
    if (group !== undefined) homes.add(group)
  }
  return homes.size === 1 ? [...homes][0] : undefined
}

const linksByName = (links: readonly Link[]): ReadonlyMap<string, readonly Link[]> => {
  const table = new Map<string, Link[]>()
  for (const l of links)
    for (const end of new Set([l.from, l.to])) {
      const known = table.get(end)
      if (known === undefined) table.set(end, [l])
      else known.push(l)
    }
  return table
}

/**
 * Groups services by folder, as deep as it takes for groups of a size that can be taken in at a glance.
 * What has no folder stands with those that use it, if these are all of one group, else with its kind.
 */
export const groupsOf = (services: readonly Service[], links: readonly Link[]): Groups => {
  const entries = services.flatMap((s, index) =>
    s.path === undefined
      ? []
      : [{ index, name: s.name, folders: s.path.split('/').filter((f) => f !== '') }],
  )
  const numbers = new Map<string, number>()
  const of = new Array<number>(services.length).fill(-1)
  const groupOf = new Map<string, string>()
  const put = (index: number, name: string): void => {
    if (!numbers.has(name)) numbers.set(name, numbers.size)
    of[index] = numbers.get(name)!
  }
  const divided = divide('', 0, entries).sort(([a], [b]) => compareText(a, b))
  for (const [name, all] of divided)
    for (const { index } of all) {
      put(index, name)
      groupOf.set(services[index]!.name, name)
    }
  const table = linksByName(links)
  for (const [index, s] of services.entries())
    if (of[index] === -1)
      put(index, homeOf(s.name, table.get(s.name) ?? [], groupOf) ?? kindNames[s.kind])
  return { names: [...numbers.keys()], of }
}
