import { type Expression, literal } from '../core/model/expression.ts'
import type { Place } from '../core/model/place.ts'

/** `compose` and `shell`: `$X`, `${X}`, `${X:-default}`; `kubernetes`: `$(X)`. */
export type Interpolation = 'shell' | 'kubernetes'

const shellHole = /\$(?:\$|\{([A-Za-z_]\w*)(?:(:?[-+?=])([^{}]*))?\}|([A-Za-z_]\w*))/g
const kubernetesHole = /\$\(([A-Za-z_]\w*)\)/g

const holes = (text: string, style: Interpolation) => {
  if (style === 'kubernetes')
    return [...text.matchAll(kubernetesHole)].map((m) => ({
      at: m.index,
      end: m.index + m[0].length,
      key: m[1]!,
      fallback: undefined,
    }))
  return [...text.matchAll(shellHole)].flatMap((m) => {
    const key = m[1] ?? m[4]
    const isDefault = m[2]?.endsWith('-') || m[2]?.endsWith('=')
    return key === undefined
      ? []
      : [{ at: m.index, end: m.index + m[0].length, key, fallback: isDefault ? m[3] : undefined }]
  })
}

/** Text with variables in it, as an expression. */
export const interpolate = (text: string, style: Interpolation, at: Place): Expression => {
  const parts: Expression[] = []
  let from = 0
  for (const h of holes(text, style)) {
    if (h.at > from) parts.push(literal(text.slice(from, h.at)))
    const env = { kind: 'env' as const, key: h.key, at }
    parts.push(h.fallback === undefined ? env : { ...env, fallback: literal(h.fallback) })
    from = h.end
  }
  if (from < text.length || parts.length === 0) parts.push(literal(text.slice(from)))
  return parts.length === 1 ? parts[0]! : { kind: 'concat', parts }
}
