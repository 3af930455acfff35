import type { CodeFacts } from '../model/code.ts'
import type { Channel, Operation, Protocol } from '../model/endpoint.ts'
import { append } from '../model/multimap.ts'
import type { Offer } from '../model/offer.ts'
import type { Package } from '../model/package.ts'
import { comparePlaces, compareText, type Place } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import { channelNames } from './channelnames.ts'

/** What a service or a package offers, each thing once. */
export type OwnedOffers = {
  readonly owner: string
  readonly operations: readonly Operation[]
  readonly offers: readonly Offer[]
}

/** A topic, queue or stream with those who send to it and receive from it, ordered. */
export type NamedChannel = {
  readonly name: string
  readonly kind: Channel['kind']
  readonly protocol: Protocol
  readonly senders: readonly string[]
  readonly receivers: readonly string[]
  readonly at: Place
}

export type Offered = {
  readonly owned: readonly OwnedOffers[]
  readonly channels: readonly NamedChannel[]
}

type Input = {
  readonly services: readonly Service[]
  readonly packages: readonly Package[]
  readonly code: readonly CodeFacts[]
}

type Owners = (path: string) => readonly string[]

/** Those that listen come first: a worker beside them, of the same folder, serves no routes. */
const listeningFirst = (a: Service, b: Service): number =>
  Number(b.ports.length > 0) - Number(a.ports.length > 0) || compareText(a.name, b.name)

const folders = (path: string): string[] => {
  const parts = path.split('/').slice(0, -1)
  return [...parts.map((_, i) => parts.slice(0, parts.length - i).join('/')), '']
}

/** Names by the folder that they stand for; a file belongs to the deepest folder above it. */
const table = (entries: readonly (readonly [string, string])[]): Owners => {
  const byFolder = new Map<string, string[]>()
  for (const [folder, name] of entries) append(byFolder, folder, name)
  return (path) => {
    const home = folders(path).find((f) => byFolder.has(f))
    return home === undefined ? [] : byFolder.get(home)!
  }
}

/**
 * Whom a file belongs to: services of the deepest folder above it, those that listen first; where there is none,
 * the package.
 */
export const ownersOf = ({ services, packages }: Omit<Input, 'code'>): Owners => {
  const ordered = services.filter((s) => s.path !== undefined).sort(listeningFirst)
  const ofService = table(ordered.map((s) => [s.path!, s.name]))
  const ofPackage = table(packages.map((p) => [p.dir, p.name]))
  return (path) => {
    const all = ofService(path)
    return all.length > 0 ? all : ofPackage(path).slice(0, 1)
  }
}

const firstOf = <T extends { readonly at: Place }>(
  all: readonly T[],
  key: (t: T) => string,
): T[] => {
  const seen = new Map<string, T>()
  for (const t of [...all].sort((a, b) => comparePlaces(a.at, b.at)))
    if (!seen.has(key(t))) seen.set(key(t), t)
  return [...seen.values()].sort((a, b) => compareText(key(a), key(b)))
}

const owned = (code: readonly CodeFacts[], owners: Owners): OwnedOffers[] => {
  const files = new Map<string, CodeFacts[]>()
  for (const c of code) {
    if ((c.operations ?? c.offers) === undefined) continue
    const [owner] = owners(c.path)
    if (owner !== undefined) append(files, owner, c)
  }
  return [...files]
    .sort(([a], [b]) => compareText(a, b))
    .map(([owner, list]) => ({
      owner,
      operations: firstOf(
        list.flatMap((c) => c.operations ?? []),
        (o) => `${o.path}\0${o.verb}`,
      ),
      offers: firstOf(
        list.flatMap((c) => c.offers ?? []),
        (o) => `${o.type}\0${o.name}`,
      ),
    }))
}

type End = { readonly owner: string; readonly channel: Channel; readonly name: string }

const joined = (ends: readonly End[]): NamedChannel => {
  const of = (action: Channel['action']) =>
    [...new Set(ends.filter((e) => e.channel.action === action).map((e) => e.owner))].sort(
      compareText,
    )
  const { channel, name } = ends[0]!
  const first = [...ends].sort((a, b) => comparePlaces(a.channel.at, b.channel.at))[0]!
  return {
    name,
    kind: channel.kind,
    protocol: channel.protocol,
    senders: of('send'),
    receivers: of('receive'),
    at: first.channel.at,
  }
}

const channelsOf = (code: readonly CodeFacts[], owners: Owners): NamedChannel[] => {
  const names = channelNames(code)
  const groups = new Map<string, End[]>()
  for (const c of code)
    for (const channel of c.channels ?? [])
      for (const name of names(channel.name)) {
        const key = `${channel.kind}\0${name}\0${channel.protocol}`
        for (const owner of owners(c.path)) append(groups, key, { owner, channel, name })
      }
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, ends]) => joined(ends))
}

/** Everything that the code of a repository offers, by who owns the file it stands in. Tests offer nothing. */
export const offersOf = (input: Input): Offered => {
  const owners = ownersOf(input)
  const code = input.code.filter((c) => c.scope === 'main')
  return { owned: owned(code, owners), channels: channelsOf(code, owners) }
}
