import type { CodeFacts, KeyCall } from '../model/code.ts'
import type { Endpoint, EnvRead, Protocol } from '../model/endpoint.ts'
import type { Expression } from '../model/expression.ts'
import type { Evidence } from '../model/link.ts'
import { type Address, isLocal, parseAddresses, schemeProtocol } from './address.ts'
import { evaluate, type Scope, type Value } from './evaluate.ts'
import type { Universe } from './universe.ts'

/** A possible link, before all that speaks for the same one is put together. */
export type Candidate = {
  readonly from: string
  readonly to: string
  readonly key: string | undefined
  readonly host: string
  /** Protocol said by the scheme, or by the client that takes the address. */
  readonly scheme: Protocol | undefined
  readonly client: Protocol | undefined
  /** The value is more than a bare word, or a client takes it, or its key says that it is an address. */
  readonly sure: boolean
  readonly evidence: readonly Evidence[]
}

const addressKey =
  /HOST|ADDR|URL|URI|SERVER|ENDPOINT|BROKER|NODE|TARGET|UPSTREAM|BACKEND|DSN|DOMAIN|PROXY/i

type Use = { readonly client: Protocol | undefined; readonly place: Evidence | undefined }

const targetOf = (a: Address, scope: Scope, universe: Universe): string | undefined => {
  if (!isLocal(a.host)) return universe.serviceAt(a.host, scope.deployment)
  if (a.port === undefined) return undefined
  const listening = universe.listeningOn(a.port)
  return listening.length === 1 ? listening[0] : undefined
}

const toCandidate = (
  v: Value,
  a: Address,
  context: { scope: Scope; universe: Universe; use: Use },
): Candidate[] => {
  const { scope, universe, use } = context
  const to = targetOf(a, scope, universe)
  if (to === undefined || to === scope.service.name) return []
  const bare = a.scheme === undefined && a.port === undefined
  const client = use.client === 'tcp' ? undefined : use.client
  const key = v.keys[0]
  const sure = !bare || client !== undefined || (key !== undefined && addressKey.test(key))
  const place = use.place ? [use.place] : v.evidence.length === 0 ? [] : []
  return [
    {
      from: scope.service.name,
      to,
      key,
      host: a.host,
      scheme: schemeProtocol(a.scheme),
      client,
      sure,
      evidence: [...place, ...v.evidence],
    },
  ]
}

const fromExpression = (
  e: Expression,
  context: { scope: Scope; universe: Universe; use: Use },
): Candidate[] =>
  evaluate(e, context.scope).flatMap((v) =>
    parseAddresses(v.text).flatMap((a) => toCandidate(v, a, context)),
  )

const fromEndpoint = (e: Endpoint, scope: Scope, universe: Universe): Candidate[] => {
  const signal =
    e.api === 'literal' || e.api === 'command'
      ? 'literal-host'
      : e.api.endsWith('_pass') || e.api === 'server'
        ? 'proxy'
        : 'client'
  return fromExpression(e.address, {
    scope,
    universe,
    use: { client: e.protocol, place: { path: e.at.path, line: e.at.line, signal } },
  })
}

const asExpression = (r: EnvRead): Expression => ({
  kind: 'env',
  key: r.key,
  at: r.at,
  ...(r.fallback ? { fallback: r.fallback } : {}),
})

const fromRead = (r: EnvRead, scope: Scope, universe: Universe): Candidate[] =>
  fromExpression(asExpression(r), { scope, universe, use: { client: undefined, place: undefined } })

/** Calls of helpers that stand in another file of the service. */
const helperReads = (call: KeyCall, scope: Scope): EnvRead[] => {
  const helper = scope.files.flatMap((f) => f.helpers).find((h) => h.name === call.callee)
  const key = helper && call.args[helper.key]
  if (helper === undefined || key?.kind !== 'literal') return []
  const fallback = helper.fallback === undefined ? undefined : call.args[helper.fallback]
  return [{ key: key.value, at: call.at, ...(fallback ? { fallback } : {}) }]
}

const fromFile = (file: CodeFacts, scope: Scope, universe: Universe): Candidate[] => [
  ...file.endpoints
    .filter((e) => e.role === 'consumer')
    .flatMap((e) => fromEndpoint(e, scope, universe)),
  ...file.reads.flatMap((r) => fromRead(r, scope, universe)),
  ...file.keyCalls
    .flatMap((c) => helperReads(c, scope))
    .flatMap((r) => fromRead(r, scope, universe)),
]

/** Everything in the source of a service that leads to another one, in one deployment. */
export const candidatesOf = (scope: Omit<Scope, 'file'>, universe: Universe): Candidate[] =>
  scope.files
    .filter((f) => f.scope === 'main')
    .flatMap((file) => fromFile(file, { ...scope, file }, universe))
