import { clientWord } from '../../core/model/endpoint.ts'
import type { Token } from './lexer.ts'

/** Where some names of a file stand, told apart by what stands there. */
export type Occurrences = {
  /** Places that may make use of what has the name. */
  readonly used: (name: string) => readonly number[]
  /** Lines that only declare it, or give it a client. */
  readonly declared: (name: string) => readonly number[]
}

const clientType = /^\p{Lu}\w*(?:Client|Stub)$/u
const nothing = /^(?:null|nil|None|undefined|default|;|!)$/
const declaringMark = /^(?:[.:;*?!<>|@{}]|::|\?\.)$/
const lineMax = 40

/** The tokens of the line that a token stands on; none of a long one, which is no declaration. */
const lineAt = (at: number, tokens: readonly Token[]): readonly Token[] => {
  const { line } = tokens[at]!
  let [from, to] = [at, at + 1]
  while (from > 0 && at - from < lineMax && tokens[from - 1]!.line === line) from--
  while (to < tokens.length && to - at < lineMax && tokens[to]!.line === line) to++
  return to - from < lineMax ? tokens.slice(from, to) : []
}

/** `private final CartStub cart;`, `cart pb.CartClient`, `cart: CartClient = None`: a name and its type. */
const isDeclaration = (at: number, tokens: readonly Token[]): boolean => {
  const line = lineAt(at, tokens)
  const first = line[0]
  const name = tokens[at]!.text
  if (first === undefined || (clientType.test(name) && first.text !== name)) return false
  if (first.text === 'global' || first.text === 'nonlocal') return true
  const equals = line.findIndex((t) => t.text === '=')
  const left = equals < 0 ? line : line.slice(0, equals)
  if (equals >= 0 && !line.slice(equals + 1).every((t) => nothing.test(t.text))) return false
  if (!left.every((t) => t.kind === 'name' || declaringMark.test(t.text))) return false
  const isNothing = equals >= 0 && left.every((t) => t.kind === 'name' || t.text === '.')
  return isNothing || left.some((t) => t.text !== name && clientType.test(t.text))
}

/**
 * What each occurrence of some names is.
 *
 * @param given tokens of names that are given a client there: that is no use of it
 */
export const occurrencesOf = (
  tokens: readonly Token[],
  given: ReadonlySet<number>,
  isWanted: (name: string) => boolean,
): Occurrences => {
  const byName = new Map<string, number[]>()
  for (const [i, t] of tokens.entries()) {
    if (t.kind !== 'name' || !isWanted(t.text)) continue
    const own = byName.get(t.text)
    if (own) own.push(i)
    else byName.set(t.text, [i])
  }
  const isIdle = (i: number) => given.has(i) || isDeclaration(i, tokens)
  const of = (name: string) => byName.get(name) ?? []
  return {
    used: (name) => of(name).filter((i) => !isIdle(i)),
    declared: (name) =>
      of(name)
        .filter(isIdle)
        .map((i) => tokens[i]!.line),
  }
}

/** Names in the holes of strings. */
export const namesInHoles = (tokens: readonly Token[]): ReadonlySet<string> => {
  const out = new Set<string>()
  for (const t of tokens)
    for (const part of t.parts ?? [])
      if (typeof part !== 'string') for (const name of part.hole.match(/\w+/g) ?? []) out.add(name)
  return out
}

const touchedMax = 300

/**
 * Names in a file that may mean a client which another file builds, without those that it only declares;
 * `*` where there are too many to be kept.
 */
export const touchedNames = (
  tokens: readonly Token[],
  given: ReadonlySet<number>,
): readonly string[] => {
  const words = new Set<string>()
  for (const t of tokens) if (t.kind === 'name' && clientWord.test(t.text)) words.add(t.text)
  const holes = [...namesInHoles(tokens)].filter((n) => clientWord.test(n))
  if (words.size > touchedMax) return ['*']
  if (words.size === 0) return holes
  const uses = occurrencesOf(tokens, given, (n) => words.has(n))
  return [...new Set([...[...words].filter((n) => uses.used(n).length > 0), ...holes])]
}
