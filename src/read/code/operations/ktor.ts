import type { Node } from '../node.ts'
import { anyPrefix, joinRaw, prefixOf } from './path.ts'
import { argumentAt, type Block, Prefixes } from './routers.ts'
import type { Family, Served, Source } from './source.ts'

const verbs = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options']

type Opened = {
  readonly name: string
  readonly path: Node | undefined
  readonly from: number
  readonly to: number
  readonly line: number
}

/** `name("/x") { … }` and `name { … }`: what opens a block of the router. */
const opened = (source: Source): Opened[] => {
  const { tokens } = source
  const closes = source.closes()
  const calls = source.found.calls.flatMap(({ node, at }): Opened[] => {
    const end = tokens[at]?.text === '(' ? closes[at]! : -1
    const brace = end + 1
    if (end < 0 || tokens[brace]?.text !== '{') return []
    return [
      {
        name: node.callee,
        path: argumentAt(node, 0),
        from: brace,
        to: closes[brace]!,
        line: node.line,
      },
    ]
  })
  const bare = tokens.flatMap((t, i): Opened[] =>
    t.kind === 'name' &&
    tokens[i + 1]?.text === '{' &&
    (verbs.includes(t.text) || t.text === 'routing')
      ? [{ name: t.text, path: undefined, from: i + 1, to: closes[i + 1]!, line: t.line }]
      : [],
  )
  return [...calls, ...bare].filter((o) => o.to > o.from)
}

const routes = (source: Source): Served[] => {
  const all = opened(source)
  const constants = source.constants()
  const blocks = all
    .filter((o) => o.name === 'route')
    .map((o): Block => ({ from: o.from, to: o.to, prefix: prefixOf(o.path, constants) }))
  const prefixes = new Prefixes(source, { routers: [], mounts: [], blocks })
  const rooms = all.filter((o) => o.name === 'routing')
  return all
    .filter((o) => verbs.includes(o.name) || o.name === 'webSocket')
    .flatMap((o) => {
      const isRooted = rooms.some((r) => r.from < o.from && o.to <= r.to)
      return prefixes.at(o.from).map((b): Served => {
        const outer = isRooted ? b : joinRaw(anyPrefix, b)
        const { text, isOpen } = joinRaw(outer, prefixOf(o.path, constants))
        return {
          verb: o.name === 'webSocket' ? 'GET' : o.name.toUpperCase(),
          path: text,
          isOpen,
          line: o.line,
        }
      })
    })
}

/** Ktor: `routing { route("/api") { get("/x") { … } } }`; an extension of `Route` is open. */
export const ktor: Family = {
  api: 'ktor',
  langs: ['kotlin'],
  sign: /io\.ktor\.(?:server|routing)/,
  routes,
}
