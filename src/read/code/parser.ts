import type { Dialect } from './dialect.ts'
import { type Token, tokenize } from './lexer.ts'
import type { Argument, Found, FoundAssignment, FoundCall, Node } from './node.ts'

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const chainMarks = new Set(['.', '?.', '->', '::', '?->'])
const assigns = new Set(['=', ':=', '||=', '??='])
const prefixes = new Set([
  '&',
  '*',
  '!',
  '-',
  '+',
  'await',
  'new',
  'return',
  'typeof',
  'mut',
  '@',
  '...',
  'ref',
  'yield',
  'async',
  'throw',
  'not',
])
const orMarks = new Set(['||', '??', 'or', '?:'])
const concatMarks = new Set(['+'])
const depthMax = 120
/** Closes nothing: the walk goes to the end of the file. */
const endOfFile = 'end of file'

type Lists = {
  calls: FoundCall[]
  assignments: FoundAssignment[]
  indexes: { node: Extract<Node, { kind: 'index' }>; at: number }[]
  names: { path: string; line: number; at: number }[]
  texts: { node: Node; at: number }[]
  choices: Extract<Node, { kind: 'either' }>[]
}

/**
 * A tolerant parser of expressions for all C-like languages and Python, Ruby, PHP. It walks the tokens
 * of a whole file, tries an expression wherever one can start, and notes calls, assignments, indexes
 * and lone names. Statements, types and declarations are stepped over, not understood.
 */
class Parser {
  private i = 0
  private depth = 0
  readonly found: Lists = {
    calls: [],
    assignments: [],
    indexes: [],
    names: [],
    texts: [],
    choices: [],
  }
  private readonly tokens: readonly Token[]
  private readonly dialect: Dialect

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.tokens = tokens
    this.dialect = dialect
  }

  private peek(offset = 0): string {
    const t = this.tokens[this.i + offset]
    return t === undefined || t.kind === 'text' ? '' : t.text
  }

  private get line(): number {
    return this.tokens[this.i]?.line ?? this.tokens.at(-1)?.line ?? 1
  }

  /** Walks to `close` (or the end), noting whatever stands between. Leaves `i` on `close`. */
  walk(close: string): void {
    while (this.i < this.tokens.length) {
      const t = this.peek()
      if (t === close) return
      if (t === ')' || t === ']' || t === '}') {
        if (close === endOfFile) this.i++
        else return
        continue
      }
      const before = this.i
      this.statement()
      if (this.i === before) this.i++
    }
  }

  private statement(): void {
    if (this.depth > depthMax) {
      this.i++
      return
    }
    const start = this.i
    const value = this.expression()
    if (value.kind === 'other' && this.i === start) return
    this.assignmentAfter(value, start)
  }

  /** `target = value`, `target, ok := value`, `name: Type = value`, `key: value`. */
  private assignmentAfter(target: Node, start: number): void {
    const resume = this.i
    if (target.kind !== 'name' && target.kind !== 'index') return
    let skip = 0
    if (this.peek() === ',' && /^[\w$]+$/.test(this.peek(1)) && assigns.has(this.peek(2))) skip = 2
    else if (this.peek() === ':' && this.tokens[this.i + 1]?.kind === 'name')
      skip = this.annotationLength()
    if (!assigns.has(this.peek(skip))) {
      this.i = resume
      return
    }
    this.i += skip + 1
    const value = this.expression()
    const path = target.kind === 'name' ? target.path : ''
    if (path !== '')
      this.found.assignments.push({
        target: path,
        value,
        line: this.tokens[start]!.line,
        at: start,
      })
  }

  /** Length of `: Type` before `=`, or 0 when no `=` follows soon. */
  private annotationLength(): number {
    for (let k = 1; k < 12; k++) {
      const t = this.peek(k)
      if (t === '=') return k
      if (
        t === ';' ||
        t === '' ||
        t === '{' ||
        t === ',' ||
        t === ')' ||
        this.tokens[this.i + k]?.first
      )
        return 0
    }
    return 0
  }

  expression(): Node {
    this.depth++
    try {
      return this.depth > depthMax ? this.stop() : this.either()
    } finally {
      this.depth--
    }
  }

  private stop(): Node {
    return { kind: 'other', line: this.line }
  }

  /** `a || b`, `a ?? b`, `a or b`, `a ?: b`, `test ? a : b`, Python's `a if test else b`. */
  private either(): Node {
    let left = this.comparison()
    while (orMarks.has(this.peek()) && !(this.dialect.lang === 'go' && this.peek() === '||')) {
      this.i++
      left = this.choice(left, this.comparison())
    }
    if (
      this.peek() === '?' &&
      this.tokens[this.i + 1]?.kind !== undefined &&
      this.dialect.lang !== 'rust'
    )
      return this.conditional(left)
    if (this.dialect.indented && this.peek() === 'if' && !this.tokens[this.i]!.first) {
      this.i++
      const test = this.expression()
      if (this.peek() !== 'else') return this.choice(left, test)
      this.i++
      return this.choice(left, this.expression())
    }
    return left
  }

  private choice(first: Node, second: Node): Node {
    const node = { kind: 'either' as const, first, second, line: first.line }
    this.found.choices.push(node)
    return node
  }

  private conditional(test: Node): Node {
    const back = this.i
    this.i++
    if (this.peek() === ':') {
      this.i++
      return this.choice(test, this.expression())
    }
    const yes = this.expression()
    if (this.peek() !== ':') {
      if (yes.kind === 'other') this.i = back + 1
      return test
    }
    this.i++
    return this.choice(yes, this.expression())
  }

  /** Comparisons have no address as their value; their right side is read and dropped. */
  private comparison(): Node {
    const left = this.sum()
    const t = this.peek()
    if (t === '==' || t === '!=' || t === '===' || t === '!==' || t === '&&' || t === 'and') {
      this.i++
      const right = this.comparison()
      return t === '&&' || t === 'and' ? right : { kind: 'other', line: left.line }
    }
    return left
  }

  private sum(): Node {
    let first = this.postfix()
    if (this.dialect.indented && first.kind === 'text' && this.peek() === '%')
      first = this.percent(first)
    const parts: Node[] = [first]
    for (;;) {
      const t = this.peek()
      const phpDot = this.dialect.lang === 'php' && t === '.'
      const adjacent =
        parts.at(-1)!.kind === 'text' &&
        this.dialect.indented &&
        this.tokens[this.i]?.kind === 'text'
      if (!concatMarks.has(t) && !phpDot && !adjacent) break
      if (!adjacent) this.i++
      parts.push(this.postfix())
    }
    return parts.length === 1 ? first : { kind: 'concat', parts, line: first.line }
  }

  /** Python's `'%s' % x`, as the call that it stands for. */
  private percent(text: Node): Node {
    const at = this.i
    this.i++
    const values =
      this.peek() === '(' ? (this.i++, this.arguments(')')) : [{ value: this.postfix() }]
    const node = {
      kind: 'call' as const,
      callee: 'sprintf',
      args: [{ value: text }, ...values],
      isNew: false,
      line: text.line,
    }
    this.found.calls.push({ node, at })
    return node
  }

  private postfix(): Node {
    let isNew = false
    while (prefixes.has(this.peek())) {
      if (this.peek() === 'new') isNew = true
      this.i++
    }
    let node = this.primary(isNew)
    for (let guard = 0; guard < 400; guard++) {
      const next = this.after(node, isNew)
      if (next === undefined) break
      node = next
      isNew = isNew && node.kind === 'name'
    }
    if (node.kind === 'name')
      this.found.names.push({ path: node.path, line: node.line, at: this.i })
    return node
  }

  /** One step of a chain after `node`: member, call, index, or the end of it. */
  private after(node: Node, isNew: boolean): Node | undefined {
    const t = this.peek()
    const token = this.tokens[this.i]
    if (token === undefined) return undefined
    if (chainMarks.has(t) && !(this.dialect.lang === 'php' && t === '.')) return this.member(node)
    if (t === '!' && (this.peek(1) === '.' || this.peek(1) === '(')) {
      this.i++
      return node
    }
    if (t === '(' && (node.kind === 'name' || node.kind === 'call' || node.kind === 'index'))
      return this.call(node, isNew)
    if (t === '[' && node.kind !== 'text' && !token.first) return this.index(node)
    if (t === '<' && node.kind === 'name') return this.generic(node)
    if (t === '{' && node.kind === 'name' && this.isLiteralBrace(node.path))
      return this.composite(node)
    return undefined
  }

  private member(node: Node): Node {
    const back = this.i
    this.i++
    if (this.peek() === '<') this.skipGeneric()
    const t = this.tokens[this.i]
    if (t?.kind === 'mark' && (t.text === '(' || t.text === '[')) return node
    if (t?.kind !== 'name') {
      this.i = back + 1
      return node.kind === 'name' ? node : { kind: 'other', line: node.line }
    }
    this.i++
    if (node.kind === 'name')
      return { kind: 'name', path: `${node.path}.${t.text}`, line: node.line }
    if (this.peek() === '(')
      return this.call({ kind: 'name', path: `.${t.text}`, line: t.line }, false, node)
    return node.kind === 'call' || node.kind === 'index'
      ? { ...node }
      : { kind: 'other', line: node.line }
  }

  private call(callee: Node, isNew: boolean, base?: Node): Node {
    const at = this.i
    const line = callee.line
    this.i++
    const args = this.arguments(')')
    const path = callee.kind === 'name' ? callee.path : ''
    const inner = base ?? (callee.kind === 'name' ? undefined : callee)
    const node = {
      kind: 'call' as const,
      callee: path,
      args,
      isNew,
      line,
      ...(inner ? { base: inner } : {}),
    }
    this.found.calls.push({ node, at })
    return node
  }

  private index(base: Node): Node {
    const at = this.i
    this.i++
    const args = this.arguments(']')
    const node = {
      kind: 'index' as const,
      base,
      key: args[0]?.value ?? this.stop(),
      line: base.line,
    }
    this.found.indexes.push({ node, at })
    return node
  }

  private skipGeneric(): boolean {
    let depth = 0
    for (let k = 0; k < 40; k++) {
      const t = this.peek(k)
      if (t === '<') depth++
      else if (t === '>') depth--
      else if (t === ';' || t === '{' || t === '' || t === '&&' || t === '||') return false
      if (depth === 0) {
        this.i += k + 1
        return true
      }
    }
    return false
  }

  /** `name<T>(…)`: only where a call follows the type arguments. */
  private generic(node: Extract<Node, { kind: 'name' }>): Node | undefined {
    const back = this.i
    const typeName = this.tokens[this.i + 1]?.kind === 'name' ? this.peek(1) : ''
    if (this.skipGeneric() && (this.peek() === '(' || this.peek() === '::')) {
      if (typeName)
        this.found.names.push({ path: `${node.path}.<${typeName}>`, line: node.line, at: back })
      return node
    }
    this.i = back
    return undefined
  }

  /** Go's and Rust's `Type{…}`: a capital or a package before the brace, and a key inside. */
  private isLiteralBrace(path: string): boolean {
    const last = path.slice(path.lastIndexOf('.') + 1)
    if (this.dialect.lang !== 'go' && this.dialect.lang !== 'rust') return false
    return /^\p{Lu}/u.test(last) && (this.peek(2) === ':' || this.peek(1) === '')
  }

  private composite(node: Extract<Node, { kind: 'name' }>): Node {
    const object = this.braces()
    const call = {
      kind: 'call' as const,
      callee: node.path,
      args: [{ value: object }],
      isNew: true,
      line: node.line,
    }
    this.found.calls.push({ node: call, at: this.i })
    return call
  }

  private primary(isNew: boolean): Node {
    const t = this.tokens[this.i]
    if (t === undefined) return this.stop()
    if (t.kind === 'text') return this.textNode(t)
    if (t.kind === 'name') {
      this.i++
      return { kind: 'name', path: t.text.replace(/^\$/, ''), line: t.line }
    }
    if (t.kind === 'number') {
      this.i++
      return { kind: 'text', value: t.text, line: t.line }
    }
    if (t.text === '(') return this.parenthesis()
    if (t.text === '[') return this.list()
    if (t.text === '{') return isNew ? this.stop() : this.block()
    return this.stop()
  }

  private textNode(t: Token): Node {
    this.i++
    const parts = (t.parts ?? []).map((p): Node => {
      if (typeof p === 'string') return { kind: 'text', value: p, line: t.line }
      return parseHole(p.hole, this.dialect, t.line, this.found)
    })
    const node: Node =
      parts.length === 1
        ? parts[0]!
        : {
            kind: 'concat',
            parts: parts.filter((p) => p.kind !== 'text' || p.value !== ''),
            line: t.line,
          }
    this.found.texts.push({ node, at: this.i - 1 })
    return node
  }

  private parenthesis(): Node {
    this.i++
    const inner = this.expression()
    const line = this.line
    if (this.peek() !== ')') this.walk(')')
    this.i++
    if (this.peek() === '=>' || (this.peek() === '{' && this.dialect.lang === 'go'))
      return { kind: 'other', line }
    return inner
  }

  private list(): Node {
    const line = this.line
    this.i++
    const items = this.arguments(']')
    if (items.some((a) => a.name !== undefined))
      return {
        kind: 'object',
        entries: items.flatMap((a) => (a.name === undefined ? [] : [[a.name, a.value] as const])),
        line,
      }
    // Go's []string{…}
    if (
      this.dialect.lang === 'go' &&
      items.length === 0 &&
      this.tokens[this.i]?.kind === 'name' &&
      this.peek(1) === '{'
    ) {
      this.i += 2
      const elements = this.arguments('}')
      return { kind: 'list', items: elements.map((a) => a.value), line }
    }
    return { kind: 'list', items: items.map((a) => a.value), line }
  }

  /** An object literal where the first thing is a key; a block of statements otherwise. */
  private block(): Node {
    const key = this.tokens[this.i + 1]
    const second = this.peek(2)
    const isObject =
      key !== undefined &&
      (key.kind === 'name' || key.kind === 'text') &&
      (second === ':' ||
        second === '=>' ||
        (second === ',' && key.kind === 'name') ||
        (second === '}' && key.kind === 'name' && this.depth > 1))
    if (isObject) return this.braces()
    const line = this.line
    this.i++
    this.walk('}')
    this.i++
    return { kind: 'other', line }
  }

  private braces(): Node {
    const line = this.line
    this.i++
    const entries = this.arguments('}').flatMap((a) => {
      if (a.name !== undefined) return [[a.name, a.value] as const]
      return a.value.kind === 'name' ? [[a.value.path, a.value] as const] : []
    })
    return { kind: 'object', entries, line }
  }

  /** Comma-separated things up to `close`, which is consumed. Keys: `k: v`, `k = v`, `'k' => v`. */
  private arguments(close: string): Argument[] {
    const out: Argument[] = []
    while (this.i < this.tokens.length && this.peek() !== close) {
      const before = this.i
      out.push(this.argument())
      if (this.peek() === ',' || this.peek() === ';') this.i++
      else if (this.peek() !== close) this.rest(close)
      if (this.i === before) this.i++
    }
    this.i++
    return out
  }

  private argument(): Argument {
    const t = this.tokens[this.i]!
    const mark = this.peek(1)
    const isKey =
      (t.kind === 'name' || t.kind === 'text') && (mark === ':' || mark === '=' || mark === '=>')
    if (this.dialect.lang === 'rust') this.skipClosureHead()
    if (!isKey) return { value: this.expression() }
    const arrow =
      mark === '=>' &&
      t.kind === 'name' &&
      this.dialect.lang !== 'php' &&
      this.dialect.lang !== 'ruby'
    this.i += 2
    const value = this.expression()
    if (arrow) return { value: { kind: 'other', line: t.line } }
    const name =
      t.kind === 'text' ? (t.parts?.filter((p) => typeof p === 'string').join('') ?? '') : t.text
    this.found.assignments.push({
      target: name.replace(/^\$/, ''),
      value,
      line: t.line,
      at: this.i,
    })
    return { name, value }
  }

  /** Rust's `|x|` or `||` before the value of a closure. */
  private skipClosureHead(): void {
    if (this.peek() === 'move') this.i++
    if (this.peek() === '||') this.i++
    else if (this.peek() === '|') {
      for (let k = 1; k < 12; k++) if (this.peek(k) === '|') return void (this.i += k + 1)
    }
  }

  /** What is left of an argument that was not an expression to its end; nested calls are still found. */
  private rest(close: string): void {
    while (this.i < this.tokens.length) {
      const t = this.peek()
      if (t === close || t === ',') {
        if (t === ',') this.i++
        return
      }
      if (closers[t] === undefined && (t === ')' || t === ']' || t === '}')) return
      const before = this.i
      this.statement()
      if (this.i === before) this.i++
    }
  }
}

const parseHole = (source: string, dialect: Dialect, line: number, lists: Lists): Node => {
  if (dialect.lang === 'python' && /^[\w.]+(?:![rsa])?(?::.*)?$/s.test(source)) {
    return { kind: 'name', path: source.replace(/[!:].*$/s, ''), line }
  }
  const inner = new Parser(
    tokenize(source, dialect).map((t) => ({ ...t, line })),
    dialect,
  )
  const node = inner.expression()
  lists.calls.push(...inner.found.calls)
  lists.indexes.push(...inner.found.indexes)
  return node
}

/** Finds calls, assignments, indexes and names in the tokens of a file. Never fails. */
export const parse = (tokens: readonly Token[], dialect: Dialect): Found => {
  const parser = new Parser(tokens, dialect)
  parser.walk(endOfFile)
  return parser.found
}
