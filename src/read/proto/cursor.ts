import type { ProtoSyntax } from '../../core/model/protofile.ts'
import { fault } from './syntax.ts'
import { describe, type Token } from './token.ts'

/** The parser's state: where it stands, the syntax once that is known, and what it passed over. */
export type Cursor = {
  readonly tokens: readonly Token[]
  index: number
  syntax: ProtoSyntax
  /** Groups and extensions, which connectors leave out. */
  readonly leftOut: { readonly token: Token; readonly what: string }[]
}

export const cursorOf = (tokens: readonly Token[]): Cursor => ({
  tokens,
  index: 0,
  syntax: 'proto2',
  leftOut: [],
})

/** The token `ahead` places on, the end token when there are no more. */
export const peek = (c: Cursor, ahead = 0): Token =>
  c.tokens[Math.min(c.index + ahead, c.tokens.length - 1)]!

/** True when the next token is this keyword or symbol (a string never is). */
export const at = (c: Cursor, text: string, ahead = 0): boolean => {
  const t = peek(c, ahead)
  return t.text === text && (t.kind === 'name' || t.kind === 'symbol')
}

export const take = (c: Cursor): Token => {
  const t = peek(c)
  c.index++
  return t
}

export const tryTake = (c: Cursor, text: string): boolean => {
  const found = at(c, text)
  if (found) c.index++
  return found
}

const expected = (c: Cursor, what: string): never =>
  fault(peek(c), `${what} is expected here, not ${describe(peek(c))}`)

export const expect = (c: Cursor, text: string): Token =>
  at(c, text) ? take(c) : expected(c, `"${text}"`)

export const expectName = (c: Cursor, what: string): Token =>
  peek(c).kind === 'name' ? take(c) : expected(c, what)

/** `a.b.c`, with a leading dot where `absolute` allows it. */
export const expectFullName = (c: Cursor, what: string, absolute = false): string => {
  let name = absolute && tryTake(c, '.') ? '.' : ''
  name += expectName(c, what).text
  while (tryTake(c, '.')) name += `.${expectName(c, what).text}`
  return name
}

/** One string token, or several in a row, which are one value. */
export const expectString = (c: Cursor, what: string): string => {
  if (peek(c).kind !== 'string') expected(c, what)
  let value = ''
  while (peek(c).kind === 'string') value += take(c).text
  return value
}

const integerValue = (text: string): bigint =>
  /^0[0-7]+$/.test(text) ? BigInt(`0o${text.slice(1)}`) : BigInt(text)

export type Range = { readonly min: bigint; readonly max: bigint }
export const int32Range: Range = { min: -(2n ** 31n), max: 2n ** 31n - 1n }

/** An integer in any of its forms, with a minus sign where the range goes below zero. */
export const expectInteger = (c: Cursor, what: string, range: Range): bigint => {
  const negative = range.min < 0n && tryTake(c, '-')
  const token = peek(c).kind === 'integer' ? take(c) : expected(c, what)
  const value = negative ? -integerValue(token.text) : integerValue(token.text)
  if (value < range.min || value > range.max)
    fault(token, `${what} must be from ${range.min} to ${range.max}`)
  return value
}

/** Reads statements up to the closing brace; the opening one is taken already. */
export const block = (c: Cursor, what: string, statement: () => void): void => {
  while (!tryTake(c, '}')) {
    if (peek(c).kind === 'end') fault(peek(c), `"}" is missing at the end of ${what}`)
    statement()
  }
}
