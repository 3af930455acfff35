import type { Endpoint } from '../../core/model/endpoint.ts'
import { unknown } from '../../core/model/expression.ts'
import type { Place } from '../../core/model/place.ts'
import { type Found, lastOf, type Node } from './node.ts'

type Call = Extract<Node, { kind: 'call' }>

/** How generated stubs are made in the languages of gRPC; group 1 is the service. */
const stubCallees: readonly RegExp[] = [
  /(?:^|\.)New([A-Z]\w*)Client$/,
  /(?:^|\.)([A-Z]\w*)Stub$/,
  /(?:^|\.)([A-Z]\w*)Grpc\.new(?:Blocking|Future|ReactorStub|V2Blocking)?Stub$/,
  /(?:^|\.)([A-Z]\w*)Client\.(?:connect|new|with_interceptor)$/,
]
const constructed: readonly RegExp[] = [
  /(?:^|\.)([A-Z]\w*?)(?:Grpc)?(?:Promise|CoroutineStub|Internal)?Client$/,
  /(?:^|\.)([A-Z]\w*)CoroutineStub$/,
]
/** Stubs made at run time from a loaded .proto: `new shop.CurrencyService(address, credentials)`. */
const dynamic = /\.([A-Z]\w*)$/

/** How generated servers are registered or derived from. */
const serverNames: readonly RegExp[] = [
  /(?:^|\.)Register([A-Z]\w*)Server$/,
  /(?:^|\.)add_([A-Z]\w*)Servicer_to_server$/,
  /(?:^|\.)([A-Z]\w*)Servicer$/,
  /(?:^|\.)([A-Z]\w*)(?:Coroutine)?ImplBase$/,
  /(?:^|\.)([A-Z]\w*)Server\.(?:new|with_interceptor)$/,
  /(?:^|\.)([A-Z]\w*)\.\1Base$/,
]
const serviceMember = /(?:^|\.)([A-Z]\w*)(?:\.service|Service\.service|Definition)$/

const firstGroup = (text: string, patterns: readonly RegExp[]): string | undefined => {
  for (const p of patterns) {
    const m = p.exec(text)
    if (m) return m[1]
  }
  return undefined
}

const endpoint = (role: Endpoint['role'], api: string, contract: string, at: Place): Endpoint => ({
  role,
  protocol: 'grpc',
  api,
  address: unknown,
  contract,
  at,
})

const stubOf = (call: Call): string | undefined =>
  firstGroup(call.callee, stubCallees) ??
  (call.isNew
    ? (firstGroup(call.callee, constructed) ??
      (call.args.length >= 2 ? dynamic.exec(call.callee)?.[1] : undefined))
    : undefined)

/** The first argument of a stub is its address where it is not a channel: `new X.YService(addr, creds)`. */
export const stubAddress = (call: Call): Node | undefined =>
  call.isNew && stubOf(call) !== undefined && call.args.length >= 2
    ? call.args[0]?.value
    : undefined

/**
 * Candidates for gRPC ends: names that follow the patterns of the code generators. Which of them are
 * real is decided later, by the contracts of the repository.
 */
export const grpcEndpoints = (found: Found, path: string): Endpoint[] => {
  const consumers = found.calls.flatMap(({ node }) => {
    const service = stubOf(node)
    return service === undefined
      ? []
      : [endpoint('consumer', lastOf(node.callee), service, { path, line: node.line })]
  })
  const names = [
    ...found.names,
    ...found.calls.map(({ node }) => ({ path: node.callee, line: node.line })),
  ]
  const providers = names.flatMap((n) => {
    const service = firstGroup(n.path, serverNames) ?? serviceMember.exec(n.path)?.[1]
    return service === undefined
      ? []
      : [endpoint('provider', lastOf(n.path), service, { path, line: n.line })]
  })
  return [...consumers, ...providers]
}
