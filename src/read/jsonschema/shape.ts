import type { Json } from '../../core/json/canonical.ts'

export type JsonObject = { readonly [k: string]: Json }

const empty: JsonObject = {}

export const isObject = (v: Json | undefined): v is JsonObject =>
  typeof v === 'object' && v !== null && !Array.isArray(v)

/** The value as an object; anything else counts as an empty one. */
export const asObject = (v: Json | undefined): JsonObject => (isObject(v) ? v : empty)

/** The value as a list; anything else counts as an empty one. */
export const asList = (v: Json | undefined): readonly Json[] => (Array.isArray(v) ? v : [])

/** An own member: a property called `constructor` must not be found where none is declared. */
export const member = (o: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(o, key) ? o[key] : undefined

/** A member that must be a text to count. */
export const textMember = (o: JsonObject, key: string): string | undefined => {
  const v = member(o, key)
  return typeof v === 'string' ? v : undefined
}
