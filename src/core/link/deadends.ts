import type { CodeFacts } from '../model/code.ts'
import type { Link } from '../model/link.ts'
import { parseAddresses } from './address.ts'
import type { Candidate } from './candidates.ts'
import { evaluate } from './evaluate.ts'
import type { GrpcEnds } from './grpc.ts'
import type { Bindings } from './scope.ts'
import type { Universe } from './universe.ts'

/** What a service is linked with, its dead stubs among it. */
export type LinkContext = {
  readonly universe: Universe
  readonly bindings: Bindings
  readonly grpc: GrpcEnds
  /** Stubs that are built and never used. */
  readonly deadGrpc: GrpcEnds
  readonly dead: ReadonlyMap<string, readonly CodeFacts[]>
  readonly files: (service: string) => readonly CodeFacts[]
}

/** All that is dialed is for stubs that nobody uses: an address of gRPC, or one that nothing else takes. */
const isForStubs = (all: readonly Candidate[]): boolean => {
  const isDialed = all.some((c) => c.client === 'grpc')
  return all.every(
    (c) =>
      (c.client === undefined || c.client === 'grpc') &&
      (c.scheme === undefined || c.scheme === 'grpc' || (c.scheme === 'http' && isDialed)),
  )
}

/** Contracts of an end of which its caller builds stubs that it never uses, where it uses none of that end. */
export const deadContracts = (
  all: readonly Candidate[],
  { grpc, deadGrpc }: Pick<LinkContext, 'grpc' | 'deadGrpc'>,
): readonly string[] => {
  const { from, to } = all[0]!
  return grpc.shared(from, to).length > 0 || !isForStubs(all)
    ? []
    : deadGrpc.stubsOf(from).filter((c) => grpc.providersOf(c).includes(to))
}

/** Stubs that are built and never used, where one service serves their contract. */
const deadStubs = (service: string, { grpc, deadGrpc }: LinkContext): Link[] => {
  const live = new Set(grpc.stubsOf(service))
  return deadGrpc.stubsOf(service).flatMap((contract): Link[] => {
    const [to, ...others] = grpc.providersOf(contract).filter((p) => p !== service)
    if (live.has(contract) || to === undefined || others.length > 0) return []
    return [
      {
        from: service,
        to,
        via: 'grpc',
        port: `grpc:${contract}`,
        status: 'dead',
        contract,
        evidence: deadGrpc.evidence(service, [contract]),
      },
    ]
  })
}

/** Clients with an address of their own, which nobody uses: of HTTP, for the most part. */
const deadClients = (service: string, context: LinkContext): Link[] => {
  const group = context.universe.groups.get(service)
  if (group === undefined) return []
  const files = context.files(service)
  const deployments = [...new Set(group.units.map((u) => u.deployment))]
  return (context.dead.get(service) ?? []).flatMap((file) =>
    file.endpoints
      .filter((e) => e.contract === undefined)
      .flatMap((e) =>
        deployments.flatMap((deployment) =>
          evaluate(e.address, {
            service: group,
            deployment,
            bindings: context.bindings,
            file,
            files,
          }).flatMap((v) =>
            parseAddresses(v.text).flatMap((a): Link[] => {
              const to = context.universe.serviceAt(a.host, deployment)
              if (to === undefined || to === service) return []
              return [
                {
                  from: service,
                  to,
                  via: e.protocol,
                  port: v.keys[0] ?? `${e.protocol}:${a.host}`,
                  status: 'dead',
                  evidence: [
                    { path: e.at.path, line: e.at.line, signal: 'client' },
                    ...v.evidence.map(({ path, line, signal }) => ({ path, line, signal })),
                  ],
                },
              ]
            }),
          ),
        ),
      ),
  )
}

/**
 * Links that only clients speak for which are built and never used.
 *
 * @param linked services that something else leads to
 */
export const deadEnds = (
  service: string,
  linked: ReadonlySet<string>,
  context: LinkContext,
): Link[] =>
  context.dead.has(service)
    ? [...deadStubs(service, context), ...deadClients(service, context)].filter(
        (l) => !linked.has(l.to),
      )
    : []
