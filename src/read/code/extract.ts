import type { Assignment, CodeFacts, EnvHelper, KeyCall } from '../../core/model/code.ts'
import type { Endpoint, EnvRead } from '../../core/model/endpoint.ts'
import { type Expression, unknown } from '../../core/model/expression.ts'
import { namesSecret } from '../../core/model/secret.ts'
import { clientCall, libraryNamer } from './clients.ts'
import { envAccess, looksLikeEnvKey, mayReadEnv } from './environment.ts'
import { flagAssignments } from './flags.ts'
import { type FoldContext, foldNode, namesLibraryAddress } from './fold.ts'
import { grpcEndpoints, stubAddress } from './grpc.ts'
import type { Token } from './lexer.ts'
import { type Found, type FoundFunction, lastOf, type Node } from './node.ts'
import { passedValues } from './parameters.ts'
import { registrationsOf } from './registrations.ts'
import { scopeOf } from './scope.ts'

type Call = Extract<Node, { kind: 'call' }>
type Parsed = {
  readonly path: string
  readonly lang: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly found: Found
  readonly functions: readonly FoundFunction[]
}

const within = (f: FoundFunction, at: number): boolean => at > f.from && at <= f.to
const perFileMax = 2000

/** A node that reads the environment, with its key and its place among the tokens. */
type Access = { readonly node: Node; readonly key: Node; readonly at: number }

const accessesOf = (found: Found): Access[] => {
  const out: Access[] = []
  const note = (node: Node, at: number) => {
    const access = envAccess(node)
    if (access) out.push({ node, key: access.key, at })
  }
  for (const { node, at } of found.calls) note(node, at)
  for (const { node, at } of found.indexes) note(node, at)
  for (const { path, line, at } of found.names) note({ kind: 'name', path, line }, at)
  return out
}

type Named = { readonly key: string; readonly at: number }

const helperOf = (
  f: FoundFunction,
  named: readonly Named[],
  parsed: Parsed,
): EnvHelper | undefined => {
  const used = named.find((n) => within(f, n.at) && f.parameters.includes(n.key))
  if (used === undefined) return undefined
  const key = f.parameters.indexOf(used.key)
  const assigned = parsed.found.assignments.find(
    (a) =>
      within(f, a.at) && f.parameters.includes(a.target) && f.parameters.indexOf(a.target) !== key,
  )
  const out = assigned ? f.parameters.indexOf(assigned.target) : undefined
  const fallback = f.parameters.findIndex(
    (p, i) =>
      i !== key && i !== out && parsed.found.names.some((n) => n.path === p && within(f, n.at)),
  )
  return {
    name: f.name,
    key,
    ...(fallback >= 0 ? { fallback } : {}),
    ...(out === undefined ? {} : { out }),
  }
}

const findHelpers = (parsed: Parsed, accesses: readonly Access[]): EnvHelper[] => {
  const named = accesses.flatMap(({ key, at }) =>
    key.kind === 'name' ? [{ key: key.path, at }] : [],
  )
  if (named.length === 0) return []
  return parsed.functions.flatMap((f) => {
    const helper =
      f.parameters.length > 0 && f.parameters.length <= 6 ? helperOf(f, named, parsed) : undefined
    return helper ? [helper] : []
  })
}

const carriesEnv = (e: Expression): boolean =>
  e.kind === 'env' ||
  (e.kind === 'concat' && e.parts.some(carriesEnv)) ||
  (e.kind === 'either' && e.of.some(carriesEnv))

/** Every environment read inside an expression. */
export const envReadsOf = (e: Expression): EnvRead[] => {
  if (e.kind === 'env') {
    const own: EnvRead = { key: e.key, at: e.at, ...(e.fallback ? { fallback: e.fallback } : {}) }
    return e.fallback ? [own, ...envReadsOf(e.fallback)] : [own]
  }
  if (e.kind === 'concat') return e.parts.flatMap(envReadsOf)
  return e.kind === 'either' ? e.of.flatMap(envReadsOf) : []
}

const looksLikeAddress = (s: string): boolean =>
  /^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+:\d{2,5}\b|^jdbc:|host=|(?:^|@)tcp\(/i.test(s)

/** What an address holds that `looksLikeAddress` or a scheme is looked for in, before it is folded. */
const addressSign = /:\/\/|:\d\d|jdbc:|(?:host|server|source)\s*=|tcp\(/i

/** Whether a text of the file, or a hole in one, may make an address: most files hold none. */
const mayHoldAddress = (tokens: readonly Token[]): boolean =>
  tokens.some((t) =>
    t.parts?.some((p) =>
      typeof p === 'string'
        ? addressSign.test(p)
        : p.hole.includes('\\') || addressSign.test(p.hole),
    ),
  )

const namesIn = (e: Expression): string[] => {
  if (e.kind === 'name') return [lastOf(e.name)]
  if (e.kind === 'concat') return e.parts.flatMap(namesIn)
  if (e.kind === 'either') return e.of.flatMap(namesIn)
  return e.kind === 'env' && e.fallback ? namesIn(e.fallback) : []
}

const isAddressLiteral = (e: Expression): boolean =>
  (e.kind === 'literal' && looksLikeAddress(e.value)) ||
  (e.kind === 'concat' && e.parts.some(isAddressLiteral)) ||
  (e.kind === 'either' && e.of.some(isAddressLiteral))

/** Assignments that can matter for an address: they carry env or an address, or an address names them. */
const relevant = (all: readonly Assignment[], endpoints: readonly Endpoint[]): Assignment[] => {
  const kept = new Set(all.filter((a) => carriesEnv(a.value) || isAddressLiteral(a.value)))
  let wanted = new Set(endpoints.flatMap((e) => namesIn(e.address)))
  for (const a of kept) for (const n of namesIn(a.value)) wanted.add(n)
  for (let round = 0; round < 4 && wanted.size > 0; round++) {
    const next = new Set<string>()
    for (const a of all) {
      if (kept.has(a) || !wanted.has(lastOf(a.name)) || a.value.kind === 'unknown') continue
      kept.add(a)
      for (const n of namesIn(a.value)) next.add(n)
    }
    wanted = next
  }
  return all.filter((a) => kept.has(a)).slice(0, perFileMax)
}

/** `x, ok := LookupEnv(k)` … `x = "default"`: a literal given to the same name soon after is its default. */
const withLateDefaults = (all: readonly Assignment[]): readonly Assignment[] => {
  if (!all.some((a) => a.value.kind === 'env' && !a.value.fallback)) return all
  const literals = new Map<string, Assignment[]>()
  for (const b of all) {
    if (b.value.kind !== 'literal') continue
    const known = literals.get(b.name)
    if (known) known.push(b)
    else literals.set(b.name, [b])
  }
  return all.map((a) => {
    if (a.value.kind !== 'env' || a.value.fallback) return a
    const late = literals
      .get(a.name)
      ?.find((b) => b.at.line > a.at.line && b.at.line - a.at.line <= 6)
    return late && !namesSecret(a.value.key)
      ? { ...a, value: { ...a.value, fallback: late.value } }
      : a
  })
}

const helperCalls = (parsed: Parsed, context: FoldContext): Assignment[] =>
  parsed.found.calls.flatMap(({ node }) => {
    const helper = context.helpers.get(lastOf(node.callee))
    const out = helper?.out === undefined ? undefined : node.args[helper.out]?.value
    if (out?.kind !== 'name') return []
    const value = foldNode(node, context)
    return value.kind === 'env'
      ? [{ name: out.path, value, at: { path: parsed.path, line: node.line } }]
      : []
  })

const clientEndpoints = (parsed: Parsed, context: FoldContext): Endpoint[] => {
  const names = libraryNamer(() => parsed.tokens.map((t) => t.text).join(' '))
  return parsed.found.calls
    .flatMap(({ node }) => {
      const client = clientCall(node, names)
      const direct = stubAddress(node)
      if (client === undefined && direct === undefined) return []
      const at = { path: parsed.path, line: node.line }
      const own: Endpoint[] = direct
        ? [
            {
              role: 'consumer',
              protocol: 'grpc',
              api: node.callee,
              address: foldNode(direct, context),
              at,
            },
          ]
        : []
      if (client === undefined) return own
      return [
        ...own,
        ...client.addresses.map(
          (n): Endpoint => ({
            role: 'consumer',
            protocol: client.protocol,
            api: client.api,
            address: foldNode(n, context),
            at,
          }),
        ),
      ]
    })
    .filter((e) => e.address.kind !== 'unknown')
}

const isLikelyKey = (text: string, callee: string): boolean =>
  looksLikeEnvKey(text) && (text.includes('_') || /env|conf|setting|get/i.test(callee))

const keyCallsOf = (parsed: Parsed, context: FoldContext): KeyCall[] =>
  parsed.found.calls
    .filter(
      ({ node }) =>
        !node.isNew &&
        node.callee !== '' &&
        node.args.length <= 6 &&
        node.args.some((a) => a.value.kind === 'text' && isLikelyKey(a.value.value, node.callee)) &&
        envAccess(node) === undefined &&
        !context.helpers.has(lastOf(node.callee)),
    )
    .map(({ node }) => ({
      callee: lastOf(node.callee),
      args: node.args.map((a) => argumentOf(a.value, node, context)),
      at: { path: parsed.path, line: node.line },
    }))
    .slice(0, perFileMax)

const argumentOf = (value: Node, call: Call, context: FoldContext): Expression => {
  const key = call.args.find(
    (a) => a.value.kind === 'text' && looksLikeEnvKey(a.value.value),
  )?.value
  return key?.kind === 'text' && namesSecret(key.value) && value !== key
    ? unknown
    : foldNode(value, context)
}

/** A URL of a protocol that services talk, or a connection string of `key=value` pairs. */
const namesHost =
  /^(?:https?|grpc|ws|wss|redis|rediss|amqps?|mongodb|postgres(?:ql)?|mysql|nats|kafka):\/\/[\w.-]+|^(?:\w+:)?(?:[\w ]+=[^;=]*;)*(?:server|host|data source) ?=[\w.-]+;/i

/** Default values of environment reads: they speak only where the variable is not set. */
const fallbackTexts = (reads: readonly EnvRead[]): ReadonlySet<string> =>
  new Set(reads.flatMap((r) => (r.fallback?.kind === 'literal' ? [r.fallback.value] : [])))

const literalHosts = (
  parsed: Parsed,
  context: FoldContext,
  reads: readonly EnvRead[],
): Endpoint[] => {
  const fallbacks = fallbackTexts(reads)
  return parsed.found.texts
    .filter(({ node }) => node.kind === 'text' && namesHost.test(node.value))
    .map(
      ({ node }): Endpoint => ({
        role: 'consumer',
        protocol: 'tcp',
        api: 'literal',
        address: foldNode(node, context),
        at: { path: parsed.path, line: node.line },
      }),
    )
    .filter((e) => e.address.kind !== 'literal' || !fallbacks.has(e.address.value))
    .slice(0, perFileMax)
}

const startsWithScheme = (e: Expression): boolean => {
  const first = e.kind === 'concat' ? e.parts[0] : undefined
  return first?.kind === 'literal' && /^(?:jdbc:)?[a-z][a-z0-9+]*:\/\/$/.test(first.value)
}

/** URLs that are put together from a scheme and a host: whoever builds one means to call it. */
const builtUrls = (
  parsed: Parsed,
  assignments: readonly Assignment[],
  context: FoldContext,
): Endpoint[] => {
  const built = parsed.found.calls
    .flatMap(({ node }) => node.args.map((a) => a.value))
    .filter((n) => n.kind === 'concat' || n.kind === 'call')
    .map((n) => ({ value: foldNode(n, context), at: { path: parsed.path, line: n.line } }))
  return [...assignments, ...built]
    .filter((a) => startsWithScheme(a.value))
    .map(
      (a): Endpoint => ({
        role: 'consumer',
        protocol: 'tcp',
        api: 'url',
        address: a.value,
        at: a.at,
      }),
    )
    .slice(0, perFileMax)
}

const uniqueReads = (reads: readonly EnvRead[]): EnvRead[] => {
  const seen = new Map<string, EnvRead>()
  for (const r of reads) {
    const id = `${r.key}\0${r.at.line}`
    if (!seen.has(id) || (r.fallback && !seen.get(id)!.fallback)) seen.set(id, r)
  }
  return [...seen.values()]
}

/** What is assigned in a file, folded; the defaults that stand below a read with it. */
const assignmentsOf = (parsed: Parsed, context: FoldContext): readonly Assignment[] => {
  const folded = [...parsed.found.assignments, ...flagAssignments(parsed.found)].map((a) => ({
    name: a.target,
    at: { path: parsed.path, line: a.line },
    value: namesSecret(a.target) ? unknown : foldNode(a.value, context),
  }))
  return withLateDefaults([
    ...folded,
    ...helperCalls(parsed, context),
    ...passedValues(parsed.found, parsed.functions, context),
  ])
}

/** Reads of the environment that stand in calls, indexes, names and choices. */
const readsOf = (
  parsed: Parsed,
  accesses: readonly Access[],
  context: FoldContext,
): readonly EnvRead[] => [
  ...accesses.flatMap(({ node }) => envReadsOf(foldNode(node, context))),
  ...parsed.found.calls.flatMap(({ node }) =>
    context.helpers.has(lastOf(node.callee)) ? envReadsOf(foldNode(node, context)) : [],
  ),
  ...parsed.found.choices.flatMap((node) => envReadsOf(foldNode(node, context))),
]

/**
 * Everything in one parsed source file that says something about connections. What is assigned is folded only
 * where it can matter: where the environment is read, an address stands, or something is dialed.
 */
export const extract = (parsed: Parsed): CodeFacts => {
  const readsEnv = mayReadEnv(parsed.text)
  const holdsAddress = mayHoldAddress(parsed.tokens)
  const accesses = readsEnv ? accessesOf(parsed.found) : []
  const helpers = findHelpers(parsed, accesses)
  const context: FoldContext = {
    path: parsed.path,
    helpers: new Map(helpers.map((h) => [h.name, h])),
  }
  const dialed = clientEndpoints(parsed, context)
  const matters = readsEnv || holdsAddress || dialed.length > 0 || namesLibraryAddress(parsed.text)
  const assignments = matters ? assignmentsOf(parsed, context) : []
  const reads = readsEnv
    ? [...readsOf(parsed, accesses, context), ...assignments.flatMap((a) => envReadsOf(a.value))]
    : []
  const endpoints = [
    ...dialed,
    ...literalHosts(parsed, context, reads),
    ...(holdsAddress ? builtUrls(parsed, assignments, context) : []),
    ...grpcEndpoints(parsed.found, parsed.path),
  ]
  const registers = registrationsOf(parsed, context)
  return {
    path: parsed.path,
    lang: parsed.lang,
    scope: scopeOf(parsed.path),
    endpoints,
    reads: uniqueReads(reads),
    assignments: relevant(assignments, endpoints),
    helpers,
    keyCalls: keyCallsOf(parsed, context),
    ...(registers.length > 0 ? { registers } : {}),
  }
}
