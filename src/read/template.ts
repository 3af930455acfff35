import { type Expression, literal } from '../core/model/expression.ts'
import type { Place } from '../core/model/place.ts'

/** `shell` and compose: `$X`, `${X}`, `${X:-default}`, nested; `kubernetes`: `$(X)`. */
export type Interpolation = 'shell' | 'kubernetes'

const depthMax = 8
/** Longer texts are no addresses; an open brace would be looked for to their end, again and again. */
const lengthMax = 8192
const kubernetesHole = /\$\(([A-Za-z_]\w*)\)/y
const shellName = /\$([A-Za-z_]\w*)/y
const shellOpen = /\$\{([A-Za-z_]\w*)(:?[-+?=])?/y

/** A variable in a text: where it ends, its name, and the text that stands where it is not set. */
type Hole = { readonly end: number; readonly key: string; readonly fallback?: string }

/** The index of the brace that closes the one before `from`; -1 where none does. */
const closing = (text: string, from: number): number => {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{' && text[i - 1] === '$') depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return -1
}

const bracedHole = (text: string, at: number): Hole | undefined => {
  shellOpen.lastIndex = at
  const m = shellOpen.exec(text)
  const from = at + (m?.[0].length ?? 0)
  const end = m ? closing(text, from) : -1
  if (!m || end < 0 || (m[2] === undefined && end !== from)) return undefined
  const isDefault = m[2]?.endsWith('-') || m[2]?.endsWith('=')
  return {
    end: end + 1,
    key: m[1]!,
    ...(isDefault ? { fallback: text.slice(from, end) } : {}),
  }
}

const holeAt = (text: string, at: number, style: Interpolation): Hole | undefined => {
  const pattern = style === 'kubernetes' ? kubernetesHole : shellName
  pattern.lastIndex = at
  const m = pattern.exec(text)
  if (m) return { end: at + m[0].length, key: m[1]! }
  return style === 'shell' ? bracedHole(text, at) : undefined
}

/**
 * Text with variables in it, as an expression. `$$` is a dollar sign in a shell's text.
 *
 * @example interpolate('redis://${HOST:-redis}:6379', 'shell', at) // concat of literal, env with fallback, literal
 */
export const interpolate = (
  text: string,
  style: Interpolation,
  at: Place,
  depth = 0,
): Expression => {
  const parts: Expression[] = []
  let from = 0
  let i = text.length > lengthMax ? -1 : text.indexOf('$')
  while (i >= 0) {
    const hole = holeAt(text, i, style)
    if (hole === undefined) {
      i = text.indexOf('$', i + (text[i + 1] === '$' ? 2 : 1))
      continue
    }
    if (i > from) parts.push(literal(text.slice(from, i)))
    const env = { kind: 'env' as const, key: hole.key, at }
    const isNested = hole.fallback?.includes('$') && depth < depthMax
    parts.push(
      hole.fallback === undefined
        ? env
        : {
            ...env,
            fallback: isNested
              ? interpolate(hole.fallback, style, at, depth + 1)
              : literal(hole.fallback),
          },
    )
    from = hole.end
    i = text.indexOf('$', from)
  }
  if (from < text.length || parts.length === 0) parts.push(literal(text.slice(from)))
  return parts.length === 1 ? parts[0]! : { kind: 'concat', parts }
}
