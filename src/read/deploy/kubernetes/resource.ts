import type { Expression } from '../../../core/model/expression.ts'
import { unknown } from '../../../core/model/expression.ts'
import type { Place } from '../../../core/model/place.ts'
import { interpolate } from '../../template.ts'
import type { Yaml } from '../../yaml/document.ts'
import { hole } from '../helm/value.ts'

/** One Kubernetes document of a deployment. */
export type Resource = {
  readonly doc: Yaml
  readonly kind: string
  /** Group of its API, without the version; an empty string for the core. */
  readonly group: string
  readonly name: string
  readonly deployment: string
  /** The file that code in its text is said to stand in. */
  readonly path: string
}

/** The group of an `apiVersion`: `apps/v1` is `apps`. */
export const groupOf = (apiVersion: string | undefined): string =>
  apiVersion?.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''

/** A text of a document as a value: its variables, and what a template left open, are not literal. */
export const toExpression = (text: string, at: Place): Expression => {
  if (!text.includes(hole)) return interpolate(text, 'kubernetes', at)
  const parts = text
    .split(hole)
    .flatMap((part, i): Expression[] => [
      ...(i === 0 ? [] : [unknown]),
      ...(part === '' ? [] : [interpolate(part, 'kubernetes', at)]),
    ])
  return parts.length === 1 ? parts[0]! : { kind: 'concat', parts }
}

/** The text of a node that is known in full. */
export const knownText = (node: Yaml): string | undefined =>
  node.text?.includes(hole) ? undefined : node.text

/** The members of a map as `key=value`, as far as they are known. */
export const pairsOf = (node: Yaml): string[] =>
  node.entries().flatMap(([k, v]) => {
    const text = knownText(v)
    return text === undefined ? [] : [`${k}=${text}`]
  })
