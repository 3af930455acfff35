import type { Dialect } from './dialect.ts'
import type { Token } from './lexer.ts'
import type { FoundAssignment, FoundCall, Node } from './node.ts'

/** Deeper nesting than this is stepped over, not followed. */
export const depthMax = 120

/** Closes nothing: the walk goes to the end of the file. */
export const endOfFile = 'end of file'

/** What a walk over a file collects. */
export type Lists = {
  calls: FoundCall[]
  assignments: FoundAssignment[]
  indexes: { node: Extract<Node, { kind: 'index' }>; at: number }[]
  names: { path: string; line: number; at: number }[]
  texts: { node: Node; at: number }[]
  choices: Extract<Node, { kind: 'either' }>[]
}

export const emptyLists = (): Lists => ({
  calls: [],
  assignments: [],
  indexes: [],
  names: [],
  texts: [],
  choices: [],
})

const endsGeneric = new Set([';', '{', '', '&&', '||'])

/** A place among the tokens of a file, and what was found up to it. */
export abstract class Cursor {
  protected i = 0
  protected depth = 0
  readonly found: Lists = emptyLists()
  protected readonly tokens: readonly Token[]
  protected readonly dialect: Dialect

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.tokens = tokens
    this.dialect = dialect
  }

  abstract expression(): Node
  protected abstract statement(): void

  /** The text of the token `offset` further on; empty for string literals and past the end. */
  protected peek(offset = 0): string {
    const t = this.tokens[this.i + offset]
    return t === undefined || t.kind === 'text' ? '' : t.text
  }

  protected get line(): number {
    return this.tokens[this.i]?.line ?? this.tokens.at(-1)?.line ?? 1
  }

  protected stop(): Node {
    return { kind: 'other', line: this.line }
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

  /** Steps over `<T>`; in TypeScript a type may be an object: `<{ Body: { id: string } }>`. */
  protected skipGeneric(): boolean {
    const isObject = this.dialect.lang === 'typescript'
    let depth = 0
    let open = 0
    for (let k = 0; k < (isObject ? 120 : 40); k++) {
      const t = this.peek(k)
      if (t === '<') depth++
      else if (t === '>') depth--
      else if (t === '(' || (isObject && t === '{')) open++
      else if (t === ')' || t === '}') open--
      else if (open === 0 && endsGeneric.has(t)) return false
      if (open < 0 || this.tokens[this.i + k] === undefined) return false
      if (depth === 0) {
        this.i += k + 1
        return true
      }
    }
    return false
  }

  /** Length of `: Type` before `=`, or 0 when no `=` follows soon. */
  protected annotationLength(): number {
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
}
