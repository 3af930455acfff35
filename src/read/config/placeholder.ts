import { type Expression, literal } from '../../core/model/expression.ts'
import type { Place } from '../../core/model/place.ts'
import { interpolate } from '../template.ts'

/** How placeholders are written: `shell` is `${X:-d}`, `spring` is `${a.b:d}` or `${X:d}`, `none` has none. */
export type Style = 'shell' | 'spring' | 'none'

const depthMax = 6
const lengthMax = 2048

/**
 * The environment variable that stands for a property in Spring and those who do as it does.
 *
 * @example overrideOf('spring.data.mongodb.host') === 'SPRING_DATA_MONGODB_HOST'
 */
export const overrideOf = (property: string): string =>
  property
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/-/g, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()

/** The name under which a property is kept; no dots, so that only the whole of it is the same name. */
export const propertyName = (property: string): string =>
  property.replace(/[-_]/g, '').replace(/\./g, ':').toLowerCase()

const closing = (text: string, from: number): number => {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text.startsWith('${', i)) depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return -1
}

const property = (inner: string, at: Place, depth: number): Expression => {
  const colon = inner.indexOf(':')
  const name = (colon < 0 ? inner : inner.slice(0, colon)).trim()
  const fallback = colon < 0 ? undefined : springText(inner.slice(colon + 1), at, depth + 1)
  if (/^[A-Z_][A-Z0-9_]*$/.test(name))
    return { kind: 'env', key: name, at, ...(fallback ? { fallback } : {}) }
  if (!/^[A-Za-z][\w.[\]-]*$/.test(name)) return { kind: 'unknown' }
  const own: Expression = { kind: 'name', name: propertyName(name) }
  return {
    kind: 'env',
    key: overrideOf(name),
    isImplied: true,
    at,
    fallback: fallback ? { kind: 'either', of: [own, fallback] } : own,
  }
}

const springText = (text: string, at: Place, depth: number): Expression => {
  const parts: Expression[] = []
  let from = 0
  if (text.length <= lengthMax && depth <= depthMax)
    for (let i = text.indexOf('${'); i >= 0; i = text.indexOf('${', from)) {
      const end = closing(text, i + 2)
      if (end < 0) break
      if (i > from) parts.push(literal(text.slice(from, i)))
      parts.push(property(text.slice(i + 2, end), at, depth))
      from = end + 1
    }
  if (from < text.length || parts.length === 0) parts.push(literal(text.slice(from)))
  return parts.length === 1 ? parts[0]! : { kind: 'concat', parts }
}

/**
 * The value of a setting as an expression.
 *
 * @example expressionOf('http://${HOST:cart}:80', 'spring', at) // literal, env HOST or `cart`, literal
 */
export const expressionOf = (text: string, style: Style, at: Place): Expression => {
  if (style === 'spring') return springText(text, at, 0)
  return style === 'shell' ? interpolate(text, 'shell', at) : literal(text)
}
