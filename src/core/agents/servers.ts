import type { ToolServer } from '../model/agent.ts'
import type { CodeFacts } from '../model/code.ts'
import type { Offer } from '../model/offer.ts'
import type { Package } from '../model/package.ts'
import { baseOf, near } from '../model/path.ts'
import { comparePlaces, compareText, type Place } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import { type Home, homeFinder } from './home.ts'
import { ownersOf } from './owner.ts'

/** An MCP server of the repository: what it is called, where it stands, and what it offers. */
export type McpServer = {
  /** The name that it gives itself, else that of its package or folder: the id of its contract. */
  readonly id: string
  /** The service that it is. */
  readonly service: string
  /**
   * Whether deployments know it already: `own` as that service, `shared` as one of several that are built from
   * its folder, of which it cannot be told which one it is. `outside`: it is not of this repository, and its tools were
   * written down when it was asked.
   */
  readonly deployed: 'own' | 'shared' | 'no' | 'outside'
  readonly aliases: readonly string[]
  /** The folder of its package; an empty string is the root. */
  readonly dir: string
  readonly lang: string
  /** Files that make it or register at it. */
  readonly files: readonly string[]
  readonly package: Package | undefined
  readonly offers: readonly Offer[]
  readonly at: Place
}

type Input = {
  readonly code: readonly CodeFacts[]
  readonly toolServers: readonly ToolServer[]
  readonly packages: readonly Package[]
  readonly services: readonly Service[]
}

/** Offers of one server, before it is known what service that is. */
type Draft = {
  readonly declared: ToolServer | undefined
  readonly unit: Home
  readonly offers: Offer[]
  readonly langs: Set<string>
}

/** The server that an offer is registered at, of those that its file or its package makes. */
const serverOf = (offer: Offer, candidates: readonly ToolServer[]): ToolServer | undefined => {
  const named = candidates.filter((s) => s.name !== undefined && s.name === offer.tool?.server)
  if (named.length > 0) return named.find((s) => s.at.path === offer.at.path) ?? named[0]
  const here = candidates.filter((s) => s.at.path === offer.at.path)
  if (here.length > 0) return here.findLast((s) => s.at.line <= offer.at.line) ?? here[0]
  const depth = Math.max(0, ...candidates.map((s) => near(s.at.path, offer.at.path)))
  const nearest = candidates.filter((s) => near(s.at.path, offer.at.path) === depth)
  const names = new Set(nearest.map((s) => s.name))
  return names.size === 1 ? nearest[0] : undefined
}

const toolOffers = (code: readonly CodeFacts[]) =>
  code
    .filter((c) => c.scope === 'main')
    .flatMap((c) =>
      (c.offers ?? [])
        .filter((o) => o.tool !== undefined)
        .map((offer) => ({ offer, lang: c.lang })),
    )
    .sort((a, b) => comparePlaces(a.offer.at, b.offer.at))

const draft = ({ code, toolServers, packages }: Input): readonly Draft[] => {
  const unitOf = homeFinder({ code, packages })
  const main = new Set(code.filter((c) => c.scope === 'main').map((c) => c.path))
  const declared = toolServers
    .filter((s) => main.has(s.at.path))
    .flatMap((server) => {
      const unit = unitOf(server.at.path)
      return unit ? [{ server, unit }] : []
    })
    .sort((a, b) => comparePlaces(a.server.at, b.server.at))
  const byUnit = Map.groupBy(declared, (d) => d.unit.dir)
  const drafts = new Map<string, Draft>()
  const at = (unit: Home, server: ToolServer | undefined): Draft => {
    const key = `${unit.dir}\0${server?.name ?? ''}`
    const known = drafts.get(key)
    if (known) return known
    const made: Draft = { declared: server, unit, offers: [], langs: new Set() }
    drafts.set(key, made)
    return made
  }
  for (const { server, unit } of declared) if (server.name !== undefined) at(unit, server)
  for (const { offer, lang } of toolOffers(code)) {
    const unit = unitOf(offer.at.path)
    if (unit === undefined) continue
    const own = at(
      unit,
      serverOf(
        offer,
        (byUnit.get(unit.dir) ?? []).map((d) => d.server),
      ),
    )
    own.offers.push(offer)
    own.langs.add(lang)
  }
  return [...drafts.values()]
}

const isPlainName = (name: string): boolean => /^[A-Za-z0-9@][\w.@/-]{0,80}$/.test(name)
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
const shortName = (p: Package): string => p.name.replace(/^@[^/]*\//, '').replace(/^.*\//, '')

const packageName = ({ unit }: Draft): string | undefined => {
  if (unit.package && !unit.package.isUnnamed) return shortName(unit.package)
  return baseOf(unit.dir) || undefined
}

/** The name as a service: the server's own where that is a word, else that of its package. */
const serviceName = (d: Draft): string => {
  const own = d.declared?.name
  if (own !== undefined && isPlainName(own)) return own
  // The package of the root is called as the repository is, which says little of a server in it.
  const written = slug(own ?? '')
  return (d.unit.dir === '' && written) || packageName(d) || written || 'mcp-server'
}

/** Names that several servers have are told apart by their packages, else by their folders. */
const uniqueNames = (
  drafts: readonly Draft[],
  taken: ReadonlySet<string>,
): ReadonlyMap<Draft, string> => {
  const named = new Map<Draft, string>()
  const used = new Set(taken)
  const counts = Map.groupBy(drafts, serviceName)
  for (const d of drafts) {
    const wanted = serviceName(d)
    const isAlone = counts.get(wanted)!.length === 1
    const choices = [
      ...(isAlone ? [wanted] : []),
      packageName(d) ?? wanted,
      ...(d.unit.dir === '' ? [] : [`${wanted}-${slug(d.unit.dir)}`]),
    ]
    let name = choices.find((c) => !used.has(c)) ?? wanted
    for (let n = 2; used.has(name); n++) name = `${wanted}-${n}`
    used.add(name)
    named.set(d, name)
  }
  return named
}

type Deployed = { readonly owner?: Service; readonly isShared: boolean }

/** The service of a deployment that is the server: it is built from its package or a folder within. */
const deployedAs = (d: Draft, services: readonly Service[]): Deployed => {
  const path = d.declared?.at.path ?? d.offers[0]?.at.path
  const isElsewhere = d.unit.dir !== d.unit.around
  const place = isElsewhere ? `${d.unit.dir}/main` : path
  const owners = place === undefined ? [] : ownersOf(place, services)
  const near = owners.filter((o) => o.path!.length >= d.unit.around.length)
  if (near.length === 1) return { owner: near[0]!, isShared: false }
  return { isShared: near.length > 1 || d.unit.isShared === true }
}

const toServer = (d: Draft, name: string, { owner, isShared }: Deployed): McpServer => {
  const own = d.declared?.name
  const offers = [...d.offers].sort((a, b) => comparePlaces(a.at, b.at))
  const at = d.declared?.at ?? offers[0]!.at
  const service = owner?.name ?? name
  const aliases = [
    own,
    packageName(d),
    d.unit.package?.name,
    ...(d.unit.package?.bins ?? []),
  ].filter((a): a is string => a !== undefined && a !== service)
  return {
    id: own ?? service,
    service,
    deployed: owner ? 'own' : isShared ? 'shared' : 'no',
    aliases: [...new Set(aliases)].sort(compareText),
    dir: d.unit.dir,
    lang: [...d.langs].sort(compareText)[0] ?? '',
    files: [...new Set([at.path, ...offers.map((o) => o.at.path)])].sort(compareText),
    package: d.unit.package,
    offers,
    at,
  }
}

/**
 * The MCP servers that the code makes. A server is what its package is: a service that is deployed already
 * where that package is built, else a service of its own. Tests and examples make none.
 */
export const mcpServers = (input: Input): readonly McpServer[] => {
  const drafts = draft(input).filter((d) => d.offers.length > 0 || d.declared?.name !== undefined)
  const owners = new Map(drafts.map((d) => [d, deployedAs(d, input.services)]))
  const free = drafts.filter((d) => owners.get(d)!.owner === undefined)
  const names = uniqueNames(free, new Set(input.services.map((s) => s.name)))
  return drafts
    .map((d) => toServer(d, names.get(d) ?? '', owners.get(d)!))
    .sort(
      (a, b) =>
        compareText(a.service, b.service) || compareText(a.id, b.id) || comparePlaces(a.at, b.at),
    )
}
