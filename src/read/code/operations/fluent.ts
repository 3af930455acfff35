import type { FoundCall, Node } from '../node.ts'
import { closureParameter } from './closure.ts'
import { anyPrefix, joinRaw, noPath, prefixOf, type RawPath } from './path.ts'
import {
  type Above,
  type Block,
  type Mount,
  Prefixes,
  type Router,
  receiverOf,
  rootOf,
} from './routers.ts'
import type { Call, Served, Source } from './source.ts'

/** What a call says of a route: its verbs, and the paths that follow the prefix of its router. */
export type RouteCall = {
  readonly verbs: readonly string[]
  readonly paths: readonly RawPath[]
  readonly api?: string
}

/** A framework whose routes are calls on a router: `r.get('/x', h)`, `g := r.Group("/v1")`. */
export type Fluent = {
  /** Whether a call makes a router: one that serves by itself, or one that has to be mounted. */
  readonly makes: (call: Call, source: Source) => 'root' | 'part' | undefined
  /** The prefix that a router is made with. */
  readonly madeWith?: (call: Call) => Node | undefined
  /** The prefix of a group that a call makes of its router; a block, where its body is handed over. */
  readonly groupOf: (call: Call) => Node | undefined
  readonly mountOf: (
    call: Call,
  ) => { prefix?: Node | undefined; children: readonly Node[] } | undefined
  readonly routeOf: (call: Call, at: number, source: Source) => RouteCall | undefined
  /** Whether a name that this file neither makes nor is handed by itself can be a router. */
  readonly isKnown: (receiver: string, at: number, source: Source) => boolean
}

const chainMax = 40

const plainName = (path: string): string => path.replace(/^(?:this|self)\./, '')

const childName = (n: Node): string => {
  if (n.kind === 'name') return plainName(n.path)
  const root = rootOf(n)
  return root.kind === 'call' ? plainName(root.callee) : ''
}

/** The prefix of all groups that a chain goes through: `r.Group("/a").Group("/b")`. */
const chainPrefix = (node: Node | undefined, spec: Fluent, source: Source): RawPath | undefined => {
  let prefix: RawPath | undefined
  let n = node
  for (let k = 0; k < chainMax && n?.kind === 'call'; k++) {
    const own = spec.groupOf(n)
    if (own !== undefined) prefix = joinRaw(prefixOf(own, source.constants()), prefix ?? noPath)
    n = n.base
  }
  return prefix
}

const madeRouters = (
  spec: Fluent,
  source: Source,
): { routers: Router[]; names: Map<Node, string> } => {
  const routers: Router[] = []
  const names = new Map<Node, string>()
  for (const a of source.found.assignments) {
    if (a.value.kind !== 'call') continue
    const root = rootOf(a.value)
    if (root.kind !== 'call') continue
    const name = plainName(a.target)
    const made = spec.makes(root, source)
    const grouped = chainPrefix(a.value, spec, source)
    if (made !== undefined) {
      const given = prefixOf(spec.madeWith?.(root), source.constants())
      const prefix = joinRaw(given, grouped ?? noPath)
      routers.push({ name, at: a.at, prefix, isRoot: made === 'root' })
      names.set(root, name)
    } else if (grouped !== undefined) {
      const parent = plainName(receiverOf(a.value))
      routers.push({
        name,
        at: a.at,
        prefix: grouped,
        isRoot: false,
        ...(parent ? { parent } : {}),
      })
    }
  }
  return { routers, names }
}

/** The router that a call is made on: by its name, or made on the spot; with what its chain adds. */
const aboveOf = (call: Call, place: Naming): { parent: Above; prefix: RawPath } => {
  const { spec, source, names } = place
  const inner = chainPrefix(call.base, spec, source) ?? noPath
  const root = rootOf(call)
  const made = root.kind === 'call' ? spec.makes(root, source) : undefined
  if (root.kind !== 'call' || made === undefined)
    return { parent: plainName(receiverOf(call)), prefix: inner }
  const name = names.get(root)
  if (name !== undefined) return { parent: name, prefix: noPath }
  const given = prefixOf(spec.madeWith?.(root), source.constants())
  return { parent: { isRoot: made === 'root' }, prefix: joinRaw(given, inner) }
}

const mountsOf = ({ node, at }: FoundCall, place: Naming): Mount[] => {
  const mount = place.spec.mountOf(node)
  if (mount === undefined) return []
  const { parent, prefix } = aboveOf(node, place)
  const below = joinRaw(prefix, prefixOf(mount.prefix, place.source.constants()))
  return mount.children.flatMap((c) => {
    const child = childName(c)
    return child === '' || child === parent ? [] : [{ child, prefix: below, parent, at }]
  })
}

/** `nest("/api", Router::new()…)`: whatever is made among the arguments stands below the prefix. */
const mountBlock = ({ node, at }: FoundCall, place: Naming): Block[] => {
  const { spec, source } = place
  const mount = spec.mountOf(node)
  const isInline = mount?.children.some((c) => {
    const root = rootOf(c)
    return root.kind === 'call' && spec.makes(root, source) !== undefined
  })
  const to = isInline && source.tokens[at]?.text === '(' ? source.closes()[at]! : -1
  if (mount === undefined || to < 0) return []
  const { parent, prefix } = aboveOf(node, place)
  return [
    { from: at, to, prefix: joinRaw(prefix, prefixOf(mount.prefix, source.constants())), parent },
  ]
}

/** Routers handed to a function of the file: `register(app)`, `users(v1.Group("/users"))`. */
const passed = (
  { node, at }: FoundCall,
  takers: ReadonlySet<string>,
  context: Context,
): Mount[] => {
  const { spec, source, made, heads } = context
  if (!takers.has(node.callee) || heads.has(at)) return []
  return node.args.flatMap(({ value }): Mount[] => {
    if (value.kind === 'name' && made.has(plainName(value.path)))
      return [{ child: node.callee, prefix: noPath, parent: plainName(value.path), at }]
    const prefix = chainPrefix(value, spec, source)
    if (value.kind !== 'call' || prefix === undefined) return []
    return [{ child: node.callee, prefix, parent: plainName(receiverOf(value)), at }]
  })
}

type Context = {
  readonly spec: Fluent
  readonly source: Source
  readonly made: ReadonlySet<string>
  /** Where the parameters of functions open: they look like calls. */
  readonly heads: ReadonlySet<number>
}

const blockOf = ({ node, at }: FoundCall, spec: Fluent, source: Source): Block[] => {
  const prefix = spec.groupOf(node)
  const to = source.tokens[at]?.text === '(' ? source.closes()[at]! : -1
  if (prefix === undefined || to < 0) return []
  const parameter = closureParameter(source.tokens, at, to)
  if (parameter === undefined) return []
  const below = prefixOf(prefix, source.constants())
  const parent = plainName(receiverOf(node))
  return [{ from: at, to, prefix: below, parameter, ...(parent ? { parent } : {}) }]
}

const basesOf = (call: Call, at: number, place: Place): readonly RawPath[] | undefined => {
  const { spec, source, prefixes, names } = place
  const root = rootOf(call)
  if (root.kind !== 'call') return undefined
  const made = spec.makes(root, source)
  if (made !== undefined) {
    const name = names.get(root)
    if (name !== undefined) return prefixes.of(name, at)
    const given = prefixOf(spec.madeWith?.(root), source.constants())
    return prefixes.nameless(at, made === 'root').map((b) => joinRaw(b, given))
  }
  const receiver = plainName(receiverOf(call))
  if (receiver === '') return undefined
  // aiohttp's `app.router.add_get`
  const known = prefixes.of(receiver, at) ?? prefixes.of(receiver.replace(/\.router$/, ''), at)
  if (known) return known
  return spec.isKnown(receiver, at, source) ? [anyPrefix] : undefined
}

type Naming = {
  readonly spec: Fluent
  readonly source: Source
  /** Calls that make a router, by the variable that it is given to. */
  readonly names: ReadonlyMap<Node, string>
}

/** A file whose routers are known. */
export type Place = Naming & { readonly prefixes: Prefixes }

type FoundRoute = { readonly call: FoundCall; readonly route: RouteCall }

/** The calls that say a route, whatever they are made on: most files have none. */
export const routeCalls = (spec: Fluent, source: Source): FoundRoute[] => {
  const out: FoundRoute[] = []
  for (const call of source.found.calls) {
    const route = spec.routeOf(call.node, call.at, source)
    if (route && route.verbs.length > 0 && route.paths.length > 0) out.push({ call, route })
  }
  return out
}

const served = ({ call: { node, at }, route }: FoundRoute, place: Place): Served[] => {
  const bases = basesOf(node, at, place)
  if (bases === undefined) return []
  const inner = chainPrefix(node.base, place.spec, place.source) ?? noPath
  const api = route.api === undefined ? {} : { api: route.api }
  return bases.flatMap((b) =>
    route.paths.flatMap((p) => {
      const { text, isOpen } = joinRaw(b, joinRaw(inner, p))
      return route.verbs.map((verb) => ({ verb, path: text, isOpen, line: node.line, ...api }))
    }),
  )
}

export const routesAt = (calls: readonly FoundRoute[], place: Place): Served[] =>
  calls.flatMap((c) => served(c, place))

/** Finds the routers of a file, how they are grouped, and where they are mounted. */
export const placeOf = (spec: Fluent, source: Source): Place => {
  const { calls } = source.found
  const { routers, names } = madeRouters(spec, source)
  const naming = { spec, source, names }
  const blocks = calls.flatMap((c) => [...blockOf(c, spec, source), ...mountBlock(c, naming)])
  const made = new Set([...routers.map((r) => r.name), ...blocks.map((b) => b.parameter ?? '')])
  for (const f of source.functions) for (const p of f.parameters) made.add(p)
  const takers = new Set(source.functions.flatMap((f) => (f.parameters.length > 0 ? [f.name] : [])))
  const heads = new Set(source.functions.flatMap((f) => [f.from + 1, f.from + 2]))
  const context = { spec, source, made, heads }
  const mounts = calls.flatMap((c) => [...mountsOf(c, naming), ...passed(c, takers, context)])
  return { ...naming, prefixes: new Prefixes(source, { routers, mounts, blocks }) }
}

/** The routes of a file by the calls on its routers. */
export const fluentRoutes = (spec: Fluent, source: Source): Served[] => {
  const calls = routeCalls(spec, source)
  return calls.length === 0 ? [] : routesAt(calls, placeOf(spec, source))
}
