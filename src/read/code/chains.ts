import { Literals } from './literals.ts'
import type { Node } from './node.ts'

const chainMarks = new Set(['.', '?.', '->', '::', '?->'])
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

/** Chains of members, calls and indexes: `a.b(c)[d]`. */
export abstract class Chains extends Literals {
  protected postfix(): Node {
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
  protected after(node: Node, isNew: boolean): Node | undefined {
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
    if (t === '{' && node.kind === 'name' && this.isLiteralBrace(node.path, isNew))
      return this.composite(node)
    if (t === '{' && node.kind === 'call' && node.isNew && this.isInitializer())
      return this.initialized(node)
    return undefined
  }

  protected member(node: Node): Node {
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
    this.typeArguments()
    if (this.peek() === '(')
      return this.call({ kind: 'name', path: `.${t.text}`, line: t.line }, false, node)
    return node.kind === 'call' || node.kind === 'index'
      ? { ...node }
      : { kind: 'other', line: node.line }
  }

  protected call(callee: Node, isNew: boolean, base?: Node): Node {
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

  protected index(base: Node): Node {
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

  /** `name<T>(…)`: only where a call follows the type arguments. */
  protected generic(node: Extract<Node, { kind: 'name' }>): Node | undefined {
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

  /** Steps over `<T>` where a call follows: `.get<T>(…)`. */
  protected typeArguments(): void {
    const back = this.i
    if (this.peek() === '<' && !(this.skipGeneric() && this.peek() === '(')) this.i = back
  }

  /** C#'s `{ Key = value }` behind `new`. */
  protected isInitializer(): boolean {
    return this.dialect.lang === 'csharp' && this.peek(2) === '='
  }

  /** `new Type(…) { Key = value }`: the keys are arguments of the call. */
  protected initialized(node: Extract<Node, { kind: 'call' }>): Node {
    const found = this.found.calls.findLastIndex((c) => c.node === node)
    const call = { ...node, args: [...node.args, { value: this.braces() }] }
    if (found >= 0) this.found.calls[found] = { node: call, at: this.found.calls[found]!.at }
    return call
  }

  /** Go's and Rust's `Type{…}`, C#'s `new Type {…}`: a capital or a package before the brace, and a key inside. */
  protected isLiteralBrace(path: string, isNew: boolean): boolean {
    if (isNew && this.isInitializer()) return true
    const last = path.slice(path.lastIndexOf('.') + 1)
    if (this.dialect.lang !== 'go' && this.dialect.lang !== 'rust') return false
    return /^\p{Lu}/u.test(last) && (this.peek(2) === ':' || this.peek(1) === '')
  }

  protected composite(node: Extract<Node, { kind: 'name' }>): Node {
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
}
