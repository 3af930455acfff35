import { DecodeError, EncodeError } from './error.mts'

/** Any JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [member: string]: Json }

/** Values nested deeper than this are neither written nor read. */
export const depthMax: 64 = 64

const loneSurrogate = /\p{Surrogate}/u

const text = (s: string): string => {
  if (loneSurrogate.test(s)) throw new EncodeError('', 'a text holds half a surrogate pair')
  return JSON.stringify(s)
}

/**
 * The canonical form of RFC 8785: members ordered by UTF-16 code unit, no white space, numbers as
 * ECMAScript writes them.
 */
export const canonicalText = (value: Json): string => {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new EncodeError('', `${value} has no JSON form`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${text(k)}:${canonicalText(v)}`)
  return `{${members.join(',')}}`
}

/** Levels of brackets outside of texts, found without parsing. */
const nesting = (source: string): number => {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let i = 0; i < source.length; i++) {
    const c = source[i]
    if (inText) {
      if (c === '\\') i++
      else if (c === '"') inText = false
    } else if (c === '"') inText = true
    else if (c === '{' || c === '[') deepest = Math.max(deepest, ++depth)
    else if (c === '}' || c === ']') depth--
  }
  return deepest
}

const parse = (source: string): Json => {
  try {
    return JSON.parse(source) as Json
  } catch {
    throw new DecodeError('', 'the payload is not JSON')
  }
}

const isCanonical = (value: Json, source: string): boolean => {
  try {
    return canonicalText(value) === source
  } catch {
    return false
  }
}

/** The bytes of a value in canonical form. */
export const toBytes = (value: Json): Uint8Array => new TextEncoder().encode(canonicalText(value))

/** Parses a payload, which must be canonical JSON byte for byte: one value, one spelling. */
export const fromBytes = (bytes: Uint8Array): Json => {
  let source: string
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new DecodeError('', 'the payload is not UTF-8')
  }
  if (nesting(source) > depthMax) throw new DecodeError('', 'the payload is nested too deeply')
  const value = parse(source)
  if (!isCanonical(value, source))
    throw new DecodeError('', 'the payload is not canonical JSON (RFC 8785)')
  return value
}
