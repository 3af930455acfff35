import type { CodeFacts } from '../model/code.ts'
import type { Contract } from '../model/contract.ts'
import type { Binding, HostName, Unit } from '../model/deployment.ts'
import type { Protocol } from '../model/endpoint.ts'
import type { Evidence, Link } from '../model/link.ts'
import { comparePlaces, compareText } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import { parseAddresses } from './address.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import { evaluate } from './evaluate.ts'
import { type GrpcEnds, grpcEnds } from './grpc.ts'
import { resolveUnits } from './resolve.ts'
import { type Bindings, indexBindings } from './scope.ts'
import { buildUniverse, type Universe } from './universe.ts'

export type LinkInput = {
  readonly units: readonly Unit[]
  readonly hosts: readonly HostName[]
  readonly bindings: readonly Binding[]
  readonly code: readonly CodeFacts[]
  readonly contracts: readonly Contract[]
}

export type LinkResult = { readonly services: readonly Service[]; readonly links: readonly Link[] }

const evidenceMax = 24

const uniqueEvidence = (all: readonly Evidence[]): Evidence[] => {
  const seen = new Map(all.map((e) => [`${e.path}\0${e.line}\0${e.signal}`, e]))
  return [...seen.values()]
    .sort((a, b) => comparePlaces(a, b) || compareText(a.signal, b.signal))
    .slice(0, evidenceMax)
}

type Context = { readonly universe: Universe; readonly bindings: Bindings; readonly grpc: GrpcEnds }

/** The protocol of a link, the surest source first. */
const protocolOf = (
  all: readonly Candidate[],
  shared: readonly string[],
  context: Context,
): Protocol => {
  const to = all[0]!.to
  const image = context.universe.protocolOf(to)
  const schemes = all.flatMap((c) => (c.scheme === undefined ? [] : [c.scheme]))
  const clients = all.flatMap((c) => (c.client === undefined ? [] : [c.client]))
  const special = [...schemes, ...clients].find((p) => p !== 'http' && p !== 'tcp')
  if (image !== undefined) return special ?? image
  if (special !== undefined && special !== 'grpc') return special
  if (clients.includes('http') || schemes.includes('http')) return 'http'
  if (shared.length > 0 || special === 'grpc') return 'grpc'
  return 'http'
}

const toLink = (all: readonly Candidate[], context: Context): Link => {
  const { from, to, key, host } = all[0]!
  const shared = context.grpc.shared(from, to)
  const via = protocolOf(all, shared, context)
  const stubs = via === 'grpc' ? context.grpc.evidence(from, shared) : []
  return {
    from,
    to,
    via,
    port: key ?? `${via}:${host}`,
    status: all.some((c) => c.sure) ? 'confirmed' : 'declared',
    ...(via === 'grpc' && shared.length === 1 ? { contract: shared[0]! } : {}),
    evidence: uniqueEvidence([...all.flatMap((c) => c.evidence), ...stubs]),
  }
}

/** Candidates of one pair by their port; an address in the code joins the key that names the same end. */
const byPort = (all: readonly Candidate[]): Candidate[][] => {
  const keyed = new Map<string, Candidate[]>()
  const loose: Candidate[] = []
  for (const c of all) {
    if (c.key === undefined) loose.push(c)
    else keyed.set(c.key, [...(keyed.get(c.key) ?? []), c])
  }
  const groups = [...keyed].sort(([a], [b]) => compareText(a, b)).map(([, g]) => g)
  if (groups.length === 0) return loose.length === 0 ? [] : [loose]
  return [[...groups[0]!, ...loose], ...groups.slice(1)]
}

const filesOf = (service: string, code: readonly CodeFacts[], universe: Universe): CodeFacts[] => {
  const units = new Set((universe.groups.get(service)?.units ?? []).map((u) => u.name))
  return code.filter((c) =>
    c.unit === undefined ? universe.ownersOf(c.path).includes(service) : units.has(c.unit),
  )
}

const deploymentsOf = (service: string, universe: Universe): string[] => {
  const units = universe.groups.get(service)?.units ?? []
  const real = units.filter((u) => u.origin !== 'dockerfile' && u.origin !== 'skaffold')
  return [...new Set((real.length > 0 ? real : units).map((u) => u.deployment))].sort(compareText)
}

/** An address that is set for a service whose source never asks for it. */
const unusedBindings = (service: string, used: ReadonlySet<string>, context: Context): Link[] => {
  const group = context.universe.groups.get(service)
  if (group === undefined) return []
  return deploymentsOf(service, context.universe).flatMap((deployment) =>
    context.bindings
      .keysOf(group, deployment)
      .filter((b) => !used.has(b.key))
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
          .flatMap((a): Link[] => {
            const to =
              a.scheme === undefined && a.port === undefined
                ? undefined
                : context.universe.serviceAt(a.host, deployment)
            if (to === undefined || to === service) return []
            const via = context.universe.protocolOf(to) ?? 'http'
            return [
              {
                from: service,
                to,
                via,
                port: b.key,
                status: 'declared',
                evidence: [{ path: b.at.path, line: b.at.line, signal: 'env-binding' }],
              },
            ]
          })
      }),
  )
}

/** A stub that is built while no address leads to the one provider of its contract. */
const stubsOnly = (service: string, linked: ReadonlySet<string>, context: Context): Link[] =>
  context.grpc.stubsOf(service).flatMap((contract): Link[] => {
    const providers = context.grpc.providersOf(contract).filter((p) => p !== service)
    const to = providers.length === 1 ? providers[0]! : undefined
    if (to === undefined || linked.has(to)) return []
    return [
      {
        from: service,
        to,
        via: 'grpc',
        port: `grpc:${contract}`,
        status: 'declared',
        contract,
        evidence: uniqueEvidence(context.grpc.evidence(service, [contract])),
      },
    ]
  })

const linksOf = (service: string, files: readonly CodeFacts[], context: Context): Link[] => {
  const group = context.universe.groups.get(service)!
  const candidates = deploymentsOf(service, context.universe).flatMap((deployment) =>
    candidatesOf(
      { service: group, deployment, bindings: context.bindings, files },
      context.universe,
    ),
  )
  const pairs = new Map<string, Candidate[]>()
  for (const c of candidates) pairs.set(c.to, [...(pairs.get(c.to) ?? []), c])
  const found = [...pairs.values()].flatMap(byPort).map((all) => toLink(all, context))
  const keys = new Set([
    ...files.flatMap((f) => f.reads.map((r) => r.key)),
    ...files.flatMap((f) =>
      f.keyCalls.flatMap((c) => c.args.flatMap((a) => (a.kind === 'literal' ? [a.value] : []))),
    ),
  ])
  const linked = new Set(found.filter((l) => l.status === 'confirmed').map((l) => l.to))
  return [
    ...found,
    ...unusedBindings(service, keys, context),
    ...stubsOnly(service, linked, context),
  ]
}

const compareLinks = (a: Link, b: Link): number =>
  compareText(a.from, b.from) ||
  compareText(a.port, b.port) ||
  compareText(a.to, b.to) ||
  compareText(a.via, b.via) ||
  compareText(a.status, b.status)

const unique = (links: readonly Link[]): Link[] => {
  const seen = new Map<string, Link>()
  for (const l of [...links].sort(compareLinks)) {
    const key = `${l.from}\0${l.port}\0${l.to}`
    if (!seen.has(key)) seen.set(key, l)
  }
  return [...seen.values()]
}

/**
 * Joins what code asks for with what deployments set: the services of the repository and who talks to
 * whom. Pure; the order of the input does not matter.
 */
export const link = (input: LinkInput): LinkResult => {
  const bindings = indexBindings(input.bindings)
  const universe = buildUniverse({ ...input, units: resolveUnits(input.units, bindings) })
  const names = universe.services.map((s) => s.name)
  const files = new Map(names.map((n) => [n, filesOf(n, input.code, universe)]))
  const grpc = grpcEnds(files, input.contracts)
  const context: Context = { universe, bindings, grpc }
  return {
    services: universe.services,
    links: unique(names.flatMap((n) => linksOf(n, files.get(n)!, context))),
  }
}
