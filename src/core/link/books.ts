import type { CodeFacts } from '../model/code.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Expression } from '../model/expression.ts'
import { parseAddresses } from './address.ts'
import type { Universe } from './universe.ts'

const textOf = (e: Expression): string => {
  if (e.kind === 'literal') return e.value
  if (e.kind === 'concat') return e.parts.map(textOf).join('')
  return e.kind === 'env' && e.isImplied && e.fallback ? textOf(e.fallback) : ''
}

const targetsOf = (e: Endpoint, universe: Universe): string[] =>
  parseAddresses(textOf(e.address)).flatMap((a) => universe.serviceAt(a.host) ?? [])

const othersMin = 3

/** It names some of those very services that are given it, beside others: it tells where each can be found. */
const isBook = (file: CodeFacts, owners: readonly string[], universe: Universe): boolean => {
  const named = new Set(file.endpoints.flatMap((e) => targetsOf(e, universe)))
  return named.size > othersMin && owners.filter((o) => named.has(o)).length > 1
}

/** Words of a name, without those that any service may have. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((w) => w !== '' && !/^(?:service|server|svc|api|app|srv)$/.test(w))

const stemMin = 5

/** `recommend` is said of `recommendation`. */
const isSame = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= stemMin && (a.startsWith(b) || b.startsWith(a)))

/** The services whose name a setting has in its own. */
const namedBy = (e: Endpoint, owners: readonly string[]): readonly string[] => {
  const words = wordsOf(e.setting ?? '')
  return owners.filter((o) => {
    const own = wordsOf(o)
    return own.length > 0 && own.every((w) => words.some((x) => isSame(w, x)))
  })
}

/** Settings named after services are theirs; others of the same protocol are of a service under another name. */
const withoutNamed = (
  endpoints: readonly Endpoint[],
  service: string,
  owners: readonly string[],
): readonly Endpoint[] => {
  const named = new Map(endpoints.map((e) => [e, namedBy(e, owners)]))
  if (new Set([...named.values()].flat()).size < 2) return endpoints
  const protocols = new Set(
    endpoints.filter((e) => named.get(e)!.length > 0).map((e) => e.protocol),
  )
  return endpoints.filter((e) => {
    const whose = named.get(e)!
    return whose.length > 0 ? whose.includes(service) : !protocols.has(e.protocol)
  })
}

/**
 * The part of a file of settings that is about one of the services that are given it. A book of addresses
 * says nothing of who calls whom, and a store dials none but stores.
 */
export const settingsOf = (
  file: CodeFacts,
  service: string,
  { owners, universe }: { readonly owners: readonly string[]; readonly universe: Universe },
): CodeFacts => {
  if (file.lang !== 'config' || file.endpoints.length === 0) return file
  const isStore = universe.protocolOf(service) !== undefined
  if (owners.length < 2 && !isStore) return file
  const shared =
    owners.length < 2
      ? file.endpoints
      : isBook(file, owners, universe)
        ? []
        : withoutNamed(file.endpoints, service, owners)
  const endpoints = isStore
    ? shared.filter((e) => targetsOf(e, universe).some((t) => universe.protocolOf(t) !== undefined))
    : shared
  return { ...file, endpoints }
}
