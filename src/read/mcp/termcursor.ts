import type { Token } from '../code/lexer.ts'
import type { Brackets } from './brackets.ts'
import type { Term } from './term.ts'

const genericTokensMax = 40

/** Source of one file: its tokens and brackets, and the language that they are written in. */
export type Source = {
  readonly path: string
  readonly lang: string
  readonly tokens: readonly Token[]
  readonly brackets: Brackets
}

/** A place among the tokens of a file, and how to step over what is not understood. */
export abstract class TermCursor {
  i: number
  protected readonly source: Source
  protected depth = 0

  constructor(source: Source, at: number) {
    this.source = source
    this.i = at
  }

  protected get token(): Token | undefined {
    return this.source.tokens[this.i]
  }

  protected get line(): number {
    return this.token?.line ?? 1
  }

  protected mark(offset = 0): string {
    const t = this.source.tokens[this.i + offset]
    return t === undefined || t.kind === 'text' ? '' : t.text
  }

  /** The first token of a new line that stands in no bracket: a statement of Python begins there. */
  protected get isNewStatement(): boolean {
    return this.token?.first === true && this.source.brackets.parent[this.i] === -1
  }

  protected other(from = this.i): Term {
    const line = this.source.tokens[from]?.line ?? 1
    this.skip()
    return { kind: 'other', from, line }
  }

  /** The token after this one; after its end where it opens a bracket. */
  protected past(at: number): number {
    const close = this.source.brackets.close[at] ?? -1
    return close > at ? close + 1 : at + 1
  }

  /** To the next comma or closing bracket on this level. */
  protected skip(): void {
    const { tokens } = this.source
    while (this.i < tokens.length) {
      const t = this.mark()
      if (t === ',' || t === ';' || t === ')' || t === ']' || t === '}') return
      this.i = this.past(this.i)
      if (this.source.lang === 'python' && this.isNewStatement) return
    }
  }

  /** `as const`, `as Tool[]`, `satisfies Record<string, X>`. */
  protected skipType(): void {
    this.i++
    const { tokens } = this.source
    let angles = 0
    while (this.i < tokens.length && !this.isNewStatement) {
      const t = this.mark()
      if (t === '<') angles++
      else if (t === '>') angles--
      else if (angles <= 0 && (t === ',' || t === ';' || t === ')' || t === ']' || t === '}'))
        return
      if (t === 'as' || t === 'satisfies') return
      this.i = this.past(this.i)
    }
  }

  /** `<T>` between a name and its arguments. */
  protected skipGeneric(): void {
    if (this.mark() !== '<') return
    let depth = 0
    for (let k = 0; k < genericTokensMax; k++) {
      const t = this.mark(k)
      if (t === '<') depth++
      else if (t === '>') depth--
      if (depth > 0) continue
      if (this.mark(k + 1) === '(') this.i += k + 1
      return
    }
  }
}
