import type { Term } from './term.ts'
import { type Source, termAt } from './termparser.ts'

/** `name: type = default`, of a class or among parameters. */
export type PythonField = {
  readonly name: string
  readonly type?: Term
  readonly fallback?: Term
  /** The token of the name. */
  readonly index: number
}

/** The field whose name stands at `i`. */
export const entryOf = (source: Source, i: number): PythonField => {
  const { tokens } = source
  const annotated = tokens[i + 1]?.text === ':' ? termAt(source, i + 2) : undefined
  const equals = annotated?.end ?? i + 1
  const isGiven = tokens[equals]?.text === '='
  return {
    name: tokens[i]!.text,
    ...(annotated ? { type: annotated.term } : {}),
    ...(isGiven ? { fallback: termAt(source, equals + 1).term } : {}),
    index: i,
  }
}

/** The parameters between the bracket at `open` and its end, without `self` and the starred ones. */
export const parametersOf = (source: Source, open: number): readonly PythonField[] => {
  const { tokens, brackets } = source
  const close = brackets.close[open]!
  const out: PythonField[] = []
  for (let i = open + 1; i < close; i++) {
    const before = tokens[i - 1]!.text
    const isStart =
      brackets.parent[i] === open &&
      tokens[i]!.kind === 'name' &&
      (before === '(' || before === ',')
    if (isStart && tokens[i]!.text !== 'self' && tokens[i]!.text !== 'cls')
      out.push(entryOf(source, i))
  }
  return out
}
