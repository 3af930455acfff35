import type { Dialect } from './dialect.ts'
import type { Token } from './lexer.ts'
import type { FoundFunction } from './node.ts'

const notFunctions = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'using',
  'lock',
  'foreach',
  'match',
  'elif',
  'with',
  'else',
  'do',
  'when',
  'synchronized',
  'try',
  'unless',
  'and',
  'or',
  'not',
  'in',
  'new',
  'await',
  'function',
  'func',
  'fn',
])
const bodyWithin = 24

/** For every opening bracket the index of its closing one, or -1; one pass, whatever the nesting. */
const matchBrackets = (tokens: readonly Token[]): Int32Array => {
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

const parameterNames = (tokens: readonly Token[], dialect: Dialect): string[] => {
  const groups: string[][] = [[]]
  let depth = 0
  for (const t of tokens) {
    if (t.text === '(' || t.text === '[' || t.text === '{' || t.text === '<') depth++
    else if (t.text === ')' || t.text === ']' || t.text === '}' || t.text === '>') depth--
    if (depth === 0 && t.text === ',') groups.push([])
    else if (depth === 0 && t.text === '=') groups.at(-1)!.push('=')
    else if (depth === 0 && t.kind === 'name') groups.at(-1)!.push(t.text)
  }
  return groups
    .map((names) => {
      const own = names.includes('=') ? names.slice(0, names.indexOf('=')) : names
      if (dialect.lang === 'php') return own.find((n) => n.startsWith('$'))?.slice(1) ?? ''
      const words = own.filter((n) => n !== 'mut' && n !== 'const' && n !== 'final')
      return (dialect.typeFirst ? words.at(-1) : words[0]) ?? ''
    })
    .filter((n) => n !== '' && n !== 'self' && n !== 'this')
}

const indentedEnd = (tokens: readonly Token[], from: number, indent: number): number => {
  for (let i = from; i < tokens.length; i++) {
    const t = tokens[i]!
    if (t.first && t.indent <= indent) return i
  }
  return tokens.length
}

type Body = {
  readonly tokens: readonly Token[]
  readonly closes: Int32Array
  readonly name: number
  readonly close: number
}

const bodyEnd = ({ tokens, closes, name, close }: Body, dialect: Dialect): number => {
  if (dialect.indented) {
    if (tokens[name - 1]?.text !== 'def') return -1
    return indentedEnd(tokens, close, tokens[name - 1]!.indent)
  }
  if (dialect.lang === 'ruby') return -1
  for (let i = close + 1; i < Math.min(close + bodyWithin, tokens.length); i++) {
    const t = tokens[i]!.text
    if (t === '{') return closes[i]!
    // Go's results in brackets: `func f() (client Client, err error) {`.
    if (t === '(' && dialect.lang === 'go' && closes[i]! > i) {
      i = closes[i]!
      continue
    }
    if (t === ';' || t === ')' || t === ',' || (t === '=' && dialect.lang !== 'kotlin')) return -1
  }
  return -1
}

/** The functions of a file: name, parameter names, and the range of tokens of parameters and body. */
export const findFunctions = (tokens: readonly Token[], dialect: Dialect): FoundFunction[] => {
  const out: FoundFunction[] = []
  const closes = matchBrackets(tokens)
  for (let i = 0; i + 1 < tokens.length; i++) {
    const t = tokens[i]!
    const before = tokens[i - 1]?.text ?? ''
    if (
      t.kind !== 'name' ||
      notFunctions.has(t.text) ||
      before === '.' ||
      before === '->' ||
      before === '::'
    )
      continue
    if (dialect.lang === 'go' && before !== 'func' && before !== ')') continue
    const open =
      tokens[i + 1]!.text === '('
        ? i + 1
        : tokens[i + 1]!.text === '=' && tokens[i + 2]?.text === '('
          ? i + 2
          : -1
    if (open < 0) continue
    const close = closes[open]!
    if (close < 0) continue
    const to = bodyEnd({ tokens, closes, name: i, close }, dialect)
    if (to < 0) continue
    out.push({
      name: t.text,
      parameters: parameterNames(tokens.slice(open + 1, close), dialect),
      from: i,
      to,
    })
  }
  return out
}
