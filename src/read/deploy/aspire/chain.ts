import type { Token } from '../../code/lexer.ts'

/** A call in a chain: `.WithReference(db)`. `generic` is what stands in its angle brackets. */
export type Call = {
  readonly name: string
  readonly generic: string
  readonly args: readonly (readonly Token[])[]
  readonly line: number
}

/** `target = head.a().b()`: what one statement of a program does. `path` are members before the first call. */
export type Chain = {
  readonly target: string | undefined
  readonly head: string
  readonly path: readonly string[]
  readonly calls: readonly Call[]
}

const opens = new Set(['(', '[', '{'])
const closes = new Set([')', ']', '}'])

/** The index after the bracket that closes the one at `from`. */
const closing = (tokens: readonly Token[], from: number): number => {
  let depth = 0
  for (let i = from; i < tokens.length; i++) {
    const t = tokens[i]!
    if (t.kind !== 'mark') continue
    if (opens.has(t.text)) depth++
    else if (closes.has(t.text) && --depth === 0) return i + 1
  }
  return tokens.length
}

/** Parts of a list of tokens, cut at commas that stand in no bracket. */
export const splitArgs = (tokens: readonly Token[]): readonly (readonly Token[])[] => {
  const out: Token[][] = [[]]
  let depth = 0
  for (const t of tokens) {
    if (t.kind === 'mark' && opens.has(t.text)) depth++
    if (t.kind === 'mark' && closes.has(t.text)) depth--
    if (t.kind === 'mark' && t.text === ',' && depth === 0) out.push([])
    else out.at(-1)!.push(t)
  }
  return out[0]!.length === 0 && out.length === 1 ? [] : out
}

const genericMax = 40

/** `<Projects.Basket_API>` after a name: its text, and the index behind it. */
const genericAt = (tokens: readonly Token[], from: number): { text: string; end: number } => {
  if (tokens[from]?.text !== '<') return { text: '', end: from }
  let depth = 0
  let text = ''
  for (let i = from; i < tokens.length && i < from + genericMax; i++) {
    const t = tokens[i]!.text
    if (t === '<') depth++
    else if (t === '>') depth--
    if (depth === 0) return { text: text.slice(1), end: i + 1 }
    text += t
  }
  return { text: '', end: from }
}

/** Statements: what stands between semicolons and braces that no parenthesis holds. */
export const statementsOf = (tokens: readonly Token[]): readonly (readonly Token[])[] => {
  const out: Token[][] = [[]]
  let depth = 0
  for (const t of tokens) {
    if (t.kind === 'mark') {
      if (t.text === '(' || t.text === '[') depth++
      else if (t.text === ')' || t.text === ']') depth = Math.max(0, depth - 1)
    }
    if (t.kind === 'mark' && depth === 0 && (t.text === ';' || t.text === '{' || t.text === '}'))
      out.push([])
    else out.at(-1)!.push(t)
  }
  return out.filter((s) => s.length > 0)
}

/** Without `if (…)`, `else`, `await`, `return` at the start. */
const withoutKeywords = (tokens: readonly Token[]): readonly Token[] => {
  let rest = tokens
  for (let t = rest[0]; t?.kind === 'name'; t = rest[0]) {
    if (t.text === 'if' && rest[1]?.text === '(') rest = rest.slice(closing(rest, 1))
    else if (t.text === 'else' || t.text === 'await' || t.text === 'return') rest = rest.slice(1)
    else break
  }
  return rest
}

const assignmentAt = (tokens: readonly Token[]): number => {
  for (let i = 0; i < tokens.length && tokens[i]!.text !== '('; i++)
    if (tokens[i]!.kind === 'mark' && tokens[i]!.text === '=') return i
  return -1
}

/** One statement as a chain of calls; undefined for what is none. */
export const chainOf = (statement: readonly Token[]): Chain | undefined => {
  const whole = withoutKeywords(statement)
  const eq = assignmentAt(whole)
  const target = eq > 0 && whole[eq - 1]?.kind === 'name' ? whole[eq - 1]!.text : undefined
  const tokens = withoutKeywords(eq < 0 ? whole : whole.slice(eq + 1))
  if (tokens[0]?.kind !== 'name') return undefined
  const path: string[] = []
  const calls: Call[] = []
  let i = 1
  while (i + 1 < tokens.length) {
    if (tokens[i]!.text === '!') i++
    if (tokens[i]?.text !== '.' && tokens[i]?.text !== '?.') break
    const name = tokens[i + 1]!
    const generic = genericAt(tokens, i + 2)
    if (tokens[generic.end]?.text !== '(') {
      if (calls.length === 0) path.push(name.text)
      i += 2
      continue
    }
    const end = closing(tokens, generic.end)
    const args = splitArgs(tokens.slice(generic.end + 1, end - 1))
    calls.push({ name: name.text, generic: generic.text, args, line: name.line })
    i = end
  }
  return { target, head: tokens[0].text, path, calls }
}
