import type { CodeFacts } from '../model/code.ts'
import type { Evidence, Link } from '../model/link.ts'
import { comparePlaces, compareText } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import { parseAddresses } from './address.ts'
import { withAlternatives } from './alternatives.ts'
import { apisOf, withApis } from './apis.ts'
import { awaitedLinks, trustedLinks } from './awaited.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import { withoutDead } from './dead.ts'
import { deadContracts, deadEnds, type LinkContext } from './deadends.ts'
import { evaluate } from './evaluate.ts'
import { withoutSharedDefaults } from './explicit.ts'
import { filesByService } from './files.ts'
import { grpcEnds } from './grpc.ts'
import { idleKeys } from './idle.ts'
import type { LinkInput } from './input.ts'
import { withListened } from './listened.ts'
import { lastOf } from './names.ts'
import { protocolOf } from './protocol.ts'
import { registeredNames } from './registered.ts'
import { type Role, renamed, sameRoles } from './roles.ts'
import type { Bindings } from './scope.ts'
import { isProgram } from './sources.ts'
import { allUnits } from './started.ts'
import type { Group } from './units.ts'
import { buildUniverse, type Universe } from './universe.ts'
import { waysOf } from './ways.ts'

export type LinkResult = {
  readonly services: readonly Service[]
  readonly links: readonly Link[]
  /** What the links were worked out with, for those who ask why, or what is missing. */
  readonly universe: Universe
  readonly bindings: Bindings
  /** The files of each service. */
  readonly files: ReadonlyMap<string, readonly CodeFacts[]>
  /** Of each service the clients that it builds and never uses, as files of nothing else. */
  readonly dead: ReadonlyMap<string, readonly CodeFacts[]>
}

const evidenceMax = 24

/** Each place once by what it shows; of several variables on a line it is the port itself, if that is one. */
const uniqueEvidence = (all: readonly Evidence[], port: string): Evidence[] => {
  const seen = new Map<string, Evidence>()
  for (const { key, ...place } of all) {
    const id = `${place.path}\0${place.line}\0${place.signal}`
    if (key === undefined || key === port) seen.set(id, place)
    else if (!seen.has(id)) seen.set(id, { ...place, key })
  }
  return [...seen.values()]
    .sort((a, b) => comparePlaces(a, b) || compareText(a.signal, b.signal))
    .slice(0, evidenceMax)
}

type Context = LinkContext & {
  readonly all: ReadonlyMap<string, readonly CodeFacts[]>
  /** What leads from a service to others, before it is put together; worked out once. */
  readonly candidates: (service: string) => readonly Candidate[]
}

/**
 * Stubs whose provider no source shows, for as many ends of which only an address is known: what a
 * service dials without any HTTP client and has stubs for, it talks gRPC to.
 */
const stubsWithoutProvider = (service: string, context: Context): readonly string[] =>
  context.grpc.stubsOf(service).filter((c) => context.grpc.providersOf(c).length === 0)

/** The end speaks gRPC by elimination: stubs are left over, and so is it. */
const byElimination = (
  ends: readonly (readonly Candidate[])[],
  service: string,
  context: Context,
): ReadonlyMap<string, readonly string[]> => {
  const open = ends
    .filter(
      (all) =>
        protocolOf(all, context.grpc.shared(service, all[0]!.to), context.universe) === undefined,
    )
    .map((all) => all[0]!.to)
    .filter((to) => !context.files(to).some(isProgram))
  const left = stubsWithoutProvider(service, context)
  const isLikely = open.length > 0 && new Set(open).size <= left.length
  return new Map(isLikely ? open.map((to) => [to, left]) : [])
}

const toLink = (
  all: readonly Candidate[],
  eliminated: ReadonlyMap<string, readonly string[]>,
  context: Context,
): Link => {
  const { from, to, key, host } = all[0]!
  const unused = deadContracts(all, context)
  const evidence = all.flatMap((c) => c.evidence)
  if (unused.length > 0) {
    const port = key ?? `grpc:${host}`
    return {
      from,
      to,
      via: 'grpc',
      port,
      status: 'dead',
      ...(unused.length === 1 ? { contract: unused[0]! } : {}),
      evidence: uniqueEvidence([...evidence, ...context.deadGrpc.evidence(from, unused)], port),
    }
  }
  const left = eliminated.get(to)
  const shared = left ?? context.grpc.shared(from, to)
  const via = protocolOf(all, shared, context.universe) ?? 'http'
  const stubs = via === 'grpc' ? context.grpc.evidence(from, shared) : []
  const port = key ?? `${via}:${host}`
  const ways = waysOf(all)
  return {
    from,
    to,
    via,
    port,
    status: all.some((c) => c.sure) ? 'confirmed' : 'declared',
    ...(via === 'grpc' && shared.length === 1 ? { contract: shared[0]! } : {}),
    ...(ways.length > 0 ? { ways } : {}),
    evidence: uniqueEvidence([...evidence, ...stubs], port),
  }
}

/** Candidates of one pair by their port; an address in the code joins the key that names the same end. */
const byPort = (all: readonly Candidate[]): Candidate[][] => {
  const keyed = new Map<string, Candidate[]>()
  const loose: Candidate[] = []
  for (const c of all) {
    const own = c.key === undefined ? loose : keyed.get(c.key)
    if (own) own.push(c)
    else keyed.set(c.key!, [c])
  }
  const groups = [...keyed].sort(([a], [b]) => compareText(a, b)).map(([, g]) => g)
  if (groups.length === 0) return loose.length === 0 ? [] : [loose]
  return [[...groups[0]!, ...loose], ...groups.slice(1)]
}

/** Where a service is started: its deployments, or what builds it where there is none. */
export const deploymentsOf = (service: string, universe: Universe): string[] => {
  const units = universe.groups.get(service)?.units ?? []
  const real = units.filter((u) => u.origin !== 'dockerfile' && u.origin !== 'skaffold')
  return [...new Set((real.length > 0 ? real : units).map((u) => u.deployment))].sort(compareText)
}

/** Addresses that are set for a service whose source never asks for them: for it alone, or for others as well. */
const unusedBindings = (
  service: string,
  used: ReadonlySet<string>,
  context: Context,
): { readonly own: readonly Link[]; readonly shared: readonly Link[] } => {
  const group = context.universe.groups.get(service)
  if (group === undefined) return { own: [], shared: [] }
  // A database that is given the variables of all takes its own alone.
  const isStore = context.universe.isStore(service)
  const all = deploymentsOf(service, context.universe).flatMap((deployment) =>
    context.bindings
      .keysOf(group, deployment)
      .filter((b) => !used.has(b.key) && !(isStore && b.sharedWith !== undefined))
      .flatMap((b) => {
        const scope = {
          service: group,
          deployment,
          bindings: context.bindings,
          file: undefined,
          files: [],
        }
        const values = evaluate({ kind: 'env', key: b.key, at: b.at }, scope)
        return values
          .flatMap((v) => parseAddresses(v.text))
          .flatMap((a): { link: Link; isShared: boolean }[] => {
            const to =
              a.scheme === undefined && a.port === undefined
                ? undefined
                : context.universe.serviceAt(a.host, deployment)
            if (to === undefined || to === service) return []
            const via = context.universe.protocolOf(to) ?? 'http'
            const evidence = [{ path: b.at.path, line: b.at.line, signal: 'env-binding' as const }]
            const link: Link = { from: service, to, via, port: b.key, status: 'declared', evidence }
            return [{ link, isShared: b.sharedWith !== undefined }]
          })
      }),
  )
  const linksThat = (isShared: boolean) =>
    all.filter((x) => x.isShared === isShared).map((x) => x.link)
  return { own: linksThat(false), shared: linksThat(true) }
}

/** A stub that is built while no address leads to the one provider of its contract. */
const stubsOnly = (service: string, linked: ReadonlySet<string>, context: Context): Link[] =>
  context.grpc.stubsOf(service).flatMap((contract): Link[] => {
    const providers = context.grpc.providersOf(contract).filter((p) => p !== service)
    const to = providers.length === 1 ? providers[0]! : undefined
    if (to === undefined || linked.has(to)) return []
    const port = `grpc:${contract}`
    const evidence = uniqueEvidence(context.grpc.evidence(service, [contract]), port)
    return [{ from: service, to, via: 'grpc', port, status: 'declared', contract, evidence }]
  })

/** What a service runs: images, and what is built by a Dockerfile. */
const programsOf = ({ units }: Group): string[] =>
  units.flatMap((u) => [
    ...(u.image === undefined || u.origin === 'dockerfile' ? [] : [u.image]),
    ...(u.dockerfile === undefined ? [] : [`${u.context}\0${u.dockerfile}\0${u.target}`]),
  ])

const candidatesFor = (
  service: string,
  files: readonly CodeFacts[],
  { universe, bindings }: Pick<Context, 'universe' | 'bindings'>,
): readonly Candidate[] => {
  const group = universe.groups.get(service)!
  const isShared = (path: string) => universe.ownersOf(path).length > 1
  const idle = idleKeys(files, isShared)
  const isTold = (name: string, deployment: string, key: string): boolean =>
    bindings
      .of(universe.groups.get(name)!, deployment, key)
      .some((b) => b.value.kind !== 'literal' || b.value.value !== '')
  const isToldThere = ({ deployment, key }: Candidate, path: string): boolean =>
    universe.ownersOf(path).some((owner) => isTold(owner, deployment, key!))
  const isSibling = (a: string, b: string): boolean => {
    const built = programsOf(universe.groups.get(a)!)
    return programsOf(universe.groups.get(b)!).some((p) => built.includes(p))
  }
  const all = deploymentsOf(service, universe).flatMap((deployment) =>
    candidatesOf({ service: group, deployment, bindings, files }, universe),
  )
  return withoutSharedDefaults(
    all.filter((c) => c.key === undefined || !idle.has(c.key)),
    { ownersOf: universe.ownersOf, isToldThere, isSibling, isTold },
  )
}

const context = (input: LinkInput, universe: Universe, bindings: Bindings): Context => {
  const { files: all, dead } = withoutDead(filesByService(input, universe), {
    owners: universe.ownersOf,
    contracts: new Set(
      input.contracts
        .filter((c) => c.dialect === 'proto' && c.kind === 'service')
        .map((c) => lastOf(c.id)),
    ),
  })
  const grpc = grpcEnds(all, input.contracts)
  const deadGrpc = grpcEnds(dead, input.contracts)
  const none: readonly CodeFacts[] = []
  const files = (name: string) => all.get(name) ?? none
  const known = new Map<string, readonly Candidate[]>()
  const candidates = (name: string): readonly Candidate[] => {
    const found = known.get(name) ?? candidatesFor(name, files(name), { universe, bindings })
    known.set(name, found)
    return found
  }
  return { universe, bindings, grpc, deadGrpc, dead, all, files, candidates }
}

const linksOf = (service: string, files: readonly CodeFacts[], context: Context): Link[] => {
  const pairs = new Map<string, Candidate[]>()
  for (const c of context.candidates(service)) {
    const own = pairs.get(c.to)
    if (own) own.push(c)
    else pairs.set(c.to, [c])
  }
  const ends = [...pairs.values()].flatMap(byPort)
  const eliminated = byElimination(ends, service, context)
  const found = ends.map((all) => toLink(all, eliminated, context))
  const keys = new Set([
    ...files.flatMap((f) => f.reads.map((r) => r.key)),
    ...files.flatMap((f) =>
      f.keyCalls.flatMap((c) => c.args.flatMap((a) => (a.kind === 'literal' ? [a.value] : []))),
    ),
  ])
  const unused = unusedBindings(service, keys, context)
  const linked = new Set(found.filter((l) => l.status === 'confirmed').map((l) => l.to))
  return [
    ...found,
    ...awaitedLinks(service, { found, files, universe: context.universe }),
    ...trustedLinks(unused.own, found, { files, universe: context.universe }),
    ...unused.shared,
    ...stubsOnly(service, linked, context),
    ...deadEnds(service, new Set(found.map((l) => l.to)), context),
  ]
}

const compareLinks = (a: Link, b: Link): number =>
  compareText(a.from, b.from) ||
  compareText(a.port, b.port) ||
  compareText(a.to, b.to) ||
  compareText(a.via, b.via) ||
  compareText(a.status, b.status)

const byStatus = (a: Link, b: Link): number => compareText(a.status, b.status) || compareLinks(a, b)

/** One link a port and end, the surest one: `confirmed` comes before `dead` and `declared` as a word, too. */
const unique = (links: readonly Link[]): Link[] => {
  const seen = new Map<string, Link>()
  for (const l of [...links].sort(byStatus)) {
    const key = `${l.from}\0${l.port}\0${l.to}`
    if (!seen.has(key)) seen.set(key, l)
  }
  return [...seen.values()].sort(compareLinks)
}

/** What role a service plays for the ports of others, to tell services that stand for each other. */
const roles = (context: Context): Role[] =>
  context.universe.services.flatMap(({ name }) =>
    context
      .candidates(name)
      .flatMap((c) =>
        c.sure && c.key !== undefined
          ? [{ port: `${name}\0${c.key}`, to: c.to, deployment: c.deployment }]
          : [],
      ),
  )

/**
 * Joins what code asks for with what deployments set: the services of the repository and who talks to
 * whom. Pure; the order of the input does not matter.
 */
export const link = (input: LinkInput): LinkResult => {
  const { units, bindings } = allUnits(input)
  const first = context(input, buildUniverse({ ...input, units }), bindings)
  const twins = sameRoles(roles(first), first.universe)
  const registered = registeredNames(first)
  const listened = withListened(units, first)
  const final =
    twins.size + registered.size === 0 && listened === undefined
      ? first
      : context(
          input,
          buildUniverse({ ...input, units: renamed(listened ?? units, twins), registered }),
          bindings,
        )
  const { universe } = final
  const links = universe.services.flatMap((s) => linksOf(s.name, final.files(s.name), final))
  return {
    services: universe.services,
    links: withApis(
      withAlternatives(unique(links), { universe, bindings: final.bindings }),
      apisOf({ contracts: input.contracts, services: universe.services, files: final.files }),
    ),
    universe,
    bindings,
    files: final.all,
    dead: final.dead,
  }
}
