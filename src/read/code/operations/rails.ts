import type { Token } from '../lexer.ts'
import { joinPath } from './path.ts'
import type { Family, Served } from './source.ts'

const verbs = ['get', 'post', 'put', 'patch', 'delete']
const opening = new Set([
  'do',
  'class',
  'module',
  'def',
  'if',
  'unless',
  'case',
  'begin',
  'while',
  'until',
])
/** Those that open a block only where they stand first: `x if y` opens none. */
const leading = new Set(['if', 'unless', 'while', 'until'])
const levelsMax = 60

type Level = { readonly prefix: string; readonly isOpen: boolean }
type Line = { readonly words: readonly Token[]; readonly next: number }

/** A statement: the tokens up to the next line that does not go on after a comma. */
const lineAt = (tokens: readonly Token[], i: number): Line => {
  let end = i + 1
  while (end < tokens.length && (!tokens[end]!.first || tokens[end - 1]!.text === ',')) end++
  return { words: tokens.slice(i, end), next: end }
}

/** A literal text, or a symbol's name. */
const wordAt = (words: readonly Token[], i: number): string | undefined => {
  const t = words[i]
  if (t?.kind === 'text') {
    const only = t.parts?.length === 1 ? t.parts[0] : undefined
    return typeof only === 'string' ? only : undefined
  }
  return t?.text === ':' && words[i + 1]?.kind === 'name' ? words[i + 1]!.text : undefined
}

/** `path: 'x'`, `:path => 'x'`. */
const option = (words: readonly Token[], key: string): string | undefined => {
  const i = words.findIndex(
    (t, k) => t.text === key && (words[k + 1]?.text === ':' || words[k + 1]?.text === '=>'),
  )
  return i < 0 ? undefined : wordAt(words, i + 2)
}

/** The names in `only: [:index, :show]`. */
const listed = (words: readonly Token[], key: string): string[] | undefined => {
  const i = words.findIndex((t, k) => t.text === key && words[k + 1]?.text === ':')
  if (i < 0) return undefined
  const out: string[] = []
  for (let k = i + 2; k < words.length && words[k]!.text !== ']'; k++) {
    if (words[k]!.kind === 'name' && words[k + 1]?.text === ':') break
    if (words[k]!.kind === 'name') out.push(words[k]!.text)
  }
  return out
}

const actions: readonly (readonly [string, string, string])[] = [
  ['index', 'GET', ''],
  ['create', 'POST', ''],
  ['new', 'GET', '/new'],
  ['edit', 'GET', '/{}/edit'],
  ['show', 'GET', '/{}'],
  ['update', 'PATCH', '/{}'],
  ['update', 'PUT', '/{}'],
  ['destroy', 'DELETE', '/{}'],
]

const resourceRoutes = (words: readonly Token[], isApi: boolean): [string, string][] => {
  const name = wordAt(words, 1)
  if (name === undefined) return []
  const path = option(words, 'path') ?? name
  const only = listed(words, 'only')
  const except = listed(words, 'except') ?? []
  const isSingle = words[0]!.text === 'resource'
  return actions
    .filter(([a]) =>
      only === undefined ? !(isApi && (a === 'new' || a === 'edit')) : only.includes(a),
    )
    .filter(([a]) => !except.includes(a) && !(isSingle && a === 'index'))
    .map(([, verb, end]) => [verb, `${path}${isSingle ? end.replace('/{}', '') : end}`])
}

/** The prefix that the block of a statement adds. */
const prefixOf = (words: readonly Token[]): string => {
  const name = wordAt(words, 1)
  switch (words[0]?.text) {
    case 'namespace':
      return option(words, 'path') ?? name ?? ''
    case 'scope':
      return option(words, 'path') ?? name ?? ''
    case 'resources':
      return `${option(words, 'path') ?? name ?? ''}/{}`
    case 'resource':
      return option(words, 'path') ?? name ?? ''
    default:
      return ''
  }
}

const routesOfLine = (words: readonly Token[], isApi: boolean): [string, string][] => {
  const head = words[0]!.text
  if (head === 'resources' || head === 'resource') return resourceRoutes(words, isApi)
  if (head === 'root') return [['GET', '']]
  const path = wordAt(words, 1)
  if (path === undefined) return []
  const clean = path.replace(/\((?:\.:format|\/:[a-z_]+)\)/g, '')
  if (verbs.includes(head)) return [[head.toUpperCase(), clean]]
  if (head !== 'match') return []
  const via = listed(words, 'via')?.map((v) => v.toUpperCase()) ?? ['*']
  return via.map((v): [string, string] => [v === 'ALL' ? '*' : v, clean])
}

const opensBlock = (words: readonly Token[]): boolean =>
  words.some(
    (t, k) => opening.has(t.text) && t.kind === 'name' && (!leading.has(t.text) || k === 0),
  ) && !words.some((t) => t.text === 'end' && t.kind === 'name')

/** `collection do` stands beside the items of a `resources` block, not below one. */
const inner = (outer: Level, words: readonly Token[]): Level => {
  const base = words[0]?.text === 'collection' ? outer.prefix.replace(/\/\{\}$/, '') : outer.prefix
  return { ...outer, prefix: joinPath(base, prefixOf(words)) }
}

/** Rails' routes.rb, and Sinatra's `get '/x' do`. */
export const rails: Family = {
  api: 'rails',
  langs: ['ruby'],
  sign: /\.routes\.draw\b|Sinatra\b|sinatra|Grape::API|Roda\b/,
  routes: ({ tokens, text }) => {
    const isRails = text.includes('.routes.draw')
    const isApi = /api_only\s*=\s*true/.test(text)
    const levels: Level[] = [{ prefix: '', isOpen: !isRails }]
    const out: Served[] = []
    for (let i = 0; i < tokens.length; ) {
      const { words, next } = lineAt(tokens, i)
      const level = levels.at(-1)!
      const onItems = words.some(
        (t, k) =>
          t.text === 'on' && words[k + 2]?.text === ':' && words[k + 3]?.text === 'collection',
      )
      const prefix = onItems ? level.prefix.replace(/\/\{\}$/, '') : level.prefix
      for (const [verb, path] of routesOfLine(words, isApi))
        out.push({
          verb,
          path: joinPath(prefix, path),
          isOpen: level.isOpen,
          line: words[0]!.line,
          api: isRails ? 'rails' : 'sinatra',
        })
      if (words[0]!.text === 'end' && levels.length > 1) levels.pop()
      else if (opensBlock(words) && levels.length < levelsMax) levels.push(inner(level, words))
      i = next
    }
    return out
  },
}
