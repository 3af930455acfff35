import type { Token } from '../code/lexer.ts'
import type { Argument, Entry, Term } from './term.ts'
import { type Source, TermCursor } from './termcursor.ts'

export type { Source } from './termcursor.ts'

const depthMax = 60
const partsMax = 500
const words: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
  nil: null,
  undefined: null,
}
const prefixes = new Set(['await', 'new', '&', '*'])
const typePrefixes = new Set(['as', 'satisfies'])

/**
 * Reads one value at a time, wherever it is asked to: literals, names, calls, and what brackets hold.
 * What it does not understand is `other`, up to the next comma or closing bracket. Never fails.
 */
class TermParser extends TermCursor {
  term(): Term {
    if (this.depth >= depthMax) return this.other()
    this.depth++
    const from = this.i
    const left = this.operators(this.operand(), from)
    this.depth--
    return left
  }

  private operators(first: Term, from: number): Term {
    let left = first
    for (;;) {
      const t = this.mark()
      if (this.token?.kind === 'name' && typePrefixes.has(t)) this.skipType()
      else if (t === '!' && this.source.lang !== 'python') this.i++
      else if (t === '+') {
        this.i++
        const right = this.operand()
        const parts = [...partsOf(left), ...partsOf(right)]
        if (parts.length < 2 || parts.length > partsMax) return this.other(from)
        left = { kind: 'template', parts, line: left.line }
      } else if (t === '|' && this.source.lang === 'python') {
        this.i++
        const right = this.operand()
        left = {
          kind: 'union',
          of: left.kind === 'union' ? [...left.of, right] : [left, right],
          line: left.line,
        }
      } else if (this.isEnd(t)) return left
      else return this.other(from)
    }
  }

  private isEnd(t: string): boolean {
    if (this.token === undefined || this.isNewStatement) return true
    // A name on a new line after a whole value begins the next statement, but for Python in brackets.
    if (this.token.first && this.token.kind === 'name' && this.source.lang !== 'python') return true
    return t === ',' || t === ';' || t === ')' || t === ']' || t === '}' || t === ':' || t === '='
  }

  private operand(): Term {
    while (prefixes.has(this.mark()) && this.token?.kind !== 'text') this.i++
    let left = this.primary()
    for (;;) {
      if (this.isNewStatement && this.source.lang === 'python') return left
      const next = this.postfix(left)
      if (next === undefined) return left
      left = next
    }
  }

  private postfix(on: Term): Term | undefined {
    const t = this.mark()
    if (on.kind === 'other') return undefined
    if (
      (t === '.' || t === '?.' || t === '::') &&
      this.source.tokens[this.i + 1]?.kind === 'name'
    ) {
      const name = this.mark(1)
      const { line } = this.source.tokens[this.i + 1]!
      this.i += 2
      this.skipGeneric()
      if (this.mark() === '(') return { kind: 'call', on, name, args: this.arguments(), line }
      if (on.kind === 'name') return { ...on, path: `${on.path}.${name}` }
      return { kind: 'member', on, name, line }
    }
    if (t === '(' && on.kind === 'name') return this.callOf(on)
    if (t === '(' && on.kind === 'index') return this.postfixGeneric(on)
    if (t === '[') return { kind: 'index', on, items: this.items(), line: on.line }
    if (t === '{' && on.kind === 'name' && this.source.lang === 'go') return this.composite(on.path)
    return undefined
  }

  private callOf(on: Extract<Term, { kind: 'name' }>): Term {
    const dot = on.path.lastIndexOf('.')
    const args = this.arguments()
    if (dot < 0) return { kind: 'call', name: on.path, args, line: on.line }
    const base: Term = { kind: 'name', path: on.path.slice(0, dot), line: on.line }
    return { kind: 'call', on: base, name: on.path.slice(dot + 1), args, line: on.line }
  }

  /** Go's `mcp.AddTool[In, Out](…)`, Python's `Generic[T](…)`. */
  private postfixGeneric(on: Extract<Term, { kind: 'index' }>): Term {
    return on.on.kind === 'name' ? this.callOf(on.on) : this.other()
  }

  private primary(): Term {
    const t = this.token
    if (t === undefined) return { kind: 'other', from: this.i, line: this.line }
    if (t.kind === 'text') return this.text()
    if (
      t.kind === 'number' ||
      (t.text === '-' && this.source.tokens[this.i + 1]?.kind === 'number')
    )
      return this.number()
    if (t.kind === 'name') return this.named(t)
    if (t.text === '{') return this.braces()
    if (t.text === '[') return this.square()
    if (t.text === '(') return this.parenthesis()
    if (t.text === '...' || t.text === '**') {
      this.i++
      return { kind: 'spread', of: this.term(), line: t.line }
    }
    return this.other()
  }

  private named(t: Token): Term {
    if (Object.hasOwn(words, t.text)) {
      this.i++
      return { kind: 'word', value: words[t.text]!, line: t.line }
    }
    const next = this.mark(1)
    if (t.text === 'function' || t.text === 'async' || t.text === 'lambda' || next === '=>')
      return this.other()
    if (t.text === 'func' || t.text === 'struct') return this.other()
    if (t.text === 'map' && next === '[' && this.source.lang === 'go') {
      this.i = this.past(this.i + 1)
      return this.typed('map')
    }
    if (this.source.tokens[this.i + 1]?.kind === 'text' && this.source.lang !== 'python')
      return this.other()
    this.i++
    this.skipGeneric()
    return { kind: 'name', path: t.text, line: t.line }
  }

  /** Go: what follows `[]` or `map[K]` is a type, and then its literal. */
  private typed(shape: 'map' | 'list'): Term {
    const from = this.i
    while (
      this.mark() === '*' ||
      this.mark() === '[' ||
      this.mark() === '.' ||
      this.token?.kind === 'name'
    )
      this.i = this.past(this.i)
    const type = this.source.tokens
      .slice(from, this.i)
      .map((t) => t.text)
      .join('')
    if (this.mark() !== '{') return this.other(from)
    const made = this.composite(shape === 'map' ? 'map' : type)
    return shape === 'map' || made.kind !== 'object' || made.entries.length > 0
      ? made
      : { kind: 'list', items: [], line: made.line }
  }

  private composite(type: string): Term {
    const made = this.braces()
    return made.kind === 'object' ? { ...made, type: type.replace(/^\*/, '') } : made
  }

  private text(): Term {
    const { line } = this.token!
    const from = this.i
    const parts: Term[] = []
    for (let t = this.token; t?.kind === 'text'; t = this.token) {
      if (this.i > from && (this.source.lang !== 'python' || this.isNewStatement)) break
      parts.push(...(t.parts ?? []).map((p) => partTerm(p, line)))
      this.i++
    }
    if (!parts.every((p) => p.kind === 'text')) return { kind: 'template', parts, line }
    return { kind: 'text', value: parts.map((p) => p.value).join(''), line }
  }

  private number(): Term {
    const { line } = this.token!
    let text = ''
    if (this.mark() === '-') {
      text = '-'
      this.i++
    }
    text += this.mark()
    this.i++
    if (this.mark() === '.' && this.source.tokens[this.i + 1]?.kind === 'number') {
      text += `.${this.mark(1)}`
      this.i += 2
    } else if (this.mark() === '.' && this.source.lang === 'python') this.i++
    const value = Number(text.replaceAll('_', ''))
    return Number.isFinite(value) ? { kind: 'number', value, line } : this.other()
  }

  private parenthesis(): Term {
    const { tokens, brackets } = this.source
    const from = this.i
    const close = brackets.close[this.i]!
    const after = tokens[close + 1]?.text ?? ''
    if (close < 0 || after === '=>' || (after === ':' && this.source.lang === 'typescript'))
      return this.other()
    const { line } = this.token!
    const items = this.items()
    if (items.length === 1 && tokens[close - 1]?.text !== ',') return items[0]!
    return this.source.lang === 'python' ? { kind: 'list', items, line } : this.other(from)
  }

  private square(): Term {
    const { line } = this.token!
    const close = this.source.brackets.close[this.i]!
    if (this.source.lang === 'go' && close === this.i + 1) {
      this.i += 2
      return this.typed('list')
    }
    return { kind: 'list', items: this.items(), line }
  }

  /** Terms between the bracket at hand and its end, which is consumed. */
  private items(): readonly Term[] {
    return this.arguments().map((a) => a.value)
  }

  private arguments(): readonly Argument[] {
    const close = this.source.brackets.close[this.i]!
    const out: Argument[] = []
    this.i++
    while (this.i < close) {
      const isKeyword = this.token?.kind === 'name' && this.mark(1) === '='
      const name = isKeyword ? this.mark() : undefined
      if (isKeyword) this.i += 2
      const value = this.term()
      out.push(name === undefined ? { value } : { name, value })
      this.toNext(close)
    }
    if (close >= 0) this.i = close + 1
    return out
  }

  /** Past the comma, or past whatever stands before it. */
  private toNext(close: number): void {
    while (this.i < close) {
      this.skip()
      if (this.mark() === ',') return void this.i++
      if (this.i < close) this.i++
    }
  }

  private braces(): Term {
    const { line } = this.token!
    const close = this.source.brackets.close[this.i]!
    const entries: Entry[] = []
    this.i++
    while (this.i < close) {
      entries.push(this.entry())
      this.toNext(close)
    }
    if (close >= 0) this.i = close + 1
    const isList =
      this.source.lang === 'go' && entries.length > 0 && entries.every((e) => e.key === undefined)
    if (isList) return { kind: 'list', items: entries.map((e) => e.value), line }
    return { kind: 'object', type: '', entries, line }
  }

  private entry(): Entry {
    const t = this.token!
    const isKey =
      t.kind === 'name' || t.kind === 'number' || (t.kind === 'text' && t.parts?.length === 1)
    const key = t.kind === 'text' ? String(t.parts?.[0]) : t.text
    if (isKey && this.mark(1) === ':') {
      this.i += 2
      // A constant as a key of Python's and Go's maps is not its name.
      const isConstant = t.kind === 'name' && this.source.lang === 'python'
      const value = this.term()
      return isConstant ? { value: { kind: 'other', from: this.i, line: t.line } } : { key, value }
    }
    if (isKey && t.kind === 'name' && (this.mark(1) === ',' || this.mark(1) === '}')) {
      this.i++
      return {
        ...(this.source.lang === 'go' ? {} : { key }),
        value: { kind: 'name', path: key, line: t.line },
      }
    }
    if (isKey && t.kind === 'name' && this.mark(1) === '(' && this.source.lang !== 'go')
      return { key, value: this.other() }
    if (this.source.lang === 'go' || t.text === '...' || t.text === '**')
      return { value: this.term() }
    return { value: this.other() }
  }
}

/** A piece of a text: itself, or the name that stands in its hole. */
const partTerm = (part: string | { readonly hole: string }, line: number): Term => {
  if (typeof part === 'string') return { kind: 'text', value: part, line }
  const isName = /^[A-Za-z_][\w.]*$/.test(part.hole)
  return isName ? { kind: 'name', path: part.hole, line } : { kind: 'other', from: 0, line }
}

const partsOf = (t: Term): readonly Term[] => {
  if (t.kind === 'template') return t.parts
  return t.kind === 'text' || t.kind === 'name' ? [t] : []
}

/** The value that starts at a token, and the index of the token after it. */
export const termAt = (
  source: Source,
  at: number,
): { readonly term: Term; readonly end: number } => {
  const parser = new TermParser(source, at)
  const term = parser.term()
  return { term, end: parser.i }
}
