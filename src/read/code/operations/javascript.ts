import { lastOf, type Node } from '../node.ts'
import { type Fluent, fluentRoutes, type RouteCall } from './fluent.ts'
import { pathOf, pathsOf } from './path.ts'
import { argumentAt, optionOf, verbsIn } from './routers.ts'
import type { Call, Family, Source } from './source.ts'

const verbs: Readonly<Record<string, string>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  delete: 'DELETE',
  del: 'DELETE',
  patch: 'PATCH',
  head: 'HEAD',
  options: 'OPTIONS',
  all: '*',
}
const libraries =
  /['"`](?:express|fastify|@?koa[\w/-]*|@hono\/[\w-]+|hono|hono\/[\w-]+|polka|restify|find-my-way|itty-router|elysia|@hapi\/hapi|express-promise-router|@fastify\/[\w-]+|h3)['"`]/g
const roots = new Set([
  'express',
  'fastify',
  'Fastify',
  'polka',
  'createServer',
  'Elysia',
  'server',
])
const parts = new Set([
  'Router',
  'Hono',
  'OpenAPIHono',
  'KoaRouter',
  'AutoRouter',
  'IttyRouter',
  'createRouter',
  'PromiseRouter',
])
/** How routers are called that a file is handed from elsewhere. */
const routerName = /(?:^|\.)(?:app|router|routes?|server|fastify|koa|hono|\w*Router|\w*App)$/

/** The library that a file imports, if it imports one. */
const libraryOf = (text: string): string | undefined => {
  libraries.lastIndex = 0
  const name = libraries.exec(text)?.[0].slice(1, -1)
  if (name === undefined) return undefined
  return /^express/.test(name) ? 'express' : name.replace(/^@/, '').replace(/[/-].*$/, '')
}

/** `require('fastify')()`, `require('express').Router()`. */
const required = (call: Call): 'root' | 'part' | undefined => {
  const name = argumentAt(call, 0)
  if (name?.kind !== 'text') return undefined
  if (name.value === 'fastify' || name.value === 'restify' || name.value === 'polka') return 'root'
  return /^(?:express|@?koa[/-]router|hono)$/.test(name.value) ? 'part' : undefined
}

const makes = (call: Call): 'root' | 'part' | undefined => {
  const last = lastOf(call.callee)
  if (call.callee === 'require') return required(call)
  if (last === 'createServer') return call.callee === 'restify.createServer' ? 'root' : undefined
  if (last === 'server')
    return call.callee === 'Hapi.server' || call.callee === 'hapi.server' ? 'root' : undefined
  if (roots.has(last) && (call.callee === last || call.callee.endsWith(`.${last}`))) return 'root'
  return parts.has(last) || last === 'CreateRouter' ? 'part' : undefined
}

/** A function, a name of one, a list of them: anything that is not the data or options of a client's call. */
const isServer = (n: Node | undefined): boolean =>
  n !== undefined && n.kind !== 'text' && n.kind !== 'object' && n.kind !== 'concat'

const isPath = (n: Node | undefined): boolean =>
  n?.kind === 'list' ||
  n?.kind === 'concat' ||
  n?.kind === 'name' ||
  (n?.kind === 'text' && (n.value === '' || n.value === '*' || n.value.startsWith('/')))

/** `router.route('/x').get(h)`: the path stands in the call before. */
const routedPath = (call: Call): Node | undefined => {
  let n: Node | undefined = call.base
  for (let k = 0; k < 12 && n?.kind === 'call'; k++) {
    if (lastOf(n.callee) === 'route' && n.args.length === 1) return argumentAt(n, 0)
    n = n.base
  }
  return undefined
}

/** `fastify.route({ method, url })`, Hapi's `server.route({ method, path })`. */
const optionRoute = (call: Call, source: Source): RouteCall | undefined => {
  const path = optionOf(call, ['url', 'path'])
  const found = verbsIn(optionOf(call, ['method']))
  const raw = pathOf(path, source.constants())
  return raw?.text.startsWith('/')
    ? { verbs: found.length > 0 ? found : ['*'], paths: [raw] }
    : undefined
}

const onVerb = (call: Call, verb: string, source: Source): RouteCall | undefined => {
  const routed = routedPath(call)
  if (routed !== undefined)
    return call.args.length > 0
      ? { verbs: [verb], paths: pathsOf(routed, source.constants()) }
      : undefined
  const first = argumentAt(call, 0)
  // @koa/router takes the name of the route first
  const named = first?.kind === 'text' && !isPath(first) && isPath(argumentAt(call, 1)) ? 1 : 0
  const path = argumentAt(call, named)
  // Koa's routers take a path without a slash, as an RPC's: router.post('users.list', …)
  const isBare = named === 0 && first?.kind === 'text' && libraryOf(source.text) === 'koa'
  const isHandled = call.args.slice(named + 1).some((a) => isServer(a.value))
  const last = call.args.at(-1)?.value
  if (!isHandled || !(isBare || isPath(path)) || last?.kind === 'text') return undefined
  const paths = pathsOf(path, source.constants()).filter(
    (p) => isBare || p.text === '*' || /^(?:\/|$)/.test(p.text),
  )
  return { verbs: [verb], paths }
}

const routeOf = (call: Call, _at: number, source: Source): RouteCall | undefined => {
  const last = lastOf(call.callee)
  if (call.callee === last) return undefined
  if (last === 'route' && call.args.length === 1) return optionRoute(call, source)
  if (last === 'openapi') {
    const given = argumentAt(call, 0)
    const inline = given?.kind === 'call' ? optionRoute(given, source) : undefined
    return inline
  }
  if (last === 'on') {
    const on = verbsIn(argumentAt(call, 0))
    return on.length === 0
      ? undefined
      : { verbs: on, paths: pathsOf(argumentAt(call, 1), source.constants()) }
  }
  const verb = Object.hasOwn(verbs, last) ? verbs[last] : undefined
  return verb === undefined ? undefined : onVerb(call, verb, source)
}

const mountOf = (
  call: Call,
): { prefix?: Node | undefined; children: readonly Node[] } | undefined => {
  const last = lastOf(call.callee)
  const first = argumentAt(call, 0)
  const rest = call.args.slice(1).map((a) => a.value)
  if (last === 'register') {
    const prefix = optionOf(call, ['prefix'])
    return first === undefined ? undefined : { prefix, children: [first] }
  }
  if (last === 'route' || last === 'mount')
    return rest.length === 1 && first !== undefined && isPath(first)
      ? { prefix: first, children: rest }
      : undefined
  if (last !== 'use' && last !== 'mount') return undefined
  const isPrefixed = first?.kind === 'text' || first?.kind === 'concat'
  return {
    prefix: isPrefixed ? first : undefined,
    children: isPrefixed ? rest : call.args.map((a) => a.value),
  }
}

/** Fastify's `register(async (app) => {…}, { prefix })`, Hono's `basePath`, Koa's `prefix`, Elysia's `group`. */
const groupOf = (call: Call): Node | undefined => {
  const last = lastOf(call.callee)
  if (last === 'register')
    return optionOf(call, ['prefix']) ?? { kind: 'text', value: '', line: call.line }
  const first = argumentAt(call, 0)
  if (last === 'basePath' || last === 'prefix') return first
  return last === 'group' && first?.kind === 'text' ? first : undefined
}

const handed = new WeakMap<Source, ReadonlySet<string>>()

/** What functions without a name, anywhere in the file, are handed first. */
const handedIn = (source: Source): ReadonlySet<string> => {
  const known = handed.get(source)
  if (known) return known
  const names = new Set<string>()
  for (const [i, t] of source.tokens.entries()) {
    if (t.kind !== 'name') continue
    if (source.tokens[i + 1]?.text === '=>') names.add(t.text)
    if (source.tokens[i - 1]?.text !== '(') continue
    const isFunction = source.tokens[i - 2]?.text === 'function'
    if (isFunction || source.tokens[source.closes()[i - 1]! + 1]?.text === '=>') names.add(t.text)
  }
  handed.set(source, names)
  return names
}

const isTaken = (receiver: string, at: number, source: Source): boolean => {
  if (!routerName.test(receiver)) return false
  if (libraryOf(source.text) !== undefined) return true
  const [head] = receiver.split('.') as [string]
  if (head === 'this') return source.functionAt(at) !== undefined
  return source.functionAt(at)?.parameters.includes(head) === true || handedIn(source).has(head)
}

const spec: Fluent = {
  makes,
  madeWith: (call) => optionOf(call, ['prefix', 'basePath', 'base']),
  groupOf,
  mountOf,
  routeOf,
  isKnown: isTaken,
}

const verbCall = /\.\s*(?:get|post|put|delete|del|patch|all|route|on|openapi)\s*[(<]/

/** Express, Fastify, Koa, Hono and those that are written like them. */
export const javascript: Family = {
  api: 'express',
  langs: ['javascript', 'typescript'],
  sign: verbCall,
  routes: (source) => {
    const api = libraryOf(source.text) ?? 'router'
    return fluentRoutes(spec, source).map((r) => ({ ...r, api }))
  },
}
