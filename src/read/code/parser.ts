import { Chains } from './chains.ts'
import { depthMax, endOfFile } from './cursor.ts'
import { destructured } from './destructure.ts'
import type { Dialect } from './dialect.ts'
import { type Token, tokenize } from './lexer.ts'
import type { Found, Node } from './node.ts'

const assigns = new Set(['=', ':=', '||=', '??='])
const orMarks = new Set(['||', '??', 'or', '?:'])
const concatMarks = new Set(['+'])

/**
 * A tolerant parser of expressions for all C-like languages and Python, Ruby, PHP. It walks the tokens
 * of a whole file, tries an expression wherever one can start, and notes calls, assignments, indexes
 * and lone names. Statements, types and declarations are stepped over, not understood.
 */
class Parser extends Chains {
  protected statement(): void {
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
  protected assignmentAfter(target: Node, start: number): void {
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

  expression(): Node {
    this.depth++
    try {
      return this.depth > depthMax ? this.stop() : this.either()
    } finally {
      this.depth--
    }
  }

  /** `a || b`, `a ?? b`, `a or b`, `a ?: b`, `test ? a : b`, Python's `a if test else b`. */
  protected either(): Node {
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

  protected choice(first: Node, second: Node): Node {
    const node = { kind: 'either' as const, first, second, line: first.line }
    this.found.choices.push(node)
    return node
  }

  protected conditional(test: Node): Node {
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
  protected comparison(): Node {
    const left = this.sum()
    const t = this.peek()
    if (t === '==' || t === '!=' || t === '===' || t === '!==' || t === '&&' || t === 'and') {
      this.i++
      const right = this.comparison()
      return t === '&&' || t === 'and' ? right : { kind: 'other', line: left.line }
    }
    return left
  }

  protected sum(): Node {
    let first = this.postfix()
    if (this.dialect.indented && first.kind === 'text' && this.peek() === '%')
      first = this.percent(first)
    // Most expressions are of one part: no list is made for them.
    let parts: Node[] | undefined
    for (let last = first; ; ) {
      const t = this.peek()
      const phpDot = t === '.' && this.dialect.lang === 'php'
      const adjacent =
        last.kind === 'text' && this.dialect.indented && this.tokens[this.i]?.kind === 'text'
      if (!concatMarks.has(t) && !phpDot && !adjacent) break
      if (!adjacent) this.i++
      last = this.postfix()
      parts ??= [first]
      parts.push(last)
    }
    return parts === undefined ? first : { kind: 'concat', parts, line: first.line }
  }

  /** Python's `'%s' % x`, as the call that it stands for. */
  protected percent(text: Node): Node {
    const at = this.i
    this.i++
    const isTuple = this.peek() === '('
    if (isTuple) this.i++
    const values = isTuple ? this.arguments(')') : [{ value: this.postfix() }]
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

  /** What stands in a hole of a string: an expression of its own, at the line of the string. */
  protected holeNode(source: string, line: number): Node {
    if (this.dialect.lang === 'python' && /^[\w.]+(?:![rsa])?(?::.*)?$/s.test(source)) {
      return { kind: 'name', path: source.replace(/[!:].*$/s, ''), line }
    }
    const inner = new Parser(
      tokenize(source, this.dialect).map((t) => ({ ...t, line })),
      this.dialect,
    )
    const node = inner.expression()
    this.found.calls.push(...inner.found.calls)
    this.found.indexes.push(...inner.found.indexes)
    return node
  }
}

/** Finds calls, assignments, indexes and names in the tokens of a file. Never fails. */
export const parse = (tokens: readonly Token[], dialect: Dialect): Found => {
  const parser = new Parser(tokens, dialect)
  parser.walk(endOfFile)
  if (dialect.regex) parser.found.assignments.push(...destructured(tokens))
  return parser.found
}
