import { lastOf, type Node } from '../node.ts'
import { anyPrefix, joinRaw, noPath, type RawPath } from './path.ts'
import type { Call, Source } from './source.ts'

/** A variable that holds a router. `parent`: it is a group of that one; else it hangs where it is mounted. */
export type Router = {
  readonly name: string
  readonly at: number
  readonly prefix: RawPath
  /** Nothing stands before it, unless this file mounts it. */
  readonly isRoot: boolean
  readonly parent?: string
}

/** A router by its name, or one that was made on the spot and has none. */
export type Above = string | { readonly isRoot: boolean }

/** A router, or a function that makes or takes one, hung below another. */
export type Mount = {
  readonly child: string
  readonly prefix: RawPath
  readonly parent: Above
  readonly at: number
}

/** A range of tokens whose routes stand below a prefix: the body of a group. */
export type Block = {
  readonly from: number
  readonly to: number
  readonly prefix: RawPath
  /** The name of the router inside of it; absent where routes name none. */
  readonly parameter?: string
  /** The router that the group was made of; absent where there is none. */
  readonly parent?: Above
}

export type Routers = {
  readonly routers: readonly Router[]
  readonly mounts: readonly Mount[]
  readonly blocks: readonly Block[]
}

const depthMax = 8
const basesMax = 4

const below = (bases: readonly RawPath[], prefix: RawPath): RawPath[] =>
  bases.map((b) => joinRaw(b, prefix))

const group = <T>(all: readonly T[], key: (t: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const t of all) {
    const own = groups.get(key(t))
    if (own) own.push(t)
    else groups.set(key(t), [t])
  }
  return groups
}

/** Answers which prefixes stand before a route that a router at a place in the file is given. */
export class Prefixes {
  private readonly source: Source
  private readonly routers: ReadonlyMap<string, readonly Router[]>
  private readonly mounts: ReadonlyMap<string, readonly Mount[]>
  private readonly blocks: readonly Block[]

  constructor(source: Source, { routers, mounts, blocks }: Routers) {
    this.source = source
    this.routers = group(routers, (r) => r.name)
    this.mounts = group(mounts, (m) => m.child)
    this.blocks = [...blocks].sort((a, b) => a.from - b.from)
  }

  /** Blocks around a place, the innermost first. */
  private around(at: number): Block[] {
    return this.blocks.filter((b) => b.from < at && at <= b.to).reverse()
  }

  /** The router that a name means at a place: of the same function and before it, if there is one. */
  routerAt(name: string, at: number): Router | undefined {
    const here = this.source.functionAt(at)
    const seen = (this.routers.get(name) ?? []).filter((r) => {
      const home = this.source.functionAt(r.at)
      return home === undefined || home === here || (home.from < at && at <= home.to)
    })
    return seen.findLast((r) => r.at <= at) ?? seen[0]
  }

  /** Undefined where `name` is no router that this file makes or is handed. */
  of(name: string, at: number, depth = 0): readonly RawPath[] | undefined {
    if (depth > depthMax) return undefined
    const block = this.around(at).find((b) => b.parameter === name)
    if (block) return this.ofBlock(block, depth)
    const router = this.routerAt(name, at)
    if (router) return this.ofRouter(router, depth)
    const f = this.source.functionAt(at)
    if (f?.parameters.includes(name) === true) return this.mounted(f.name, depth)
    return this.mounted(name, depth)
  }

  /** Prefixes of a place inside blocks that name no router; closed outside of all. */
  at(place: number, depth = 0): readonly RawPath[] {
    const [inner] = this.around(place)
    return inner === undefined ? [noPath] : this.ofBlock(inner, depth)
  }

  private ofBlock(block: Block, depth: number): RawPath[] {
    const outer =
      block.parent === undefined
        ? this.at(block.from, depth + 1)
        : this.above(block.parent, block.from, depth + 1)
    return below(outer, block.prefix)
  }

  private above(parent: Above, at: number, depth: number): readonly RawPath[] {
    if (depth > depthMax) return [anyPrefix]
    return typeof parent === 'string'
      ? (this.of(parent, at, depth) ?? [anyPrefix])
      : this.nameless(at, parent.isRoot, depth)
  }

  /** Prefixes of a router that is made on the spot: of the block around it, else of the function that makes it. */
  nameless(at: number, isRoot: boolean, depth = 0): readonly RawPath[] {
    const block = this.around(at).find((b) => b.parameter === undefined)
    if (block) return this.ofBlock(block, depth)
    const maker = this.source.functionAt(at)?.name
    const mounted = maker === undefined ? undefined : this.mounted(maker, depth)
    return mounted ?? [isRoot ? noPath : anyPrefix]
  }

  private ofRouter(r: Router, depth: number): RawPath[] {
    if (r.parent !== undefined)
      return below(this.of(r.parent, r.at - 1, depth + 1) ?? [anyPrefix], r.prefix)
    const maker = this.source.functionAt(r.at)?.name
    const mounted =
      this.mounted(r.name, depth) ?? (maker === undefined ? undefined : this.mounted(maker, depth))
    return below(mounted ?? [r.isRoot ? noPath : anyPrefix], r.prefix)
  }

  private mounted(child: string, depth: number): RawPath[] | undefined {
    const mounts = (this.mounts.get(child) ?? []).slice(0, basesMax)
    if (mounts.length === 0) return undefined
    return mounts
      .flatMap((m) => below(this.above(m.parent, m.at, depth + 1), m.prefix))
      .slice(0, basesMax)
  }
}

/** The first call or name of a chain: `r` of `r.a().b()`, `Router.new()` of `Router::new().route(…)`. */
export const rootOf = (node: Node): Node => {
  let n = node
  for (let guard = 0; guard < 400; guard++) {
    if (n.kind === 'call' && n.base !== undefined) n = n.base
    else if (n.kind === 'index') n = n.base
    else break
  }
  return n
}

/** The name that a call is made on: `r` of `r.get`, `self.app` of `self.app.get`; empty where none is. */
export const receiverOf = (call: Call): string => {
  const root = rootOf(call)
  const path = root.kind === 'call' ? root.callee : root.kind === 'name' ? root.path : ''
  return root.kind === 'call' && path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : ''
}

/** The value of an option of a call: a keyword argument, or a key of an object among its arguments. */
export const optionOf = (call: Call, names: readonly string[]): Node | undefined => {
  for (const a of call.args) {
    if (a.name !== undefined && names.includes(a.name)) return a.value
    if (a.value.kind !== 'object') continue
    const entry = a.value.entries.find(([k]) => names.includes(k))
    if (entry) return entry[1]
  }
  return undefined
}

export const argumentAt = (call: Call, index: number): Node | undefined => {
  const a = call.args[index]
  return a?.name === undefined ? a?.value : undefined
}

/** The upper-case verbs that a node names: `'get'`, `['GET', 'POST']`, `RequestMethod.GET`. */
export const verbsIn = (node: Node | undefined): string[] => {
  if (node === undefined) return []
  if (node.kind === 'list') return node.items.flatMap(verbsIn)
  const word = node.kind === 'text' ? node.value : node.kind === 'name' ? lastOf(node.path) : ''
  const verb = word.replace(/^Method|^HTTP_/, '').toUpperCase()
  return /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|TRACE|CONNECT|QUERY)$/.test(verb) ? [verb] : []
}
