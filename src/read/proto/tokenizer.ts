import type { ProtoAt } from '../../core/model/protofile.ts'
import { readString } from './literal.ts'
import { fault } from './syntax.ts'
import type { Token } from './token.ts'

const space = /[ \t\r\v\f]+/y
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const name = /[A-Za-z_][A-Za-z0-9_]*/y
const hex = /0[xX][0-9A-Fa-f]*/y
const decimal = /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]*)?/y

type Scan = { readonly source: string; offset: number; line: number; lineStart: number }

const here = (s: Scan, offset = s.offset): ProtoAt => ({
  line: s.line,
  column: offset - s.lineStart + 1,
})

const match = (s: Scan, pattern: RegExp): string | undefined => {
  pattern.lastIndex = s.offset
  return pattern.exec(s.source)?.[0]
}

/** Moves past text that may hold line ends. */
const pass = (s: Scan, text: string): void => {
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
    s.line++
    s.lineStart = s.offset + i + 1
  }
  s.offset += text.length
}

const skipBlank = (s: Scan): void => {
  for (;;) {
    const c = s.source[s.offset]
    if (c === '\n') pass(s, c)
    else {
      const blank = match(s, space) ?? (c === '/' ? match(s, comment) : undefined)
      if (blank === undefined) break
      pass(s, blank)
    }
  }
  if (s.source.startsWith('/*', s.offset)) fault(here(s), 'a comment is not closed')
}

const checkNumber = (s: Scan, text: string): void => {
  const at = here(s)
  const end = s.offset + text.length
  const next = s.source[end] ?? ''
  if (/^0[xX]$/.test(text)) fault(here(s, end), '"0x" must be followed by hex digits')
  if (/^0[0-9]*[89]/.test(text) && /^[0-9]+$/.test(text))
    fault(at, 'a number with a leading zero must be octal')
  if (/^0[xX0-9]/.test(text) && (next === '.' || /^0[0-7]+[.eE]/.test(text)))
    fault(at, 'hex and octal numbers must be integers')
  if (/^[^xX]*[eE][+-]?$/.test(text)) fault(here(s, end), '"e" must be followed by an exponent')
  if (/[A-Za-z_]/.test(next)) fault(here(s, end), 'a space is missing between a number and a name')
  if (next === '.') fault(here(s, end), 'a number can have only one decimal point')
}

const number = (s: Scan): Token => {
  const text = match(s, hex) ?? match(s, decimal)!
  checkNumber(s, text)
  const kind = /^(?:0[xX][0-9A-Fa-f]+|[0-9]+)$/.test(text) ? 'integer' : 'float'
  return { kind, text, ...here(s) }
}

/** The next token; `s` then stands behind it. */
const next = (s: Scan): Token => {
  const c = s.source[s.offset]
  const at = here(s)
  if (c === undefined) return { kind: 'end', text: '', ...at }
  if (c === '"' || c === "'") {
    const { value, end } = readString(s.source, s.offset, at)
    s.offset = end
    return { kind: 'string', text: value, ...at }
  }
  const word = match(s, name)
  const startsNumber = /[0-9]/.test(c) || (c === '.' && /[0-9]/.test(s.source[s.offset + 1] ?? ''))
  if (word === undefined && !startsNumber && !/[!-~]/.test(c))
    fault(at, `${JSON.stringify(c)} can stand only in strings and comments`)
  const token: Token =
    word !== undefined
      ? { kind: 'name', text: word, ...at }
      : startsNumber
        ? number(s)
        : { kind: 'symbol', text: c, ...at }
  s.offset += token.text.length
  return token
}

/**
 * Splits a .proto file into tokens; the last one has the kind `end`. Comments are dropped.
 *
 * @throws ProtoFault at the first character that cannot start a token
 */
export const tokenize = (source: string): readonly Token[] => {
  const s: Scan = { source, offset: 0, line: 1, lineStart: 0 }
  if (source.startsWith('\uFEFF')) s.offset = s.lineStart = 1
  const tokens: Token[] = []
  for (;;) {
    skipBlank(s)
    const token = next(s)
    tokens.push(token)
    if (token.kind === 'end') return tokens
  }
}
