import type { ProtoAt } from '../../core/model/protofile.ts'
import { fault } from './syntax.ts'

const simple: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
  '?': 63,
}

/** UTF-8 of one code point; unlike TextEncoder it can write a lone surrogate, as protoc does. */
const utf8 = (c: number): readonly number[] => {
  if (c < 0x80) return [c]
  if (c < 0x800) return [0xc0 | (c >> 6), 0x80 | (c & 63)]
  if (c < 0x10000) return [0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)]
  return [0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)]
}

type Escape = { readonly bytes: readonly number[]; readonly length: number }

const trailingSurrogate = /^\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})/

const unicode = (rest: string): Escape | undefined => {
  const m = /^u([0-9A-Fa-f]{4})|^U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})/.exec(rest)
  if (!m) return undefined
  const code = Number.parseInt(m[1] ?? m[2]!, 16)
  const low = code >= 0xd800 && code < 0xdc00 && trailingSurrogate.exec(rest.slice(m[0].length))
  if (!low) return { bytes: utf8(code), length: m[0].length }
  const trail = Number.parseInt(low[1]!, 16)
  const point = 0x10000 + ((code - 0xd800) << 10) + (trail - 0xdc00)
  return { bytes: utf8(point), length: m[0].length + low[0].length }
}

/** Reads the escape whose text after the backslash starts at `from`. */
const escapeAt = (source: string, from: number, at: ProtoAt): Escape => {
  const c = source[from] ?? ''
  const known = Object.hasOwn(simple, c) ? simple[c] : undefined
  if (known !== undefined) return { bytes: [known], length: 1 }
  const rest = source.slice(from, from + 16)
  const octal = /^[0-7]{1,3}/.exec(rest)
  if (octal) return { bytes: [Number.parseInt(octal[0], 8) & 255], length: octal[0].length }
  const hex = /^[xX]([0-9A-Fa-f]{1,2})/.exec(rest)
  if (hex) return { bytes: [Number.parseInt(hex[1]!, 16)], length: hex[0].length }
  return unicode(rest) ?? fault(at, 'a string has an escape that does not exist')
}

/**
 * Reads the string literal that opens at `start`.
 *
 * @returns its value, one character per byte, and the offset behind its closing quote
 */
export const readString = (
  source: string,
  start: number,
  at: ProtoAt,
): { readonly value: string; readonly end: number } => {
  const quote = source[start]
  const here = (i: number): ProtoAt => ({ line: at.line, column: at.column + i - start })
  let value = ''
  for (let i = start + 1; i < source.length; ) {
    const c = source[i]!
    if (c === quote) return { value, end: i + 1 }
    if (c === '\n') return fault(here(i), 'a string must end on the line on which it starts')
    if (c === '\\') {
      const e = escapeAt(source, i + 1, here(i))
      value += String.fromCharCode(...e.bytes)
      i += 1 + e.length
    } else {
      const point = source.codePointAt(i)!
      value += String.fromCharCode(...utf8(point))
      i += point > 0xffff ? 2 : 1
    }
  }
  return fault(here(source.length), 'a string is not closed')
}

/** Text of a string token, if its bytes are UTF-8. */
export const textOf = (bytes: string): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, (c) => c.charCodeAt(0)),
    )
  } catch {
    return undefined
  }
}

const named: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
}

/** Bytes in the spelling that protoc's descriptors give the default of a `bytes` field. */
export const escapeBytes = (bytes: string): string =>
  bytes.replace(
    /[^\x20-\x7f]|["'\\]/g,
    (c) => named[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )
