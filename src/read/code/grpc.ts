import type { Endpoint } from '../../core/model/endpoint.ts'
import { unknown } from '../../core/model/expression.ts'
import type { Place } from '../../core/model/place.ts'
import { type Found, lastOf, type Node } from './node.ts'

type Call = Extract<Node, { kind: 'call' }>

/** How generated stubs are made in the languages of gRPC; group 1 is the service. */
const stubCallees: readonly RegExp[] = [
  /(?:^|\.)New([A-Z]\w*)Client$/,
  /(?:^|\.)([A-Z]\w*?)(?:Coroutine)?Stub$/,
  /(?:^|\.)([A-Z]\w*)Grpc\.new(?:Blocking|Future|ReactorStub|V2Blocking)?Stub$/,
  /(?:^|\.)([A-Z]\w*)Client\.(?:connect|new|with_interceptor)$/,
]
const constructed: readonly RegExp[] = [
  /(?:^|\.)([A-Z]\w*?)(?:Grpc)?(?:Promise|CoroutineStub|Internal)?Client$/,
  /(?:^|\.)([A-Z]\w*?)CoroutineStub$/,
]
/** Stubs made at run time from a loaded .proto: `new shop.CurrencyService(address, credentials)`. */
const dynamic = /\.([A-Z]\w*)$/

/** How generated servers are registered or derived from. */
const serverNames: readonly RegExp[] = [
  /(?:^|\.)Register([A-Z]\w*)Server$/,
  /(?:^|\.)add_([A-Z]\w*)Servicer_to_server$/,
  /(?:^|\.)([A-Z]\w*)Servicer$/,
  /(?:^|\.)([A-Z]\w*?)(?:Coroutine)?ImplBase$/,
  /(?:^|\.)([A-Z]\w*)Server\.(?:new|with_interceptor)$/,
  /(?:^|\.)([A-Z]\w*)\.\1Base$/,
  /^([A-Z]\w*)Base$/,
  /connect\.New([A-Z]\w*)Handler$/,
]
const serviceMember = /(?:^|\.)([A-Z]\w*)(?:\.service|Service\.service)$/
/** Calls that are handed the description of a service: `createClient(CartDefinition, channel)`. */
const clientMakers = new Set([
  'createClient',
  'createPromiseClient',
  'createCallbackClient',
  'createChannelClient',
])
const serverMakers = new Set(['add', 'addService', 'service'])
/** C#'s `AddGrpcClient<Basket.BasketClient>()`, as the parser notes a type argument. */
const typedClient = /(?:^|\.)AddGrpcClient\.<([A-Z]\w*)>$/
/** A field that Spring fills: `@GrpcClient("orders") OrdersBlockingStub orders`. */
const stubType = /(?:^|\.)([A-Z]\w*?)(?:Blocking|BlockingV2|Future|Coroutine|Reactor)?Stub$/
const fieldTokensMax = 14
/** What every name of the patterns above holds: most names of a file hold none of it. */
const stubWord = /Client|Stub/
const serverWord = /Serv|Base|Handler|service$/

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

const namedStub = (call: Call): string | undefined =>
  firstGroup(call.callee, stubCallees) ??
  (call.isNew ? firstGroup(call.callee, constructed) : undefined)

/** The service of a stub that a call makes, where its name is one of a stub. */
export const stubOf = (call: Call): string | undefined =>
  (stubWord.test(call.callee) ? namedStub(call) : undefined) ??
  (call.isNew && call.args.length >= 2 ? dynamic.exec(call.callee)?.[1] : undefined)

/** The service that a description names, under each name that it may have in its .proto file. */
const described = (call: Call): string[] => {
  const first = call.args[0]?.value
  const name = first?.kind === 'name' ? lastOf(first.path) : ''
  if (!/^[A-Z]\w*$/.test(name) || call.args.length < 2) return []
  const bare = name.replace(/Definition$/, '')
  return lastOf(call.callee) === 'addService' && bare.endsWith('Service') && bare !== 'Service'
    ? [bare, bare.slice(0, -'Service'.length)]
    : [bare]
}

/** Ends that are made by handing over the description of a service. */
const byDescription = (found: Found, path: string): Endpoint[] =>
  found.calls.flatMap(({ node }) => {
    const last = lastOf(node.callee)
    const isClient = clientMakers.has(last)
    if (!isClient && !(serverMakers.has(last) && node.callee !== last)) return []
    const role = isClient ? 'consumer' : 'provider'
    return described(node).map((s) => endpoint(role, last, s, { path, line: node.line }))
  })

/** Ends that the framework makes for a type: of a type argument, or of an annotated field. */
const byType = (found: Found, path: string): Endpoint[] => [
  ...found.names.flatMap((n) => {
    const service = n.path.includes('.<') ? typedClient.exec(n.path)?.[1] : undefined
    return service === undefined
      ? []
      : [endpoint('consumer', 'AddGrpcClient', service, { path, line: n.line })]
  }),
  ...found.calls.flatMap(({ node, at }) => {
    if (node.callee !== 'GrpcClient') return []
    const near = found.names.filter((n) => n.at > at && n.at <= at + fieldTokensMax)
    const service = near.map((n) => stubType.exec(n.path)?.[1]).find((s) => s !== undefined)
    return service === undefined
      ? []
      : [endpoint('consumer', '@GrpcClient', service, { path, line: node.line })]
  }),
]

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
  const consumers: Endpoint[] = []
  const providers: Endpoint[] = []
  // Most names are neither: nothing is made for them.
  const provide = (name: string, line: number): void => {
    if (!serverWord.test(name)) return
    const service = firstGroup(name, serverNames) ?? serviceMember.exec(name)?.[1]
    if (service !== undefined)
      providers.push(endpoint('provider', lastOf(name), service, { path, line }))
  }
  for (const n of found.names) provide(n.path, n.line)
  for (const { node } of found.calls) {
    provide(node.callee, node.line)
    const service = stubOf(node)
    if (service !== undefined)
      consumers.push(endpoint('consumer', lastOf(node.callee), service, { path, line: node.line }))
  }
  return [...consumers, ...providers, ...byDescription(found, path), ...byType(found, path)]
}
