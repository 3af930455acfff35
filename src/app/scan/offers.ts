import { type NamedChannel, type OwnedOffers, offersOf } from '../../core/link/owners.ts'
import type { CodeFacts } from '../../core/model/code.ts'
import type { Package } from '../../core/model/package.ts'
import type { Place } from '../../core/model/place.ts'
import { formatSaddr, saddrBytesMax } from '../../core/model/saddr.ts'
import type { Service } from '../../core/model/service.ts'
import type { SymbolDef } from '../../core/model/symbol.ts'

type Input = {
  readonly namespace: readonly string[]
  readonly services: readonly Service[]
  readonly packages: readonly Package[]
  readonly code: readonly CodeFacts[]
}

type Named = Pick<SymbolDef, 'type' | 'name' | 'direction'> & {
  readonly variant?: string
  readonly at: Place
  readonly lang: string
}

const row = ({ variant, ...named }: Named, namespace: readonly string[]): SymbolDef[] => {
  const { type, name } = named
  const address = formatSaddr({ namespace, type, name, ...(variant ? { variant } : {}) })
  // an address that cannot be written down can be asked for by nobody
  return address.length > saddrBytesMax ? [] : [{ ...named, address, evidence: 'ast' }]
}

/** Every server answers them for each of its routes; as symbols they say nothing. */
const implied = new Set(['OPTIONS', 'HEAD'])

const ownSymbols = (o: OwnedOffers, namespace: readonly string[]): SymbolDef[] => [
  ...o.operations
    .filter((op) => !implied.has(op.verb))
    .flatMap(({ verb, path, api, at }) => {
      const name = `${o.owner}.${verb === '*' ? 'ANY' : verb}.${path}`
      return row({ type: 'api', name, at, lang: api, direction: 'provider' }, namespace)
    }),
  ...o.offers
    .filter((x) => x.type === 'cli' || x.type === 'hook')
    .flatMap((x) => {
      const name = `${o.owner}.${x.name}`
      return row({ type: x.type, name, at: x.at, lang: '', direction: 'provider' }, namespace)
    }),
]

const directionOf = (c: NamedChannel): SymbolDef['direction'] => {
  if (c.senders.length > 0 && c.receivers.length > 0) return 'both'
  return c.senders.length > 0 ? 'provider' : 'consumer'
}

/** One for each name; where several protocols have a channel of that name, the protocol is the variant. */
const channelSymbols = (
  all: readonly NamedChannel[],
  namespace: readonly string[],
): SymbolDef[] => {
  const uses = new Map<string, number>()
  const id = (c: NamedChannel) => `${c.kind}\0${c.name}`
  for (const c of all) uses.set(id(c), (uses.get(id(c)) ?? 0) + 1)
  return all.flatMap((c) => {
    const variant = uses.get(id(c))! > 1 ? { variant: c.protocol } : {}
    const { kind: type, name, at, protocol: lang } = c
    return row({ type, name, at, lang, direction: directionOf(c), ...variant }, namespace)
  })
}

/** Rows of the index for routes, commands, jobs and hooks by who offers them, and for channels by their name. */
export const offerSymbols = (input: Input): SymbolDef[] => {
  const { owned, channels } = offersOf(input)
  return [
    ...owned.flatMap((o) => ownSymbols(o, input.namespace)),
    ...channelSymbols(channels, input.namespace),
  ]
}
