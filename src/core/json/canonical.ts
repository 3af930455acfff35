/** Any JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [k: string]: Json }

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

const text = (s: string): string => {
  if (loneSurrogate.test(s)) throw new TypeError('a lone surrogate has no canonical form')
  return JSON.stringify(s)
}

const number = (n: number): string => {
  if (!Number.isFinite(n)) throw new TypeError(`${n} has no JSON form`)
  return JSON.stringify(n)
}

/**
 * The canonical form of RFC 8785 (JCS): members ordered by UTF-16 code unit, no white space, numbers
 * as ECMAScript writes them. `undefined` members are left out; anything else that JSON cannot hold
 * throws a `TypeError`.
 *
 * @example canonicalize({ b: 1, a: [true, 'é'] }) // {"a":[true,"é"],"b":1}
 */
export const canonicalize = (value: unknown): string => {
  if (value === null || value === true || value === false) return String(value)
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no JSON form`)
  const members = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${text(k)}:${canonicalize(v)}`)
  return `{${members.join(',')}}`
}
