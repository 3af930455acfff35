import { lastOf, type Node } from '../node.ts'
import { type Fluent, fluentRoutes, type RouteCall } from './fluent.ts'
import { pathOf, pathsOf, type RawPath } from './path.ts'
import { argumentAt, verbsIn } from './routers.ts'
import type { Call, Family, Source } from './source.ts'

const libraries: readonly (readonly [string, string])[] = [
  ['gin-gonic/gin', 'gin'],
  ['labstack/echo', 'echo'],
  ['go-chi/chi', 'chi'],
  ['gofiber/fiber', 'fiber'],
  ['gorilla/mux', 'gorilla'],
  ['kataras/iris', 'iris'],
  ['julienschmidt/httprouter', 'httprouter'],
  ['"net/http"', 'net/http'],
]
const roots = new Set([
  'gin.Default',
  'gin.New',
  'echo.New',
  'fiber.New',
  'iris.New',
  'iris.Default',
])
/** Serve by themselves or below another one, so what the file does with them decides. */
const parts = new Set([
  'chi.NewRouter',
  'chi.NewMux',
  'mux.NewRouter',
  'http.NewServeMux',
  'httprouter.New',
])
const serves = /ListenAndServe|http\.Serve\(|Handler\s*:|httptest\.NewServer/
const shouted = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE']
const spoken = ['Get', 'Post', 'Put', 'Delete', 'Patch', 'Head', 'Options']
const pattern = /^(?:([A-Z]+) +)?([^\s/]*)(\/.*)$/

const apiOf = (text: string): string =>
  libraries.find(([path]) => text.includes(path))?.[1] ?? 'net/http'

const makes = (call: Call, source: Source): 'root' | 'part' | undefined => {
  if (roots.has(call.callee)) return 'root'
  if (!parts.has(call.callee)) return undefined
  return serves.test(source.text) ? 'root' : 'part'
}

/** What a chain of gorilla's calls adds: `r.HandleFunc("/x", h).Methods("GET")`. */
const methodsAfter = (call: Call, source: Source): readonly string[] => {
  const next = source.callAfter(call)
  if (next === undefined) return []
  if (lastOf(next.callee) === 'Methods')
    return next.args.flatMap((a) => verbsIn(a.value)).filter((v) => v !== 'OPTIONS')
  return methodsAfter(next, source)
}

/** `"GET /x/{id}"` of Go 1.22; below a pattern that ends in `/` every path is served. */
const muxPaths = (raw: RawPath, isTree: boolean): { verb: string; path: RawPath } | undefined => {
  const m = pattern.exec(raw.text)
  if (m === null) return undefined
  const text = isTree && m[3]!.endsWith('/') ? `${m[3]}{*}` : m[3]!
  return { verb: m[1] ?? '*', path: { text, isOpen: raw.isOpen } }
}

const handled = (call: Call, source: Source): RouteCall | undefined => {
  const first = pathOf(argumentAt(call, 0), source.constants())
  const verbs = verbsIn(argumentAt(call, 0))
  if (verbs.length === 1 && call.args.length >= 3)
    return { verbs, paths: pathsOf(argumentAt(call, 1), source.constants()) }
  if (first === undefined || call.args.length < 2) return undefined
  const isTree = apiOf(source.text) === 'net/http'
  const split = muxPaths(first, isTree)
  if (split === undefined) return undefined
  const methods = methodsAfter(call, source)
  return { verbs: methods.length > 0 ? methods : [split.verb], paths: [split.path] }
}

/** Gorilla's `r.Methods("GET").Path("/x").Handler(h)`, `r.PathPrefix("/static/").Handler(h)`. */
const built = (call: Call, source: Source): RouteCall | undefined => {
  let n = call.base
  let path: RawPath | undefined
  let verbs: string[] = []
  for (let k = 0; k < 12 && n?.kind === 'call'; k++) {
    const last = lastOf(n.callee)
    if (last === 'Path') path = pathOf(argumentAt(n, 0), source.constants())
    else if (last === 'PathPrefix') path ??= { text: '/{*}', isOpen: false }
    else if (last === 'Methods') verbs = n.args.flatMap((a) => verbsIn(a.value))
    n = n.base
  }
  return path === undefined ? undefined : { verbs: verbs.length > 0 ? verbs : ['*'], paths: [path] }
}

const routeOf = (call: Call, _at: number, source: Source): RouteCall | undefined => {
  const last = lastOf(call.callee)
  if (last === call.callee) return undefined
  if (shouted.includes(last) || spoken.includes(last) || last === 'Any' || last === 'All') {
    const path = pathOf(argumentAt(call, 0), source.constants())
    const isPath = path !== undefined && (path.text === '' || path.text.startsWith('/'))
    const verb = last === 'Any' || last === 'All' ? '*' : last.toUpperCase()
    return isPath && call.args.length >= 2 ? { verbs: [verb], paths: [path] } : undefined
  }
  if (last === 'HandleFunc' || last === 'Handle')
    return call.args.length === 1 && call.base !== undefined
      ? built(call, source)
      : handled(call, source)
  if (last === 'Handler' || last === 'HandlerFunc') {
    if (call.args.length === 3) return handled(call, source)
    return built(call, source)
  }
  if (last !== 'Add' && last !== 'Method' && last !== 'MethodFunc') return undefined
  const verbs = verbsIn(argumentAt(call, 0))
  return { verbs, paths: pathsOf(argumentAt(call, 1), source.constants()) }
}

const mountOf = (
  call: Call,
): { prefix?: Node | undefined; children: readonly Node[] } | undefined => {
  const first = argumentAt(call, 0)
  const second = argumentAt(call, 1)
  if (lastOf(call.callee) !== 'Mount' || second === undefined) return undefined
  return { prefix: first, children: [second] }
}

const groupOf = (call: Call): Node | undefined => {
  const last = lastOf(call.callee)
  if (last === 'Group' && argumentAt(call, 0)?.kind === 'other')
    return { kind: 'text', value: '', line: call.line }
  if (last === 'Group' || last === 'PathPrefix' || last === 'Party') return argumentAt(call, 0)
  if (last === 'Route' && call.args.length === 2) return argumentAt(call, 0)
  return last === 'With' ? { kind: 'text', value: '', line: call.line } : undefined
}

/** A client's `http.Post("/x", …)` is no route; any other name in a file of a router's library may be one. */
const isKnown = (receiver: string, _at: number, source: Source): boolean =>
  receiver === 'http'
    ? apiOf(source.text) === 'net/http' || serves.test(source.text)
    : !/client|rest(?:y)?$|^(?:req|resp|cache|rdb|db|redis)/i.test(receiver)

const spec: Fluent = { makes, groupOf, mountOf, routeOf, isKnown }

/** net/http, gin, echo, chi, gorilla, fiber and their kin. */
export const golang: Family = {
  api: 'net/http',
  langs: ['go'],
  sign: /gin-gonic\/gin|labstack\/echo|go-chi\/chi|gofiber\/fiber|gorilla\/mux|kataras\/iris|julienschmidt\/httprouter|"net\/http"/,
  routes: (source) => {
    const api = apiOf(source.text)
    return fluentRoutes(spec, source).map((r) => ({
      ...r,
      api,
      ...(api === 'net/http' ? { isOpen: r.isOpen && !/\bhttp\.Handle/.test(source.text) } : {}),
    }))
  },
}
