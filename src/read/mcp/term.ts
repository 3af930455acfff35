import type { Token } from '../code/lexer.ts'

/**
 * A value as it is written in source: enough to tell literals, constants and calls of builders apart.
 * `on` is what a method is called on; `from` is the first token of what is not understood.
 */
export type Term =
  | { readonly kind: 'text'; readonly value: string; readonly line: number }
  /** Text with holes, or put together with `+`; it is a text where all its names are constants. */
  | { readonly kind: 'template'; readonly parts: readonly Term[]; readonly line: number }
  | { readonly kind: 'number'; readonly value: number; readonly line: number }
  | { readonly kind: 'word'; readonly value: boolean | null; readonly line: number }
  | { readonly kind: 'name'; readonly path: string; readonly line: number }
  | { readonly kind: 'member'; readonly on: Term; readonly name: string; readonly line: number }
  | {
      readonly kind: 'call'
      readonly on?: Term
      readonly name: string
      readonly args: readonly Argument[]
      readonly line: number
    }
  | {
      readonly kind: 'index'
      readonly on: Term
      readonly items: readonly Term[]
      readonly line: number
    }
  | {
      readonly kind: 'object'
      /** Go: the type of a composite literal; empty elsewhere. */
      readonly type: string
      readonly entries: readonly Entry[]
      readonly line: number
    }
  | { readonly kind: 'list'; readonly items: readonly Term[]; readonly line: number }
  | { readonly kind: 'spread'; readonly of: Term; readonly line: number }
  | { readonly kind: 'union'; readonly of: readonly Term[]; readonly line: number }
  | { readonly kind: 'other'; readonly from: number; readonly line: number }

export type Argument = { readonly name?: string; readonly value: Term }
/** A member of an object; a spread one, or one with a computed key, has no key. */
export type Entry = { readonly key?: string; readonly value: Term }
export type Call = Extract<Term, { kind: 'call' }>
export type ObjectTerm = Extract<Term, { kind: 'object' }>

/** Arguments without a name, in order. */
export const positional = (call: Call): readonly Term[] =>
  call.args.flatMap((a) => (a.name === undefined ? [a.value] : []))

/** A keyword argument. */
export const keyword = (call: Call, name: string): Term | undefined =>
  call.args.find((a) => a.name === name)?.value

/** The last member of an object that has the key: that is the one that counts. */
export const entry = (o: ObjectTerm, key: string): Term | undefined =>
  o.entries.findLast((e) => e.key === key)?.value

/** The whole chain of names: `mcp.types.Tool` for a call or a name; undefined where it is more than names. */
export const pathOf = (t: Term | undefined): string | undefined => {
  if (t?.kind === 'name') return t.path
  if (t?.kind === 'member') {
    const on = pathOf(t.on)
    return on === undefined ? undefined : `${on}.${t.name}`
  }
  if (t?.kind !== 'call') return undefined
  if (t.on === undefined) return t.name
  const on = pathOf(t.on)
  return on === undefined ? undefined : `${on}.${t.name}`
}

/** The text of a string token without holes. */
export const literalText = (t: Token): string | undefined =>
  t.kind === 'text' && t.parts?.every((p) => typeof p === 'string') ? t.parts.join('') : undefined
