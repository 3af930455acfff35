import { entryOf, type PythonField, parametersOf } from './pythonfield.ts'
import { pathOf } from './term.ts'
import { type Source, termAt } from './termparser.ts'

/** A class of a Python file: the names of its bases, and its annotated fields. */
export type PythonClass = {
  readonly name: string
  readonly bases: readonly string[]
  readonly isDataclass: boolean
  readonly fields: readonly PythonField[]
  /** Names that are given a value without an annotation, with the index of the value. */
  readonly members: readonly { readonly name: string; readonly value: number }[]
  readonly doc?: string
}

/** A function of a Python file, by the token of its name. */
export type PythonFunction = {
  readonly name: string
  readonly parameters: readonly PythonField[]
  readonly doc?: string
}

/** A docstring without the indentation that its source has. */
export const cleanDoc = (text: string): string => {
  const [first = '', ...rest] = text.replaceAll('\t', '    ').split('\n')
  const indents = rest.filter((l) => l.trim() !== '').map((l) => l.length - l.trimStart().length)
  const margin = indents.length === 0 ? 0 : indents.reduce((a, b) => Math.min(a, b))
  return [first.trimStart(), ...rest.map((l) => l.slice(margin))].join('\n').trim()
}

const docAt = ({ tokens }: Source, colon: number): { doc?: string } => {
  const t = tokens[colon + 1]
  if (tokens[colon]?.text !== ':' || t?.kind !== 'text' || !t.first) return {}
  return t.parts?.every((p) => typeof p === 'string') ? { doc: cleanDoc(t.parts.join('')) } : {}
}

/** The colon that ends the head of a `def` or `class` whose name stands at `i`. */
const headEnd = ({ tokens, brackets }: Source, i: number): number => {
  let at = i + 1
  while (
    at < tokens.length &&
    tokens[at]!.text !== ':' &&
    !(tokens[at]!.first && brackets.parent[at] === -1)
  )
    at = brackets.close[at]! > at ? brackets.close[at]! + 1 : at + 1
  return at
}

/** The function whose name stands at `i`. */
export const functionAt = (source: Source, i: number): PythonFunction | undefined => {
  const open = i + 1
  if (source.tokens[open]?.text !== '(') return undefined
  return {
    name: source.tokens[i]!.text,
    parameters: parametersOf(source, open),
    ...docAt(source, headEnd(source, i)),
  }
}

const basesOf = (source: Source, i: number): readonly string[] => {
  if (source.tokens[i + 1]?.text !== '(') return []
  const { term } = termAt(source, i)
  return term.kind === 'call'
    ? term.args.flatMap((a) => pathOf(a.value)?.split('.').at(-1) ?? [])
    : []
}

const classAt = (source: Source, i: number): PythonClass => {
  const { tokens, brackets } = source
  const { indent } = tokens[i - 1]!
  const colon = headEnd(source, i)
  const fields: PythonField[] = []
  const members: { name: string; value: number }[] = []
  const body = tokens[colon + 1]?.indent ?? 0
  for (let k = colon + 1; k < tokens.length; k++) {
    const t = tokens[k]!
    if (!t.first || brackets.parent[k] !== -1) continue
    if (t.indent <= indent) break
    if (t.indent !== body || t.kind !== 'name') continue
    if (tokens[k + 1]?.text === ':') fields.push(entryOf(source, k))
    else if (tokens[k + 1]?.text === '=') members.push({ name: t.text, value: k + 2 })
  }
  return {
    name: tokens[i]!.text,
    bases: basesOf(source, i),
    isDataclass: tokens.slice(Math.max(0, i - 12), i).some((t) => t.text === 'dataclass'),
    fields,
    members,
    ...docAt(source, colon),
  }
}

/** The classes of a file, by name. Nested ones are among them. */
export const pythonClasses = (source: Source): ReadonlyMap<string, PythonClass> => {
  const found = new Map<string, PythonClass>()
  for (const [i, t] of source.tokens.entries())
    if (t.text === 'class' && t.first && source.tokens[i + 1]?.kind === 'name')
      found.set(source.tokens[i + 1]!.text, classAt(source, i + 1))
  return found
}

/** The functions of a file by name, each with the token of its name; the first of a name counts. */
export const pythonFunctions = (source: Source): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const [i, t] of source.tokens.entries()) {
    const name = source.tokens[i + 1]
    if (t.text === 'def' && name?.kind === 'name' && !found.has(name.text))
      found.set(name.text, i + 1)
  }
  return found
}
