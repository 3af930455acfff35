import type { Dialect, StringForm } from './dialect.ts'

/**
 * A token of the light lexer. A `text` token is a string literal: its `parts` are the literal pieces
 * and, between them, the source of each hole.
 */
export type Token = {
  readonly kind: 'name' | 'number' | 'text' | 'mark'
  readonly text: string
  readonly line: number
  /** Column of the first non-blank of the line, for languages that indent. */
  readonly indent: number
  /** The first token of its line. */
  readonly first: boolean
  readonly parts?: readonly (string | { readonly hole: string })[]
}

const nameStart = /[\p{L}_]/u
const namePart = /[\p{L}\p{N}_]/u
const isAsciiName = (c: number) =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || (c >= 48 && c <= 57)
const marks = [
  '===',
  '!==',
  '...',
  '?->',
  '**=',
  '<<=',
  '>>=',
  ':=',
  '=>',
  '->',
  '::',
  '?.',
  '??',
  '||',
  '&&',
  '==',
  '!=',
  '<=',
  '>=',
  '+=',
  '-=',
  '?:',
  '.=',
]
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' }
const beforeRegex = new Set([
  '(',
  ',',
  '=',
  ':',
  '[',
  '!',
  '&&',
  '||',
  '?',
  '{',
  '}',
  ';',
  '=>',
  'return',
  'typeof',
  'case',
])

type Cursor = { at: number; line: number }

const countLines = (s: string): number => {
  let n = 0
  for (let i = s.indexOf('\n'); i >= 0; i = s.indexOf('\n', i + 1)) n++
  return n
}

/** The end of a brace hole that starts after `from`, by counting braces; -1 when it never ends. */
const holeEnd = (source: string, from: number): number => {
  let depth = 1
  for (let i = from; i < source.length && i - from < 2000; i++) {
    if (source[i] === '{') depth++
    else if (source[i] === '}' && --depth === 0) return i
  }
  return -1
}

/** The end and the source of a hole that opens at `i`, if one does. */
const holeAt = (
  source: string,
  i: number,
  form: StringForm,
): { end: number; hole: string } | undefined => {
  const brace = (skip: number) => {
    const end = holeEnd(source, i + skip)
    return end < 0 ? undefined : { end: end + 1, hole: source.slice(i + skip, end) }
  }
  const c = source[i]
  if (form.hole === 'brace' && c === '{') return source[i + 1] === '{' ? undefined : brace(1)
  if (form.hole === 'hash-brace' && c === '#' && source[i + 1] === '{') return brace(2)
  if (c !== '$' || (form.hole !== 'dollar-brace' && form.hole !== 'dollar')) return undefined
  if (source[i + 1] === '{') return brace(2)
  if (form.hole === 'dollar-brace') return undefined
  const name = /^\$[A-Za-z_]\w*(?:(?:->|\.)[A-Za-z_]\w*)*/.exec(source.slice(i, i + 200))
  return name ? { end: i + name[0].length, hole: name[0].slice(1) } : undefined
}

/** Reads the string that opens at `start`; undefined when it does not end as its form demands. */
const readString = (source: string, start: number, form: StringForm) => {
  const parts: (string | { hole: string })[] = []
  let literal = ''
  let i = start + form.open.length
  while (i < source.length) {
    const c = source[i]!
    if (source.startsWith(form.close, i)) {
      parts.push(literal)
      return { end: i + form.close.length, parts }
    }
    if (c === '\n' && !form.multiline) return undefined
    if (c === '\\' && !form.raw) {
      const next = source[i + 1] ?? ''
      literal += escapes[next] ?? next
      i += 2
      continue
    }
    const hole = form.hole ? holeAt(source, i, form) : undefined
    if (hole) {
      parts.push(literal, { hole: hole.hole })
      literal = ''
      i = hole.end
    } else {
      literal += c
      i++
    }
  }
  return undefined
}

const skipRegex = (source: string, start: number): number => {
  let inClass = false
  for (let i = start + 1; i < source.length; i++) {
    const c = source[i]
    if (c === '\n') return -1
    if (c === '\\') i++
    else if (c === '[') inClass = true
    else if (c === ']') inClass = false
    else if (c === '/' && !inClass) return i + 1
  }
  return -1
}

const skipComment = (source: string, at: number, dialect: Dialect): number => {
  for (const mark of dialect.lineComments) {
    if (!source.startsWith(mark, at)) continue
    const end = source.indexOf('\n', at)
    return end < 0 ? source.length : end
  }
  for (const [open, close] of dialect.blockComments) {
    if (!source.startsWith(open, at)) continue
    const end = source.indexOf(close, at + open.length)
    return end < 0 ? source.length : end + close.length
  }
  return at
}

const nameEnd = (source: string, start: number): number => {
  let i = start + 1
  while (i < source.length) {
    const code = source.charCodeAt(i)
    if (code < 128 ? !isAsciiName(code) : !namePart.test(source[i]!)) break
    i++
  }
  return i
}

/** `30.5` is one number; `1..9` and `a[0].b` go on after the first. */
const numberEnd = (source: string, start: number): number => {
  const end = nameEnd(source, start)
  const next = source.charCodeAt(end + 1)
  return source[end] === '.' && next >= 48 && next <= 57 ? nameEnd(source, end + 1) : end
}

const charEnd = (source: string, at: number): number => {
  const m = /^'(?:\\[^\n]{1,8}?|[^\\\n'])'/.exec(source.slice(at, at + 14))
  return m ? at + m[0].length : at + 1
}

const startsName = (c: string, dialect: Dialect): boolean => {
  const code = c.charCodeAt(0)
  if (code < 128)
    return (
      (isAsciiName(code) && !(code >= 48 && code <= 57)) || (c === '$' && dialect.lang !== 'csharp')
    )
  return nameStart.test(c)
}

const maxTokens = 2_000_000

/**
 * Cuts source into names, numbers, string literals with their holes, and marks; comments are dropped.
 * It never fails: what it cannot make out becomes a mark. Linear in the length of the source.
 */
export const tokenize = (source: string, dialect: Dialect): Token[] => {
  const tokens: Token[] = []
  const openers = new Set(dialect.strings.map((f) => f.open[0]!))
  const cursor: Cursor = { at: 0, line: 1 }
  let indent = 0
  let first = true
  const push = (kind: Token['kind'], end: number, parts?: Token['parts']) => {
    const text = source.slice(cursor.at, end)
    tokens.push({ kind, text, line: cursor.line, indent, first, ...(parts ? { parts } : {}) })
    first = false
    if (kind === 'text') cursor.line += countLines(text)
    cursor.at = end
  }
  while (cursor.at < source.length && tokens.length < maxTokens) {
    const c = source[cursor.at]!
    if (c === '\n') {
      cursor.line++
      cursor.at++
      first = true
      indent = 0
      while (source[cursor.at + indent] === ' ' || source[cursor.at + indent] === '\t') indent++
      continue
    }
    if (c === ' ' || c === '\t' || c === '\r') {
      cursor.at++
      continue
    }
    const after = skipComment(source, cursor.at, dialect)
    if (after > cursor.at) {
      cursor.line += countLines(source.slice(cursor.at, after))
      cursor.at = after
      continue
    }
    const form = openers.has(c)
      ? dialect.strings.find((f) => source.startsWith(f.open, cursor.at))
      : undefined
    const string = form && readString(source, cursor.at, form)
    if (string) push('text', string.end, string.parts)
    else if (c === "'" && dialect.charQuotes) push('mark', charEnd(source, cursor.at))
    else if (startsName(c, dialect)) push('name', nameEnd(source, cursor.at))
    else if (c >= '0' && c <= '9') push('number', numberEnd(source, cursor.at))
    else if (c === '/' && dialect.regex && mayBeRegex(tokens) && skipRegex(source, cursor.at) > 0)
      push('mark', skipRegex(source, cursor.at))
    else push('mark', cursor.at + (marks.find((m) => source.startsWith(m, cursor.at))?.length ?? 1))
  }
  return tokens
}

const mayBeRegex = (tokens: readonly Token[]): boolean => {
  const last = tokens.at(-1)
  return last === undefined || beforeRegex.has(last.text)
}
