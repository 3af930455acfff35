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
const isDigit = (c: number) => c >= 48 && c <= 57
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
const marksByFirst = new Map<number, readonly string[]>()
for (const m of marks)
  marksByFirst.set(m.charCodeAt(0), [...(marksByFirst.get(m.charCodeAt(0)) ?? []), m])
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

/** Words that a string may follow without a blank, as minifiers write it. */
const beforeText = new Set(
  'return typeof case in of from import export default as await yield throw else do new void delete instanceof require'.split(
    ' ',
  ),
)

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

const plainHole = /^\$[A-Za-z_]\w*/
const phpHole = /^\$[A-Za-z_]\w*(?:->[A-Za-z_]\w*|\[\w+\])?/

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
  if (form.hole === 'php' && c === '{') return source[i + 1] === '$' ? brace(2) : undefined
  if (form.hole === 'brace' && c === '{') return source[i + 1] === '{' ? undefined : brace(1)
  if (form.hole === 'hash-brace' && c === '#' && source[i + 1] === '{') return brace(2)
  if (c !== '$' || form.hole === 'brace' || form.hole === 'hash-brace') return undefined
  if (source[i + 1] === '{') return brace(2)
  if (form.hole === 'dollar-brace') return undefined
  const simple = form.hole === 'php' ? phpHole : plainHole
  const name = simple.exec(source.slice(i, i + 200))
  return name ? { end: i + name[0].length, hole: name[0].slice(1) } : undefined
}

const holeMark: Readonly<Record<NonNullable<StringForm['hole']>, number>> = {
  brace: 123,
  'hash-brace': 35,
  'dollar-brace': 36,
  dollar: 36,
  php: 36,
}

/** Reads the string that opens at `start`; undefined when it does not end as its form demands. */
const readString = (source: string, start: number, form: StringForm) => {
  const parts: (string | { hole: string })[] = []
  const closing = form.close.charCodeAt(0)
  const opening = form.hole ? holeMark[form.hole] : -1
  let literal = ''
  let from = start + form.open.length
  let i = from
  while (i < source.length) {
    const code = source.charCodeAt(i)
    if (form.doubled && code === closing && source.charCodeAt(i + 1) === closing) {
      literal += source.slice(from, i + 1)
      i += 2
      from = i
      continue
    }
    if (code === closing && (form.close.length === 1 || source.startsWith(form.close, i))) {
      parts.push(literal + source.slice(from, i))
      return { end: i + form.close.length, parts }
    }
    if (code === 10 && !form.multiline) return undefined
    if (code === 92 && !form.raw) {
      const next = source[i + 1] ?? ''
      const isMark = next === '\\' || next === form.close
      const isKept = form.literal === 'whole' || (form.literal === true && !isMark)
      literal += source.slice(from, i) + (isKept ? `\\${next}` : (escapes[next] ?? next))
      i += 2
      from = i
      continue
    }
    const opens = code === opening || (code === 123 && form.hole === 'php')
    const hole = opens && form.hole ? holeAt(source, i, form) : undefined
    if (hole) {
      parts.push(literal + source.slice(from, i), { hole: hole.hole })
      literal = ''
      i = hole.end
      from = i
    } else i++
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

/** In Ruby `empty?` and `save!` are names. */
const wordEnd = (source: string, start: number, { lang }: Dialect): number => {
  const end = nameEnd(source, start)
  if (lang !== 'ruby') return end
  const mark = source[end]
  const isPart = mark === '?' || (mark === '!' && source[end + 1] !== '=')
  return isPart && /[\s().,&|\]}]/.test(source[end + 1] ?? ' ') ? end + 1 : end
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

/** What can begin at an ASCII character, by dialect: one look into a table for most of a source. */
type Starts = {
  /** 1: a comment or a string may begin here. */
  readonly special: Uint8Array
  readonly forms: ReadonlyMap<number, readonly StringForm[]>
}

const starts = new Map<Dialect, Starts>()

const startsOf = (dialect: Dialect): Starts => {
  const known = starts.get(dialect)
  if (known) return known
  const special = new Uint8Array(128)
  const forms = new Map<number, StringForm[]>()
  for (const form of dialect.strings) {
    const code = form.open.charCodeAt(0)
    forms.set(code, [...(forms.get(code) ?? []), form])
    special[code] = 1
  }
  for (const open of [...dialect.lineComments, ...dialect.blockComments.map(([o]) => o)])
    special[open.charCodeAt(0)] = 1
  const made = { special, forms }
  starts.set(dialect, made)
  return made
}

const isBlank = (code: number): boolean => code === 32 || code === 9

const markEnd = (source: string, at: number, code: number): number => {
  const known = marksByFirst.get(code)
  if (known) for (const m of known) if (source.startsWith(m, at)) return at + m.length
  return at + 1
}

const startsName = (source: string, at: number, dialect: Dialect): boolean => {
  const code = source.charCodeAt(at)
  if (code >= 128) return nameStart.test(source[at]!)
  return (isAsciiName(code) && !isDigit(code)) || (code === 36 && dialect.lang !== 'csharp')
}

const maxTokens = 2_000_000
const lookAheadMax = 512

/** Cuts one source; its place in it is its state. */
class Lexer {
  readonly tokens: Token[] = []
  private at = 0
  private line = 1
  private indent = 0
  private first = true
  private readonly source: string
  private readonly dialect: Dialect
  private readonly starts: Starts
  private readonly unclosed = new Map<StringForm, number>()

  constructor(source: string, dialect: Dialect) {
    this.source = source
    this.dialect = dialect
    this.starts = startsOf(dialect)
  }

  private push(kind: Token['kind'], end: number): void {
    const text = this.source.slice(this.at, end)
    this.tokens.push({ kind, text, line: this.line, indent: this.indent, first: this.first })
    this.first = false
    this.at = end
  }

  private pushText(end: number, parts: NonNullable<Token['parts']>): void {
    const text = this.source.slice(this.at, end)
    const { line, indent, first } = this
    this.tokens.push({ kind: 'text', text, line, indent, first, parts })
    this.first = false
    this.line += countLines(text)
    this.at = end
  }

  private newLine(): void {
    this.line++
    this.at++
    this.first = true
    let i = this.at
    while (isBlank(this.source.charCodeAt(i))) i++
    this.indent = i - this.at
    this.at = i
  }

  /** A comment or a string, if one begins here. */
  private special(code: number): boolean {
    const { source, dialect, at } = this
    const after = skipComment(source, at, dialect)
    if (after > at) {
      this.line += countLines(source.slice(at, after))
      this.at = after
      return true
    }
    if ((code === 39 || code === 34) && dialect.regex && this.isApostrophe()) return false
    const form = this.starts.forms.get(code)?.find((f) => source.startsWith(f.open, at))
    const string =
      form && at >= (this.unclosed.get(form) ?? 0) ? readString(source, at, form) : undefined
    if (form && !string) this.noteUnclosed(form)
    if (!string) return false
    this.pushText(string.end, string.parts)
    return true
  }

  /** In the text between tags: no string of a script begins right after a word, unless that is a keyword. */
  private isApostrophe(): boolean {
    const before = this.source.charCodeAt(this.at - 1)
    const last = this.tokens.at(-1)
    return isAsciiName(before) && last?.kind === 'name' && !beforeText.has(last.text)
  }

  /** Where no quote has a match up to a far end, none is looked for again before it: that keeps it linear. */
  private noteUnclosed(form: StringForm): void {
    if (this.at < (this.unclosed.get(form) ?? 0)) return
    const line = form.multiline ? -1 : this.source.indexOf('\n', this.at)
    const end = line < 0 ? this.source.length : line
    if (end - this.at > lookAheadMax) this.unclosed.set(form, end)
  }

  private step(): void {
    const code = this.source.charCodeAt(this.at)
    if (code === 10) this.newLine()
    else if (code === 32 || code === 9 || code === 13) this.at++
    else if (code >= 128 || this.starts.special[code] === 0 || !this.special(code)) this.plain(code)
  }

  /** A name, a number or a mark. */
  private plain(code: number): void {
    const { source, at, dialect } = this
    if (code === 39 && dialect.charQuotes) this.push('mark', charEnd(source, at))
    else if (startsName(source, at, dialect)) this.push('name', wordEnd(source, at, dialect))
    else if (isDigit(code)) this.push('number', numberEnd(source, at))
    else {
      const isRegex = code === 47 && dialect.regex && mayBeRegex(this.tokens)
      const end = isRegex ? skipRegex(source, at) : -1
      this.push('mark', end > 0 ? end : markEnd(source, at, code))
    }
  }

  run(): Token[] {
    while (this.at < this.source.length && this.tokens.length < maxTokens) this.step()
    return this.tokens
  }
}

/**
 * Cuts source into names, numbers, string literals with their holes, and marks; comments are dropped.
 * It never fails: what it cannot make out becomes a mark. Linear in the length of the source.
 */
export const tokenize = (source: string, dialect: Dialect): Token[] =>
  new Lexer(source, dialect).run()

const mayBeRegex = (tokens: readonly Token[]): boolean => {
  const last = tokens.at(-1)
  return last === undefined || beforeRegex.has(last.text)
}
