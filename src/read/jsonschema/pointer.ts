import type { Json } from '../../core/json/canonical.ts'
import type { Path } from './document.ts'
import { isObject, member } from './shape.ts'

const unescape1 = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~')

/** The segments of a local reference `#/a/b~1c`; undefined for anything else. */
export const localPointer = (ref: string): readonly string[] | undefined => {
  if (ref === '#') return []
  if (!ref.startsWith('#/')) return undefined
  try {
    return decodeURIComponent(ref.slice(2)).split('/').map(unescape1)
  } catch {
    return undefined
  }
}

/** The value that a pointer leads to; undefined where it leads nowhere. */
export const valueAt = (root: Json, pointer: readonly string[]): Json | undefined => {
  let value: Json | undefined = root
  for (const segment of pointer) {
    if (Array.isArray(value)) value = /^\d+$/.test(segment) ? value[Number(segment)] : undefined
    else value = isObject(value) ? member(value, segment) : undefined
    if (value === undefined) return undefined
  }
  return value
}

/** Calls `visit` for every object of a document with the path to it. */
export const walkObjects = (
  root: Json,
  visit: (o: { readonly [k: string]: Json }, path: Path) => void,
): void => {
  const walk = (value: Json, path: Path): void => {
    if (value === null || typeof value !== 'object') return
    if (isObject(value)) visit(value, path)
    const members: readonly (readonly [string | number, Json])[] = Array.isArray(value)
      ? value.map((v, i) => [i, v] as const)
      : Object.entries(value)
    for (const [key, v] of members) walk(v, [...path, key])
  }
  walk(root, [])
}
