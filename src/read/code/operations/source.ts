import type { Token } from '../lexer.ts'
import type { Found, FoundFunction, Node } from '../node.ts'
import { type Constants, constantsOf } from './constants.ts'

export type Call = Extract<Node, { kind: 'call' }>

/** One parsed source file, as those who look for what it offers need it. */
export type Parsed = {
  readonly path: string
  readonly lang: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly found: Found
  readonly functions: readonly FoundFunction[]
}

/** A parsed file with what is worked out of it once, and only when somebody asks. */
export type Source = Parsed & {
  /** For every opening bracket the index of its closing one, or -1. */
  readonly closes: () => Int32Array
  readonly constants: () => Constants
  /** The call that a call is the base of: `.only(…)` after `Route::resource(…)`. */
  readonly callAfter: (call: Call) => Call | undefined
  /** The innermost function that a token stands in. */
  readonly functionAt: (at: number) => FoundFunction | undefined
}

/** A route as a framework's reader finds it; `path` is in the framework's own notation until it is normalised. */
export type Served = {
  readonly verb: string
  readonly path: string
  readonly isOpen: boolean
  readonly line: number
  /** The framework, where one reader knows several. */
  readonly api?: string
}

/** A reader of one family of frameworks: `sign` must stand in the text, where it is given. */
export type Family = {
  readonly api: string
  readonly langs: readonly string[]
  readonly sign?: RegExp
  readonly routes: (source: Source) => readonly Served[]
}

const once = <T>(make: () => T): (() => T) => {
  let value: { readonly of: T } | undefined
  return () => (value ??= { of: make() }).of
}

/** For every opening bracket the index of its closing one, or -1; one pass, whatever the nesting. */
const bracketsOf = (tokens: readonly Token[]): Int32Array => {
  const closes = new Int32Array(tokens.length).fill(-1)
  const open: number[] = []
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i]!
    if (t.kind !== 'mark') continue
    if (t.text === '(' || t.text === '[' || t.text === '{') open.push(i)
    else if (t.text === ')' || t.text === ']' || t.text === '}') {
      const from = open.pop()
      if (from !== undefined) closes[from] = i
    }
  }
  return closes
}

/** The innermost of ranges that are ordered by where they start. */
const innermost = (functions: readonly FoundFunction[], at: number): FoundFunction | undefined => {
  let best: FoundFunction | undefined
  for (const f of functions) {
    if (f.from > at) break
    if (at <= f.to) best = f
  }
  return best
}

const basesOf = (found: Found): ReadonlyMap<Node, Call> =>
  new Map(found.calls.flatMap(({ node }) => (node.base ? [[node.base, node] as const] : [])))

export const sourceOf = (parsed: Parsed): Source => {
  const bases = once(() => basesOf(parsed.found))
  return {
    ...parsed,
    closes: once(() => bracketsOf(parsed.tokens)),
    constants: once(() => constantsOf(parsed.found)),
    callAfter: (call) => bases().get(call),
    functionAt: (at) => innermost(parsed.functions, at),
  }
}

/** Whether `@` stands before a call whose `(` is at a place among the tokens. */
export const isDecorator = (call: Call, at: number, source: Parsed): boolean => {
  const words = call.callee.split('.').length
  return source.tokens[at - words * 2]?.text === '@'
}
