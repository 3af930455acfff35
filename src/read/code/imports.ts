import type { Import } from '../../core/model/code.ts'
import type { Token } from './lexer.ts'

const perFileMax = 500
const lengthMax = 200
const chainMax = 24

type Found = { readonly specifier: string; readonly line: number }

const textOf = (t: Token | undefined): string | undefined => {
  const only = t?.kind === 'text' && t.parts?.length === 1 ? t.parts[0] : undefined
  return typeof only === 'string' ? only : undefined
}

const found = (specifier: string | undefined, t: Token): Found[] =>
  specifier === undefined || specifier === '' ? [] : [{ specifier, line: t.line }]

/** `a.b.c` or `a::b` from `i` on, as written. */
const chainAt = (tokens: readonly Token[], i: number): string => {
  let out = ''
  for (let k = i; k < Math.min(i + chainMax, tokens.length); k++) {
    const t = tokens[k]!
    const isJoint = t.text === '.' || t.text === '::' || t.text === '...' || t.text === '..'
    const before = tokens[k - 1]?.text ?? ''
    const afterJoint = k === i || /^[.:]+$/.test(before)
    if (isJoint || (t.kind === 'name' && afterJoint && !(k > i && t.first))) out += t.text
    else break
  }
  return out.replace(/(?<=\w)[.:]+$/, '')
}

const javascript = (tokens: readonly Token[], i: number): Found[] => {
  const t = tokens[i]!
  const next = tokens[i + 1]
  if (t.text === 'from') return found(textOf(next), t)
  if (t.text !== 'import' && t.text !== 'require') return []
  if (next?.text === '(') return tokens[i + 3]?.text === ')' ? found(textOf(tokens[i + 2]), t) : []
  return t.text === 'import' ? found(textOf(next), t) : []
}

const python = (tokens: readonly Token[], i: number): Found[] => {
  const t = tokens[i]!
  if (!t.first) return []
  if (t.text === 'from') {
    const module = chainAt(tokens, i + 1).replace(/import$/, '')
    if (!/^\.+$/.test(module)) return found(module, t)
    const near = tokens.slice(i, i + 6).findIndex((x) => x.text === 'import')
    return near < 0 ? [] : found(module + (tokens[i + near + 1]?.text ?? '').replace('(', ''), t)
  }
  if (t.text !== 'import') return []
  const out = found(chainAt(tokens, i + 1), t)
  for (let k = i + 1; k < tokens.length && !tokens[k]!.first && k < i + 60; k++)
    if (tokens[k]!.text === ',') out.push(...found(chainAt(tokens, k + 1), t))
  return out
}

const golang = (tokens: readonly Token[], i: number): Found[] => {
  const t = tokens[i]!
  if (t.text !== 'import' || !t.first) return []
  if (tokens[i + 1]?.text !== '(')
    return found(textOf(tokens[i + 1]) ?? textOf(tokens[i + 2]), tokens[i + 1] ?? t)
  const out: Found[] = []
  for (let k = i + 2; k < tokens.length && tokens[k]!.text !== ')'; k++)
    out.push(...found(textOf(tokens[k]), tokens[k]!))
  return out
}

const jvm = (tokens: readonly Token[], i: number): Found[] => {
  const t = tokens[i]!
  if (t.text !== 'import' || !t.first) return []
  return found(chainAt(tokens, tokens[i + 1]?.text === 'static' ? i + 2 : i + 1), t)
}

const rust = (tokens: readonly Token[], i: number): Found[] => {
  const t = tokens[i]!
  const next = tokens[i + 1]
  if (t.text !== 'use' || next?.kind !== 'name') return []
  const isOwn = ['crate', 'self', 'super'].includes(next.text)
  return found(isOwn ? chainAt(tokens, i + 1) : next.text, t)
}

const csharp = (tokens: readonly Token[], i: number): Found[] => {
  const t = tokens[i]!
  if (t.text !== 'using') return []
  const start = tokens[i + 1]?.text === 'static' ? i + 2 : i + 1
  if (tokens[start]?.kind !== 'name') return []
  const isAlias = tokens[start + 1]?.text === '='
  const chain = chainAt(tokens, isAlias ? start + 2 : start)
  const length = chain.split('.').length * 2 - 1
  const end = (isAlias ? start + 2 : start) + length
  return tokens[end]?.text === ';' ? found(chain, t) : []
}

const ruby = (tokens: readonly Token[], i: number): Found[] => {
  const t = tokens[i]!
  if (!t.first || (t.text !== 'require' && t.text !== 'require_relative')) return []
  const text = textOf(tokens[i + 1])
  return found(t.text === 'require_relative' && text ? `./${text.replace(/^\.\//, '')}` : text, t)
}

const readers: Readonly<Record<string, (tokens: readonly Token[], i: number) => Found[]>> = {
  javascript,
  typescript: javascript,
  python,
  go: golang,
  java: jvm,
  kotlin: jvm,
  rust,
  csharp,
  ruby,
}
const words = new Set(['import', 'from', 'require', 'require_relative', 'use', 'using'])

/**
 * What a file imports, each specifier once and as written: `@shop/prices`, `./client.js`, `com.shop.Prices`.
 * Of Rust's `use` the crate alone, unless it is the own one.
 */
export const importsOf = (path: string, lang: string, tokens: readonly Token[]): Import[] => {
  const read = readers[lang]
  if (read === undefined) return []
  const seen = new Map<string, Import>()
  for (let i = 0; i < tokens.length && seen.size < perFileMax; i++) {
    if (tokens[i]!.kind !== 'name' || !words.has(tokens[i]!.text)) continue
    if (tokens[i - 1]?.text === '.') continue
    for (const { specifier, line } of read(tokens, i))
      if (!seen.has(specifier) && specifier.length <= lengthMax && !/\s/.test(specifier))
        seen.set(specifier, { specifier, at: { path, line } })
  }
  return [...seen.values()]
}
