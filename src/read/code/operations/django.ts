import { lastOf, type Node } from '../node.ts'
import { pathOf, prefixOf } from './path.ts'
import { argumentAt, type Block, Prefixes } from './routers.ts'
import type { Call, Family, Served, Source } from './source.ts'

/**
 * A pattern of `re_path` as a path: groups are parameters, anchors and escapes fall away. Undefined where more
 * than that is in it.
 *
 * @example fromPattern('^articles/(?P<year>[0-9]{4})/$') === 'articles/{}/'
 */
export const fromPattern = (pattern: string): string | undefined => {
  let out = ''
  let depth = 0
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    if (c === '\\') {
      if (depth === 0 && /[.\-/_]/.test(pattern[i + 1] ?? '')) out += pattern[i + 1]
      else if (depth === 0 && /[wdWDS]/.test(pattern[i + 1] ?? '')) return undefined
      i++
    } else if (c === '(') {
      if (depth++ === 0) out += '{}'
    } else if (c === ')') depth--
    else if (depth === 0 && !/[\^$?+]/.test(c)) {
      if (/[[*|{]/.test(c)) return undefined
      out += c
    }
  }
  return depth === 0 ? out : undefined
}

const isPattern = (call: Call): boolean => ['re_path', 'url'].includes(lastOf(call.callee))
const isRoute = (call: Call): boolean => isPattern(call) || lastOf(call.callee) === 'path'

const included = (call: Call): Call | undefined => {
  const second = argumentAt(call, 1)
  return second?.kind === 'call' && lastOf(second.callee) === 'include' ? second : undefined
}

const textOf = (call: Call, source: Source): { text: string; isOpen: boolean } | undefined => {
  const raw = pathOf(argumentAt(call, 0), source.constants())
  if (raw === undefined || !isPattern(call)) return raw
  const text = fromPattern(raw.text)
  return text === undefined ? undefined : { ...raw, text }
}

/** Prefixes of `path('api/', include(router.urls))` by the name of the router. */
const routerPrefixes = (
  source: Source,
): ReadonlyMap<string, { text: string; isOpen: boolean }[]> => {
  const out = new Map<string, { text: string; isOpen: boolean }[]>()
  for (const { node } of source.found.calls) {
    const inner = isRoute(node) ? included(node) : undefined
    const name = inner && nameIn(argumentAt(inner, 0))
    const prefix = name === undefined ? undefined : textOf(node, source)
    if (name !== undefined && prefix) out.set(name, [...(out.get(name) ?? []), prefix])
  }
  return out
}

const nameIn = (n: Node | undefined): string | undefined =>
  n?.kind === 'name' && n.path.endsWith('.urls') ? n.path.slice(0, -'.urls'.length) : undefined

/** `router.register('users', UserViewSet)`: a list and its items. */
const registered = (source: Source, isRoot: boolean): Served[] => {
  if (!/Router\s*\(/.test(source.text)) return []
  const prefixes = routerPrefixes(source)
  return source.found.calls.flatMap(({ node }) => {
    if (lastOf(node.callee) !== 'register' || node.args.length < 2) return []
    const name = node.callee.slice(0, -'.register'.length)
    const raw = pathOf(argumentAt(node, 0), source.constants())
    const own = raw && fromPattern(raw.text)
    if (own === undefined || own === '') return []
    return (prefixes.get(name) ?? [{ text: '', isOpen: true }]).flatMap((p) =>
      ['', '/{}'].map(
        (end): Served => ({
          verb: '*',
          path: `${p.text.replace(/\/$/, '')}/${own}${end}`,
          isOpen: p.isOpen || !isRoot,
          line: node.line,
        }),
      ),
    )
  })
}

const routes = (source: Source): Served[] => {
  if (!source.text.includes('urlpatterns')) return registered(source, false)
  const isRoot = /admin\.site\.urls|ROOT_URLCONF/.test(source.text)
  const nested = source.found.calls.flatMap(({ node, at }): Block[] => {
    const inner = isRoute(node) ? included(node) : undefined
    const to = source.tokens[at]?.text === '(' ? source.closes()[at]! : -1
    if (inner === undefined || to < 0 || argumentAt(inner, 0)?.kind !== 'list') return []
    return [
      { from: at, to, prefix: textOf(node, source) ?? prefixOf(undefined, source.constants()) },
    ]
  })
  const prefixes = new Prefixes(source, { routers: [], mounts: [], blocks: nested })
  const own = source.found.calls.flatMap(({ node, at }): Served[] => {
    if (!isRoute(node) || node.args.length < 2 || included(node) || node.callee.startsWith('os.'))
      return []
    const raw = textOf(node, source)
    const view = argumentAt(node, 1)
    if (raw === undefined || nameIn(view) !== undefined || view?.kind === 'text') return []
    return prefixes.at(at).map((b) => ({
      verb: '*',
      path: `${b.text.replace(/\/$/, '')}/${raw.text.replace(/^\//, '')}`,
      isOpen: raw.isOpen || !isRoot,
      line: node.line,
    }))
  })
  return [...own, ...registered(source, isRoot)]
}

/** Django's `urlpatterns` and the routers of its REST framework. Only the root of a site is closed. */
export const django: Family = {
  api: 'django',
  langs: ['python'],
  sign: /\burlpatterns\b|\.register\s*\(/,
  routes,
}
