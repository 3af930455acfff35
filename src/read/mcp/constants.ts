import type { Token } from '../code/lexer.ts'
import { entry, pathOf, positional, type Term } from './term.ts'
import { type Source, termAt } from './termparser.ts'

/** What the names of one file stand for. */
export type Constants = {
  /**
   * The term with names, members of constants and of enums put in; a name that is none is left. A name
   * stands for the last value given before its use, or the first after.
   */
  readonly resolve: (term: Term | undefined, at: number) => Term | undefined
  /** The text that a term is, if it is one. */
  readonly textOf: (term: Term | undefined, at: number) => string | undefined
  /**
   * The sentence that a term is, or that a call is handed: `t("TOOL_X", "Reads a file")` looks a translation up and has the
   * sentence beside its key, `dedent("…")` only puts it in shape.
   */
  readonly proseOf: (term: Term | undefined, at: number) => string | undefined
}

const stepsMax = 12
const declarers = new Set(['const', 'let', 'var', 'static', 'readonly', 'final'])

/** The index of the value that a declaration at `i` gives its name, or -1. */
const valueIndex = ({ tokens, brackets, lang }: Source, i: number): number => {
  const before = tokens[i - 1]?.text ?? ''
  const parent = brackets.parent[i]!
  const bracket = parent < 0 ? '' : tokens[parent]!.text
  const declares = declarers.has(before)
  if (bracket === '[' || before === '.' || before === '->') return -1
  if (bracket === '(' && !(lang === 'go' && declarers.has(tokens[parent - 1]?.text ?? '')))
    return -1
  if (lang === 'python' && (parent >= 0 || !tokens[i]!.first)) return -1
  const next = tokens[i + 1]?.text
  if (next === '=' || next === ':=') return i + 2
  const hasType = next === ':' || (lang === 'go' && tokens[i + 1]?.kind === 'name')
  if (!hasType || !(declares || tokens[i]!.first || lang === 'go')) return -1
  return afterType(tokens, i + 2)
}

/** The index after the `=` that ends a type annotation, or -1. */
const afterType = (tokens: readonly Token[], from: number): number => {
  for (let k = from; k < Math.min(from + 40, tokens.length); k++) {
    const t = tokens[k]!
    if (t.text === '=') return k + 1
    if (t.kind === 'text' || t.text === ';' || t.text === '=>' || t.text === ')') return -1
    if (t.first && t.kind === 'name') return -1
  }
  return -1
}

const declarations = (source: Source): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>()
  for (const [i, t] of source.tokens.entries()) {
    if (t.kind !== 'name') continue
    const isEnum = t.text === 'enum' && source.tokens[i + 2]?.text === '{'
    const name = isEnum ? source.tokens[i + 1]!.text : t.text
    const value = isEnum ? i + 2 : valueIndex(source, i)
    if (value < 0) continue
    const own = found.get(name)
    if (own === undefined) found.set(name, [value])
    else own.push(value)
  }
  return found
}

/** The members of an enum of TypeScript: `A = 'a'` is no entry of an object. */
const enumMember = ({ tokens, brackets }: Source, open: number, name: string): Term | undefined => {
  for (let i = open + 1; i < brackets.close[open]!; i++) {
    const t = tokens[i]!
    if (brackets.parent[i] !== open || t.text !== name || tokens[i + 1]?.text !== '=') continue
    const value = tokens[i + 2]
    if (value?.kind === 'text' && value.parts?.length === 1)
      return { kind: 'text', value: String(value.parts[0]), line: value.line }
  }
  return undefined
}

/** Python: for each class of a file the token after its name; the first of a name counts. */
const classes = ({ tokens, lang }: Source): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  if (lang !== 'python') return found
  for (const [i, t] of tokens.entries()) {
    const name = t.first && t.text === 'class' ? tokens[i + 1]?.text : undefined
    if (name !== undefined && !found.has(name)) found.set(name, i + 2)
  }
  return found
}

/** The value of `A = "a"` in the body of a class that begins before `from`, or -1. */
const classMember = ({ tokens }: Source, from: number, name: string): number => {
  const { indent } = tokens[from - 2]!
  for (let i = from; i < tokens.length; i++) {
    const t = tokens[i]!
    if (t.first && t.indent <= indent) return -1
    if (t.first && t.text === name && tokens[i + 1]?.text === '=') return i + 2
  }
  return -1
}

/** Indexes the constants of a file; names are looked up without regard to scopes, the nearest one counts. */
export const constantsOf = (source: Source): Constants => {
  const all = declarations(source)
  const bodies = classes(source)
  const parsed = new Map<number, Term>()
  const parse = (at: number): Term => {
    const known = parsed.get(at)
    if (known) return known
    const { term } = termAt(source, at)
    parsed.set(at, term)
    return term
  }
  const indexOf = (name: string, at: number): number | undefined => {
    const places = all.get(name)
    return places?.findLast((p) => p <= at) ?? places?.[0]
  }
  const named = (name: string, at: number): Term | undefined => {
    const index = indexOf(name, at)
    return index === undefined ? undefined : parse(index)
  }
  const memberOf = (path: string, at: number): Term | undefined => {
    const [owner = '', name = '', ...rest] = path.split('.')
    if (rest.length > 0 && rest[0] !== 'value') return undefined
    const index = indexOf(owner, at)
    if (index !== undefined) {
      const whole = parse(index)
      if (whole.kind === 'object') return entry(whole, name) ?? enumMember(source, index, name)
      return undefined
    }
    const body = bodies.get(owner)
    const inClass = body === undefined ? -1 : classMember(source, body, name)
    return inClass < 0 ? undefined : parse(inClass)
  }
  const filled = (t: Extract<Term, { kind: 'template' }>, at: number, depth: number): Term => {
    const parts = t.parts.map((p) => resolve(p, at, depth + 1))
    if (!parts.every((p) => p?.kind === 'text' || p?.kind === 'number')) return t
    return { kind: 'text', value: parts.map((p) => String(p.value)).join(''), line: t.line }
  }
  const resolve = (term: Term | undefined, at: number, depth = 0): Term | undefined => {
    let current = term
    for (let n = 0; n < stepsMax; n++) {
      if (current?.kind === 'template' && depth < stepsMax) return filled(current, at, depth)
      const path = current?.kind === 'name' ? current.path : undefined
      if (path === undefined) return current
      const next = path.includes('.') ? memberOf(path.replace(/\.value$/, ''), at) : named(path, at)
      if (next === undefined || pathOf(next) === path) return current
      current = next
    }
    return current
  }
  const textOf = (term: Term | undefined, at: number): string | undefined => {
    const found = resolve(term, at)
    return found?.kind === 'text' ? found.value : undefined
  }
  const proseOf = (term: Term | undefined, at: number): string | undefined => {
    const found = resolve(term, at)
    if (found?.kind !== 'call') return textOf(found, at)
    return positional(found)
      .map((argument) => textOf(argument, at))
      .filter((text) => text !== undefined && /\S\s+\S/.test(text))
      .reduce((a, b) => (b!.length > (a?.length ?? 0) ? b : a), undefined)
  }
  return { resolve: (term, at) => resolve(term, at), textOf, proseOf }
}
