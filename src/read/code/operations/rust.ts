import { lastOf, type Node } from '../node.ts'
import { type Fluent, type Place, placeOf, type RouteCall, routeCalls, routesAt } from './fluent.ts'
import { anyPrefix, joinRaw, pathOf, pathsOf, prefixOf, type RawPath } from './path.ts'
import { argumentAt, rootOf, verbsIn } from './routers.ts'
import type { Call, Family, Served, Source } from './source.ts'

const verbs = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'trace']
const chainMax = 20
const attributesMax = 80

/** The verbs of `get(h).post(h2)`, `routing::get(h)`, `web::get().to(h)`. */
const verbsOfChain = (node: Node | undefined): string[] => {
  const found: string[] = []
  let n = node
  for (let k = 0; k < chainMax && n?.kind === 'call'; k++) {
    const last = lastOf(n.callee).replace(/_service$/, '')
    if (verbs.includes(last)) found.push(last.toUpperCase())
    else if (last === 'any' || last === 'method_routing') found.push('*')
    else if (last === 'on') found.push(...verbsIn(argumentAt(n, 0)))
    n = n.base
  }
  return [...new Set(found)].reverse()
}

/** actix's `web::resource("/x").route(web::get().to(h))`: the paths stand before, the verb in the argument. */
const resourcePath = (call: Call): Node | undefined => {
  const root = rootOf(call)
  return root.kind === 'call' && lastOf(root.callee) === 'resource'
    ? argumentAt(root, 0)
    : undefined
}

const routeOf = (call: Call, _at: number, source: Source): RouteCall | undefined => {
  const last = lastOf(call.callee)
  if (last === 'route' || last === 'route_service') {
    const path = call.args.length === 1 ? resourcePath(call) : argumentAt(call, 0)
    const found = verbsOfChain(argumentAt(call, call.args.length - 1))
    const paths = pathsOf(path, source.constants())
    return { verbs: found.length > 0 || last === 'route' ? found : ['*'], paths }
  }
  if (last !== 'to' || resourcePath(call) === undefined) return undefined
  return { verbs: ['*'], paths: pathsOf(resourcePath(call), source.constants()) }
}

const mountOf = (
  call: Call,
): { prefix?: Node | undefined; children: readonly Node[] } | undefined => {
  const last = lastOf(call.callee)
  const first = argumentAt(call, 0)
  const second = argumentAt(call, 1)
  if ((last === 'nest' || last === 'nest_service') && second)
    return { prefix: first, children: [second] }
  if ((last === 'merge' || last === 'configure' || last === 'service') && first)
    return { children: [first] }
  return undefined
}

const isMaker = (call: Call): boolean =>
  /(?:^|\.)(?:Router|App|OpenApiRouter|ApiRouter)\.new$/.test(call.callee) ||
  lastOf(call.callee) === 'resource'

const spec: Fluent = {
  makes: (call, source) => {
    if (/(?:^|\.)web\.scope$|^scope$/.test(call.callee)) return 'part'
    if (!isMaker(call)) return undefined
    return /(?:^|\.)App\.new$/.test(call.callee) ||
      /axum::serve|axum::Server|Server::bind/.test(source.text)
      ? 'root'
      : 'part'
  },
  madeWith: (call) => (lastOf(call.callee) === 'scope' ? argumentAt(call, 0) : undefined),
  groupOf: () => undefined,
  mountOf,
  routeOf,
  isKnown: (receiver) => /^(?:cfg|config|app|router|scope)$/.test(receiver),
}

/** Rocket's `mount("/api", routes![a, b])`: the prefix of each function that is named. */
const rocketMounts = (source: Source): ReadonlyMap<string, RawPath> => {
  const out = new Map<string, RawPath>()
  for (const { node, at } of source.found.calls) {
    const end = source.tokens[at]?.text === '(' ? source.closes()[at]! : -1
    if (lastOf(node.callee) !== 'mount' || end < 0) continue
    const prefix = prefixOf(argumentAt(node, 0), source.constants())
    for (const t of source.tokens.slice(at + 1, end)) if (t.kind === 'name') out.set(t.text, prefix)
  }
  return out
}

const functionAfter = (source: Source, at: number): string | undefined => {
  const i = source.tokens.slice(at, at + attributesMax).findIndex((t) => t.text === 'fn')
  return i < 0 ? undefined : source.tokens[at + i + 1]?.text
}

/** `#[get("/x")]` of actix and rocket: the function below it is mounted here or elsewhere. */
const attributes = (source: Source, { prefixes }: Place): Served[] => {
  const { tokens } = source
  const mounted = source.text.includes('rocket') ? rocketMounts(source) : new Map<string, RawPath>()
  return source.found.calls.flatMap(({ node, at }): Served[] => {
    const verb = verbs.includes(lastOf(node.callee)) ? lastOf(node.callee).toUpperCase() : undefined
    const start = at - node.callee.split('.').length * 2 + 1
    const isOwn =
      verb !== undefined && tokens[start - 1]?.text === '[' && tokens[start - 2]?.text === '#'
    const path = isOwn ? pathOf(argumentAt(node, 0), source.constants()) : undefined
    if (path === undefined || verb === undefined) return []
    const name = functionAfter(source, at) ?? ''
    const rocket = mounted.get(name)
    const bases = rocket ? [rocket] : (prefixes.of(name, 0) ?? [anyPrefix])
    return bases.map((b) => {
      const { text, isOpen } = joinRaw(b, path)
      return { verb, path: text, isOpen, line: node.line }
    })
  })
}

/** `warp::path!("users" / u32)`: texts are segments, types are parameters. */
const warp = (source: Source): Served[] => {
  const { tokens } = source
  const out: Served[] = []
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]!.text !== 'path' || tokens[i + 1]?.text !== '!' || tokens[i + 2]?.text !== '(')
      continue
    const end = source.closes()[i + 2]!
    const parts = tokens.slice(i + 3, Math.max(i + 3, end)).flatMap((t) => {
      if (t.kind === 'text') return t.parts?.filter((p) => typeof p === 'string').join('') ?? []
      return t.kind === 'name' ? ['{}'] : []
    })
    out.push({ verb: '*', path: `/${parts.join('/')}`, isOpen: true, line: tokens[i]!.line })
  }
  return out
}

const apiOf = (text: string): string =>
  ['actix_web', 'rocket', 'warp', 'poem', 'salvo']
    .find((n) => text.includes(n))
    ?.replace('_', '-') ?? 'axum'

/** axum and actix-web; the attributes of rocket, and warp's `path!`. */
export const rust: Family = {
  api: 'axum',
  langs: ['rust'],
  sign: /\b(?:axum|actix_web|rocket|warp|poem|aide|utoipa_axum)\b/,
  routes: (source) => {
    const api = apiOf(source.text)
    const own = api === 'warp' ? warp(source) : []
    const place = placeOf(spec, source)
    return [...routesAt(routeCalls(spec, source), place), ...attributes(source, place), ...own].map(
      (r) => ({
        ...r,
        api,
      }),
    )
  },
}
