import { lastOf, type Node } from '../node.ts'
import { joinRaw, noPath, pathOf, pathsOf, prefixOf, type RawPath } from './path.ts'
import { argumentAt, type Block, optionOf, Prefixes, rootOf, verbsIn } from './routers.ts'
import type { Call, Family, Served, Source } from './source.ts'

const verbs = ['get', 'post', 'put', 'patch', 'delete', 'options']
const chainMax = 20

const isFacade = (call: Call): boolean => {
  const root = rootOf(call)
  return root.kind === 'call' && /^Route\./.test(root.callee)
}

/** `$app`, `$router`, `$group`, `$this->app`: what Slim and Lumen call routes on. */
const isApp = (call: Call): boolean => {
  const root = rootOf(call)
  return root.kind === 'call' && /(?:^|\.)(?:app|router|group|r|api)\.\w+$/.test(root.callee)
}

const isRouter = (call: Call): boolean => isFacade(call) || isApp(call)

/** `Route::prefix('x')->middleware(…)`: the prefixes of a chain. */
const chainPrefix = (node: Node | undefined, source: Source): RawPath => {
  let prefix = noPath
  let n = node
  for (let k = 0; k < chainMax && n?.kind === 'call'; k++) {
    if (lastOf(n.callee) === 'prefix')
      prefix = joinRaw(prefixOf(argumentAt(n, 0), source.constants()), prefix)
    n = n.base
  }
  return prefix
}

const groupPrefix = (call: Call, source: Source): RawPath => {
  const option = optionOf(call, ['prefix'])
  const first = argumentAt(call, 0)
  const own = option ?? (first?.kind === 'text' || first?.kind === 'concat' ? first : undefined)
  return joinRaw(chainPrefix(call.base, source), prefixOf(own, source.constants()))
}

const blocksOf = (source: Source): Block[] =>
  source.found.calls.flatMap(({ node, at }): Block[] => {
    const to = source.tokens[at]?.text === '(' ? source.closes()[at]! : -1
    if (lastOf(node.callee) !== 'group' || to < 0 || !isRouter(node)) return []
    return [{ from: at, to, prefix: groupPrefix(node, source) }]
  })

const resource: readonly (readonly [string, string, string])[] = [
  ['index', 'GET', ''],
  ['store', 'POST', ''],
  ['create', 'GET', '/create'],
  ['show', 'GET', '/{}'],
  ['edit', 'GET', '/{}/edit'],
  ['update', 'PUT', '/{}'],
  ['update', 'PATCH', '/{}'],
  ['destroy', 'DELETE', '/{}'],
]

const texts = (node: Node | undefined): string[] | undefined => {
  if (node?.kind === 'text') return [node.value]
  return node?.kind === 'list' ? node.items.flatMap((n) => texts(n) ?? []) : undefined
}

/** What `only` or `except` names, as an option or as a call that follows. */
const narrowed = (call: Call, key: string, source: Source): string[] | undefined => {
  let next = source.callAfter(call)
  for (let k = 0; k < chainMax && next !== undefined; k++) {
    if (lastOf(next.callee) === key) return texts(argumentAt(next, 0))
    next = source.callAfter(next)
  }
  return texts(optionOf(call, [key]))
}

/** `Route::resource('photos', C)`, `photos.comments` below one another. */
const resourceRoutes = (call: Call, isApi: boolean, source: Source): [string, RawPath][] => {
  const raw = pathOf(argumentAt(call, 0), source.constants())
  if (raw === undefined) return []
  const text = `/${raw.text.replace(/^\//, '').replaceAll('.', '/{}/')}`
  const only = narrowed(call, 'only', source)
  const except = narrowed(call, 'except', source) ?? (isApi ? ['create', 'edit'] : [])
  return resource
    .filter(([action]) => only?.includes(action) ?? !except.includes(action))
    .map(([, verb, end]) => [verb, { ...raw, text: text + end }])
}

const routesOf = (call: Call, source: Source): [string, RawPath][] => {
  const last = lastOf(call.callee)
  const constants = source.constants()
  const at = (index: number, names: readonly string[]): [string, RawPath][] =>
    pathsOf(argumentAt(call, index), constants).flatMap((p) =>
      names.map((v): [string, RawPath] => [v, p]),
    )
  if (verbs.includes(last)) return call.args.length >= 2 ? at(0, [last.toUpperCase()]) : []
  if (last === 'any') return at(0, ['*'])
  if (last === 'match' || last === 'map') return at(1, verbsIn(argumentAt(call, 0)))
  if (last === 'view' || last === 'redirect') return isFacade(call) ? at(0, ['GET']) : []
  if (!isFacade(call)) return []
  if (last === 'resource' || last === 'apiResource')
    return resourceRoutes(call, last === 'apiResource', source)
  return []
}

const routes = (source: Source): Served[] => {
  const prefixes = new Prefixes(source, { routers: [], mounts: [], blocks: blocksOf(source) })
  // Laravel puts a prefix of its own before all of routes/api.php
  const isWeb = source.path.endsWith('routes/web.php')
  return source.found.calls.flatMap(({ node, at }) => {
    if (!isRouter(node)) return []
    const chain = chainPrefix(node.base, source)
    return routesOf(node, source).flatMap(([verb, path]) =>
      prefixes.at(at).map((b): Served => {
        const { text, isOpen } = joinRaw(b, joinRaw(chain, path))
        const isOwn = isWeb || !isFacade(node)
        return {
          verb,
          path: text,
          isOpen: isOpen || !isOwn,
          line: node.line,
          api: isFacade(node) ? 'laravel' : 'slim',
        }
      }),
    )
  })
}

/** Laravel's routes files, Slim and Lumen. */
export const php: Family = {
  api: 'laravel',
  langs: ['php'],
  sign: /\bRoute::|\$(?:app|router|group|r|api)->(?:get|post|put|patch|delete|map|any|group)\s*\(/,
  routes,
}
