import { canonicalize, type Json } from '../../core/json/canonical.ts'
import { compareText } from '../../core/model/place.ts'
import { expansionFault } from './fault.ts'
import { type Normal, normalize } from './normal.ts'
import type { References } from './references.ts'
import { asList, asObject, isObject, type JsonObject, member, textMember } from './shape.ts'

/** References that may be followed for one schema; more is a chain that no person wrote. */
const referencesJoinedMax = 500

/** Keywords that say nothing about which values are allowed. */
const silent = new Set(['default', 'nullable', 'required'])

/** True when a schema in normal form rules anything out, as far as types can tell. */
export const isMeaningful = (s: Normal): s is JsonObject =>
  s !== true && Object.keys(s).some((k) => !silent.has(k))

export const isNullable = (s: Normal): boolean => s !== true && member(s, 'nullable') === true

const without = (s: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(s).filter(([k]) => !keys.includes(k)))

/**
 * A schema in normal form with `allOf` and `$ref` taken apart into the schemas that all must hold;
 * each target of a reference once.
 */
const partsOf = (s: Normal, refs: References, seen: Set<string>): readonly JsonObject[] => {
  if (s === true) return []
  const ref = textMember(s, '$ref')
  const own = without(s, ['$ref', 'allOf'])
  const target = ref === undefined ? undefined : refs.resolve(ref)
  const isNew = target !== undefined && !seen.has(target.key)
  if (isNew) seen.add(target.key)
  if (seen.size > referencesJoinedMax) expansionFault()
  const behind = isNew ? partsOf(normalize(target.value), refs, seen) : []
  const all = asList(member(s, 'allOf')).flatMap((m) => partsOf(m as Normal, refs, seen))
  return [own, ...behind, ...all].filter((p) => Object.keys(p).length > 0)
}

/** The one reference that a schema amounts to, as `{ allOf: [{ $ref }], description }` does. */
export const soleReference = (s: Normal): string | undefined => {
  if (s === true || isMeaningful(without(s, ['$ref', 'allOf']))) return undefined
  if (member(s, 'required') !== undefined) return undefined
  const ref = textMember(s, '$ref')
  const rest = asList(member(s, 'allOf')).filter((m) => isMeaningful(m as Normal))
  if (ref !== undefined) return rest.length === 0 ? ref : undefined
  return rest.length === 1 ? soleReference(rest[0] as Normal) : undefined
}

const mergeProperties = (a: JsonObject, b: JsonObject): JsonObject => {
  const merged = new Map(Object.entries(a))
  for (const [name, schema] of Object.entries(b)) {
    const other = merged.get(name)
    const equal = other !== undefined && canonicalize(other) === canonicalize(schema)
    const both = other === false || schema === false ? false : { allOf: [other ?? true, schema] }
    merged.set(name, other === undefined || equal ? schema : both)
  }
  return Object.fromEntries([...merged].sort(([x], [y]) => compareText(x, y)))
}

const typesOf = (v: Json): readonly Json[] => (typeof v === 'string' ? [v] : asList(v))

const intersection = (a: readonly Json[], b: readonly Json[]): readonly Json[] => {
  const texts = new Set(b.map(canonicalize))
  return a.filter((x) => texts.has(canonicalize(x)))
}

/**
 * Members allowed beside the properties. Refusing them ends where another part has properties too.
 */
const mergeAdditional = (a: JsonObject, b: JsonObject): Json | undefined => {
  const [x, y] = [member(a, 'additionalProperties'), member(b, 'additionalProperties')]
  if (x === false) return y === false || !Object.hasOwn(b, 'properties') ? false : y
  if (y === false) return Object.hasOwn(a, 'properties') ? x : false
  if (x === undefined || y === undefined) return x ?? y
  return { allOf: [x, y] }
}

const mergers: Readonly<Record<string, (a: Json, b: Json) => Json>> = {
  properties: (a, b) => mergeProperties(asObject(a), asObject(b)),
  required: (a, b) => [...asList(a), ...asList(b)],
  type: (a, b) => intersection(typesOf(a), typesOf(b)),
  enum: (a, b) => intersection(asList(a), asList(b)),
  items: (a, b) => (isObject(a) && isObject(b) ? { allOf: [a, b] } : a === true ? b : a),
}

const mergeTwo = (a: JsonObject, b: JsonObject): JsonObject => {
  const merged = new Map(Object.entries(a))
  for (const [key, value] of Object.entries(b)) {
    const other = merged.get(key)
    const merge = Object.hasOwn(mergers, key) ? mergers[key] : undefined
    if (other === undefined) merged.set(key, value)
    else if (merge) merged.set(key, merge(other, value))
  }
  const additional = mergeAdditional(a, b)
  merged.delete('additionalProperties')
  if (additional !== undefined) merged.set('additionalProperties', additional)
  return Object.fromEntries(merged)
}

/**
 * One schema without `allOf` and `$ref` for one that has them. Properties of all parts are joined;
 * where two parts cannot both be written as one type the first is kept, which allows more, never
 * less.
 */
export const merged = (s: JsonObject, refs: References): Normal => {
  const parts = partsOf(s, refs, new Set())
  const nullable = isNullable(s) || (parts.length > 0 && parts.every(isNullable))
  const one = parts.map((p) => without(p, ['nullable'])).reduce(mergeTwo, {})
  return normalize(nullable ? { ...one, nullable: true } : one)
}
