import type { CodeFacts, Mention } from '../model/code.ts'
import { lastOf } from './names.ts'

/** Finds where the source of a service knows an environment variable by its name. */
export type Mentions = (key: string) => Mention | undefined

/** What .NET takes for a connection string, by the kind of database that is behind it. */
const connectionPrefix = /^(?:CUSTOM|SQL|SQLAZURE|MYSQL|POSTGRESQL)CONNSTR_/

const normal = (key: string): string =>
  key
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
    .replace(connectionPrefix, 'CONNECTIONSTRINGS_')

/** Settings libraries put the name of the application before the name of a field. */
const prefixWordsMax = 2

/**
 * A field that a library reads the variable into: with what stands before the field as another word of
 * the same file (`shop.endpoints` and `cart` of `SHOP_ENDPOINTS_CART`). Where words of a field end is not told in a
 * variable of every library: `orderUrl` is `ORDER_URL` for one and `ORDERURL` for another.
 */
const fieldOf = (
  words: readonly string[],
  loose: ReadonlyMap<string, Mention>,
): Mention | undefined => {
  for (let i = 0; i < words.length; i++) {
    const field = loose.get(words.slice(i).join(''))
    if (field === undefined) continue
    if (i <= prefixWordsMax && words.length - i > 1) return field
    if (loose.has(words.slice(0, i).join(''))) return field
  }
  return undefined
}

/** The first place, unless only a library is known to read the variable; its protocol stays known. */
const merge = (known: Mention | undefined, m: Mention): Mention => {
  if (known === undefined) return m
  const protocol = known.protocol ?? m.protocol
  const place = known.protocol !== undefined && m.protocol === undefined ? m : known
  return { key: m.key, at: place.at, ...(protocol === undefined ? {} : { protocol }) }
}

/** `CART_URL = env('BASKET_URL')`: constants that are called like variables, and are filled from others. */
const constantsOf = (f: CodeFacts): ReadonlySet<string> =>
  new Set(
    f.assignments.flatMap(({ name, value }) =>
      value.kind === 'env' && value.key !== lastOf(name) ? [lastOf(name)] : [],
    ),
  )

/** Looks into the mentions of all files of a service, exact ones before loose ones. */
export const mentionsIn = (files: readonly CodeFacts[]): Mentions => {
  const exact = new Map<string, Mention>()
  const loose: Map<string, Mention>[] = []
  for (const f of files) {
    const own = new Map<string, Mention>()
    const constants = constantsOf(f)
    for (const m of f.mentions ?? []) {
      if (constants.has(m.key)) continue
      if (m.isLoose) own.set(m.key.replaceAll('_', ''), m)
      else exact.set(m.key, merge(exact.get(m.key), m))
    }
    if (own.size > 0) loose.push(own)
  }
  return (key) => {
    const known = exact.get(key)
    if (known) return known
    const words = normal(key).split('_')
    for (const own of loose) {
      const field = fieldOf(words, own)
      if (field) return field
    }
    return undefined
  }
}
