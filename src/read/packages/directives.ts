import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import type { Place } from '../../core/model/place.ts'
import { type Locate, locator } from './lines.ts'
import { shown } from './tree.ts'

/** One line of a go.mod or go.work, its verb taken from the block around it. */
export type Directive = {
  readonly verb: string
  readonly arguments: readonly string[]
  readonly comment: string
  /** The place of the last argument. */
  readonly at: Place
}

type Token = { readonly text: string; readonly from: number; readonly to: number }
type Block = { readonly verb: string; readonly from: number }

/** A quote that nothing closes takes the rest of the line: to fail would be to look again from the next one. */
const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|`[^`]*(?:`|$)|[()]|[^\s"`()]+/g

const tokensOf = (code: string, offset: number): readonly Token[] =>
  [...code.matchAll(token)].map((m) => ({
    text: /^(["`]).*\1$/s.test(m[0]) ? m[0].slice(1, -1) : m[0],
    from: offset + m.index,
    to: offset + m.index + m[0].length,
  }))

/** The line syntax of Go's module files: verbs, blocks in parentheses, `//` comments. */
class Lines {
  readonly directives: Directive[] = []
  readonly problems: Diagnostic[] = []
  private readonly locate: Locate
  private readonly verbs: readonly string[]
  private block: Block | undefined

  constructor(locate: Locate, verbs: readonly string[]) {
    this.locate = locate
    this.verbs = verbs
  }

  read(line: string, offset: number): void {
    const comment = line.search(/(?:^|\s)\/\//)
    const tokens = tokensOf(comment < 0 ? line : line.slice(0, comment), offset)
    const first = tokens[0]
    if (first === undefined) return
    const words = comment < 0 ? '' : line.slice(comment).replace(/^\s*\/\/\s*/, '')
    if (first.text === ')') this.close(first.from)
    else if (!this.block && tokens[1]?.text === '(') this.open(first, tokens[2])
    else this.directive(tokens, words)
  }

  end(): void {
    if (this.block) this.wrong(this.block.from, `the block of "${this.block.verb}" is not closed`)
  }

  private wrong(offset: number, words: string): void {
    this.problems.push(diagnostic('RTT1002', words, { at: this.locate(offset) }))
  }

  private open(verb: Token, next: Token | undefined): void {
    this.known(verb)
    if (next?.text !== ')') this.block = { verb: verb.text, from: verb.from }
  }

  private close(offset: number): void {
    if (!this.block) this.wrong(offset, 'a closing parenthesis without a block')
    this.block = undefined
  }

  private known({ text, from }: Token): void {
    if (!this.verbs.includes(text)) this.wrong(from, `"${shown(text)}" is no directive`)
  }

  private directive(tokens: readonly Token[], comment: string): void {
    if (!this.block) this.known(tokens[0]!)
    const { from, to } = tokens.at(-1)!
    this.directives.push({
      verb: this.block?.verb ?? tokens[0]!.text,
      arguments: tokens.slice(this.block ? 0 : 1).map((t) => t.text),
      comment,
      at: this.locate(from, to),
    })
  }
}

type Parsed = {
  readonly directives: readonly Directive[]
  readonly problems: readonly Diagnostic[]
}

/** The directives of a file in which only these verbs may stand; RTT1002 for every other line. */
export const parseDirectives = (file: SourceFile, verbs: readonly string[]): Parsed => {
  const lines = new Lines(locator(file), verbs)
  let offset = 0
  for (const line of file.text.split('\n')) {
    lines.read(line, offset)
    offset += line.length + 1
  }
  lines.end()
  return { directives: lines.directives, problems: lines.problems }
}
