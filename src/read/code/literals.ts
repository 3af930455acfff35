import { Cursor } from './cursor.ts'
import type { Token } from './lexer.ts'
import type { Argument, Node } from './node.ts'

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Literals, lists, objects, blocks and argument lists: whatever brackets and quotes hold together. */
export abstract class Literals extends Cursor {
  protected abstract holeNode(source: string, line: number): Node

  protected primary(isNew: boolean): Node {
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

  protected textNode(t: Token): Node {
    this.i++
    const parts = (t.parts ?? []).map((p): Node => {
      if (typeof p === 'string') return { kind: 'text', value: p, line: t.line }
      return this.holeNode(p.hole, t.line)
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

  protected parenthesis(): Node {
    this.i++
    const inner = this.expression()
    const line = this.line
    if (this.peek() !== ')') this.walk(')')
    this.i++
    if (this.peek() === '=>' || (this.peek() === '{' && this.dialect.lang === 'go'))
      return { kind: 'other', line }
    return inner
  }

  protected list(): Node {
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
  protected block(): Node {
    const key = this.tokens[this.i + 1]
    const second = this.peek(2)
    const isObject =
      key !== undefined &&
      (key.kind === 'name' || key.kind === 'text') &&
      (second === ':' ||
        second === '=>' ||
        (second === ',' && key.kind === 'name' && this.dialect.regex === true) ||
        (second === '}' && key.kind === 'name' && this.depth > 1))
    if (isObject) return this.braces()
    const line = this.line
    this.i++
    this.walk('}')
    this.i++
    return { kind: 'other', line }
  }

  protected braces(): Node {
    const line = this.line
    this.i++
    const entries = this.arguments('}').flatMap((a) => {
      if (a.name !== undefined) return [[a.name, a.value] as const]
      return a.value.kind === 'name' ? [[a.value.path, a.value] as const] : []
    })
    return { kind: 'object', entries, line }
  }

  /** Comma-separated things up to `close`, which is consumed. Keys: `k: v`, `k = v`, `'k' => v`. */
  protected arguments(close: string): Argument[] {
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

  protected argument(): Argument {
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
  protected skipClosureHead(): void {
    if (this.peek() === 'move') this.i++
    if (this.peek() === '||') this.i++
    else if (this.peek() === '|') {
      for (let k = 1; k < 12; k++) if (this.peek(k) === '|') return void (this.i += k + 1)
    }
  }

  /** What is left of an argument that was not an expression to its end; nested calls are still found. */
  protected rest(close: string): void {
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
