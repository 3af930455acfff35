import type { Family, Served, Source } from './source.ts'

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
const extension = /\.(?:[cm]?[jt]sx?)$/

/** Folders of a path below which files are routes, as each framework lays them out. */
const nextApp = /(?:^|\/)app\/(?:(.*)\/)?route\.[cm]?[jt]sx?$/
const nextPages = /(?:^|\/)pages\/(api(?:\/.*)?)\.[cm]?[jt]sx?$/
const svelte = /(?:^|\/)src\/routes\/(?:(.*)\/)?\+server\.[jt]s$/
const nuxt = /(?:^|\/)server\/(api|routes)\/(.*)\.[jt]s$/
const remix = /(?:^|\/)app\/routes\/(.*)\.[jt]sx?$/

/** `[id]`, `[...rest]`, `[[...rest]]`, `(group)`, `@slot`, `$id`, `$` as parameters, tails and nothing. */
const fromSegments = (path: string): string =>
  `/${path
    .split('/')
    .filter((s) => s !== '' && !/^\(.*\)$|^@/.test(s))
    .map((s) => (/^\[\[?\.\.\./.test(s) ? '{*}' : s.replace(/\[\[?[^\]]*\]\]?/g, '{}')))
    .join('/')}`

/** The verbs that a file exports: `export async function GET`, `export const POST =`, `export { GET }`. */
const exported = (text: string): { verb: string; line: number }[] =>
  text.split('\n').flatMap((l, i) => {
    if (!l.startsWith('export')) return []
    const declared = /^export\s+(?:async\s+)?(?:function|const|let)\s+([A-Z]+)\b/.exec(l)?.[1]
    const names = declared
      ? [declared]
      : /^export\s*\{/.test(l)
        ? (l.match(/\b[A-Z]{3,7}\b/g) ?? [])
        : []
    return names.filter((n) => verbs.includes(n)).map((verb) => ({ verb, line: i + 1 }))
  })

const lineOf = (text: string, sign: RegExp): number => {
  const i = text.split('\n').findIndex((l) => sign.test(l))
  return i + 1
}

const route = (verb: string, path: string, line: number, api: string): Served => ({
  verb,
  path,
  isOpen: false,
  line,
  api,
})

const nextRoutes = ({ path, text }: Source): Served[] | undefined => {
  const app = nextApp.exec(path)
  if (app) {
    const at = fromSegments(app[1] ?? '')
    return exported(text).map(({ verb, line }) => route(verb, at, line, 'next'))
  }
  const page = nextPages.exec(path)
  if (!page) return undefined
  const line = lineOf(text, /^export\s+(?:default\b|\{.*\bdefault\b)|^module\.exports/)
  return line === 0
    ? []
    : [route('*', fromSegments(page[1]!.replace(/(?:^|\/)index$/, '')), line, 'next')]
}

const remixRoutes = ({ path, text }: Source): Served[] => {
  const file = remix.exec(path)?.[1]
  if (file === undefined) return []
  const segments = file
    .replace(/\/(?:route|index)$/, '')
    .split(/[./]/)
    .filter((s) => !s.startsWith('_'))
    .map((s) =>
      s === '$' ? '{*}' : s.startsWith('$') ? '{}' : s.replace(/[_+]$/, '').replace(/[[\]]/g, ''),
    )
  const at = `/${segments.join('/')}`
  const loader = lineOf(text, /^export\s+(?:async\s+function|const)\s+loader\b/)
  const action = lineOf(text, /^export\s+(?:async\s+function|const)\s+action\b/)
  return [
    ...(loader > 0 ? [route('GET', at, loader, 'remix')] : []),
    ...(action > 0 ? [route('POST', at, action, 'remix')] : []),
  ]
}

const nuxtRoutes = ({ path, text }: Source): Served[] => {
  const m = nuxt.exec(path)
  const line = lineOf(text, /\b(?:defineEventHandler|eventHandler|defineCachedEventHandler)\b/)
  if (!m || line === 0) return []
  const file = /^(.*?)(?:\.(get|post|put|patch|delete))?$/.exec(m[2]!)!
  const at = fromSegments(
    `${m[1] === 'api' ? 'api/' : ''}${file[1]!.replace(/(?:^|\/)index$/, '')}`,
  )
  return [route(file[2]?.toUpperCase() ?? '*', at, line, 'nuxt')]
}

const routes = (source: Source): Served[] => {
  if (!extension.test(source.path)) return []
  const next = nextRoutes(source)
  if (next) return next
  const own = svelte.exec(source.path)
  if (own)
    return exported(source.text).map(({ verb, line }) =>
      route(verb, fromSegments(own[1] ?? ''), line, 'sveltekit'),
    )
  if (/@remix-run|react-router/.test(source.text)) return remixRoutes(source)
  return source.path.includes('server/') ? nuxtRoutes(source) : []
}

/** Frameworks whose routes are files: Next.js, SvelteKit, Remix, Nuxt. */
export const files: Family = {
  api: 'next',
  langs: ['javascript', 'typescript'],
  routes: (source) =>
    /(?:^|\/)(?:app|pages|routes|server)\//.test(source.path) ? routes(source) : [],
}
