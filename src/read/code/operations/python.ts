import { lastOf, type Node } from '../node.ts'
import { type Fluent, fluentRoutes, type RouteCall } from './fluent.ts'
import { pathOf, pathsOf } from './path.ts'
import { argumentAt, optionOf, verbsIn } from './routers.ts'
import { type Call, type Family, isDecorator, type Source } from './source.ts'

const decoratorMax = 60
const verbs = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'trace']
const roots = new Set([
  'Flask',
  'FastAPI',
  'Starlette',
  'Quart',
  'Sanic',
  'Litestar',
  'Application',
  'Bottle',
  'APIFlask',
  'OpenAPI',
])
const parts = new Set([
  'Blueprint',
  'APIRouter',
  'Router',
  'APIBlueprint',
  'RouteTableDef',
  'Namespace',
  'Api',
  'NinjaAPI',
  'NinjaRouter',
])
/** Called on an application, not as a decorator: name of the call, index of the path, its verb. */
const adders: Readonly<Record<string, readonly [number, string | undefined]>> = {
  add_url_rule: [0, undefined],
  add_api_route: [0, undefined],
  add_websocket_route: [0, 'GET'],
  add_get: [0, 'GET'],
  add_post: [0, 'POST'],
  add_put: [0, 'PUT'],
  add_delete: [0, 'DELETE'],
  add_patch: [0, 'PATCH'],
  add_head: [0, 'HEAD'],
}

const makes = (call: Call): 'root' | 'part' | undefined => {
  const last = lastOf(call.callee)
  if (roots.has(last)) return 'root'
  return parts.has(last) ? 'part' : undefined
}

const methods = (call: Call): string[] => verbsIn(optionOf(call, ['methods', 'method']))

/** A class that answers requests by methods named after the verbs: what they are. */
const classVerbs = (at: number, source: Source): string[] => {
  const near = source.tokens.slice(at, at + decoratorMax)
  const start = at + near.findIndex((t) => t.text === 'class' && t.first)
  if (start < at || near.some((t, k) => t.text === 'def' && at + k < start)) return []
  const found: string[] = []
  for (let i = start + 1; i < source.tokens.length; i++) {
    const t = source.tokens[i]!
    if (t.first && t.indent <= source.tokens[start]!.indent) break
    const name = source.tokens[i + 1]?.text ?? ''
    if (t.text === 'def' && verbs.includes(name)) found.push(name.toUpperCase())
  }
  return found
}

const decorated = (call: Call, at: number, source: Source): RouteCall | undefined => {
  const last = lastOf(call.callee)
  const path = argumentAt(call, 0) ?? optionOf(call, ['path', 'rule'])
  const paths = pathsOf(path, source.constants()).filter(
    (p) => p.text === '' || p.text[0] === '/' || p.isOpen,
  )
  if (verbs.includes(last)) return { verbs: [last.toUpperCase()], paths }
  if (last === 'websocket' || last === 'websocket_route') return { verbs: ['GET'], paths }
  if (last !== 'route' && last !== 'api_route') return undefined
  const given = methods(call)
  const served = given.length > 0 ? given : classVerbs(at, source)
  return { verbs: served.length > 0 ? served : ['GET'], paths }
}

/** aiohttp's `web.get('/x', h)` and Starlette's `Route('/x', h, methods=[…])`: no router is named. */
const listed = (call: Call, source: Source): RouteCall | undefined => {
  const last = lastOf(call.callee)
  const paths = pathsOf(argumentAt(call, 0) ?? optionOf(call, ['path']), source.constants())
  if (paths[0]?.text.startsWith('/') !== true) return undefined
  if (/(?:^|\.)web\.[a-z]+$/.test(call.callee) && call.args.length >= 2)
    return verbs.includes(last) ? { verbs: [last.toUpperCase()], paths } : undefined
  if (last !== 'Route' && last !== 'WebSocketRoute' && last !== 'APIRoute') return undefined
  const given = methods(call)
  return { verbs: given.length > 0 ? given : ['GET'], paths }
}

const added = (call: Call, source: Source): RouteCall | undefined => {
  const last = lastOf(call.callee)
  const known = Object.hasOwn(adders, last) ? adders[last] : undefined
  const constants = source.constants()
  if (known !== undefined) {
    const given = methods(call)
    const byDefault = known[1] ?? 'GET'
    return {
      verbs: given.length > 0 ? given : [byDefault],
      paths: pathsOf(argumentAt(call, known[0]) ?? optionOf(call, ['rule', 'path']), constants),
    }
  }
  if (last === 'add_route') {
    const isFirst = verbsIn(argumentAt(call, 0)).length > 0
    const given = isFirst ? verbsIn(argumentAt(call, 0)) : methods(call)
    return {
      verbs: given.length > 0 ? given : ['*'],
      paths: pathsOf(argumentAt(call, isFirst ? 1 : 0), constants),
    }
  }
  // flask-restful, and the kin of it that applications make for themselves
  if (!/^add_(?:\w{1,20}_)?resource$/.test(last)) return undefined
  const paths = call.args
    .slice(1)
    .flatMap((a) => (a.name ? [] : (pathOf(a.value, constants) ?? [])))
  return { verbs: ['*'], paths: paths.filter((p) => p.text.startsWith('/')) }
}

/** `app.post("/x")(handler)`: a decorator that is called by hand. */
const isApplied = (at: number, { tokens, closes }: Source): boolean =>
  tokens[at]?.text === '(' && tokens[closes()[at]! + 1]?.text === '('

const routeOf = (call: Call, at: number, source: Source): RouteCall | undefined => {
  if (!call.callee.includes('.')) return undefined
  const isDecorating = isDecorator(call, at, source) || isApplied(at, source)
  return added(call, source) ?? (isDecorating ? decorated(call, at, source) : undefined)
}

const mountOf = (
  call: Call,
): { prefix?: Node | undefined; children: readonly Node[] } | undefined => {
  const last = lastOf(call.callee)
  const first = argumentAt(call, 0) ?? optionOf(call, ['router', 'blueprint'])
  if (last === 'include_router' || last === 'register_blueprint' || last === 'blueprint')
    return first
      ? { prefix: optionOf(call, ['prefix', 'url_prefix']), children: [first] }
      : undefined
  if (last === 'add_routes') return first ? { children: [first] } : undefined
  if (last === 'mount' || last === 'add_subapp') {
    const app = argumentAt(call, 1) ?? optionOf(call, ['app'])
    return app ? { prefix: first, children: [app] } : undefined
  }
  if (last === 'add_router') {
    const router = argumentAt(call, 1)
    return router ? { prefix: first, children: [router] } : undefined
  }
  return undefined
}

/** flask-restx: `ns = api.namespace('orders', path='/orders')`. */
const groupOf = (call: Call): Node | undefined => {
  if (lastOf(call.callee) !== 'namespace') return undefined
  const name = argumentAt(call, 0)
  return optionOf(call, ['path']) ?? name
}

const spec: Fluent = {
  makes,
  madeWith: (call) =>
    optionOf(call, ['prefix', 'url_prefix']) ??
    (lastOf(call.callee) === 'Namespace'
      ? (optionOf(call, ['path']) ?? argumentAt(call, 0))
      : undefined),
  groupOf,
  mountOf,
  routeOf,
  isKnown: () => true,
}

const apis: readonly (readonly [RegExp, string])[] = [
  [/\bfastapi\b/, 'fastapi'],
  [/\bflask|\bAPIFlask/, 'flask'],
  [/\baiohttp\b/, 'aiohttp'],
  [/\bstarlette\b/, 'starlette'],
  [/\bsanic\b/, 'sanic'],
  [/\bquart\b/, 'quart'],
  [/\bninja\b/, 'ninja'],
]
const library =
  /\b(?:fastapi|flask\w*|aiohttp|starlette|sanic|quart|bottle|litestar|ninja|apiflask)\b/
const decorator = /^[ \t]*@[\w.]+\.(?:route|get|post|put|delete|patch|api_route|websocket)\(/m

/** Routes that are listed without a router: below a `Mount` of the same list they get its prefix. */
const listedRoutes = (source: Source): ReturnType<Family['routes']> =>
  source.found.calls.flatMap(({ node }) => {
    const route = listed(node, source)
    if (route === undefined) return []
    return route.paths.flatMap((p) =>
      route.verbs.map((verb) => ({
        verb,
        path: p.text,
        isOpen: p.isOpen || !/Starlette\(|Application\(/.test(source.text),
        line: node.line,
      })),
    )
  })

/** Flask, FastAPI, Starlette, aiohttp, Sanic and those that are written like them. */
export const python: Family = {
  api: 'flask',
  langs: ['python'],
  routes: (source) => {
    const isNamed = library.test(source.text)
    if (!isNamed && !decorator.test(source.text)) return []
    const api = apis.find(([sign]) => sign.test(source.text))?.[1] ?? 'flask'
    const own = isNamed ? listedRoutes(source) : []
    return [...fluentRoutes(spec, source), ...own].map((r) => ({ ...r, api }))
  },
}
