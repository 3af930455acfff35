import { canonicalize, type Json } from '../../core/json/canonical.ts'
import { compareText } from '../../core/model/place.ts'
import { asList, asObject, isObject, type JsonObject, member } from './shape.ts'

/**
 * A schema without annotations and limits, its sets in order: two that mean the same look the same.
 */
export type Normal = true | JsonObject

const byText = (list: readonly Json[]): readonly Json[] => {
  const texts = new Map(list.map((v) => [canonicalize(v), v]))
  return [...texts].sort(([a], [b]) => compareText(a, b)).map(([, v]) => v)
}

const schemaMap = (v: Json): Json => {
  const entries = Object.entries(asObject(v)).sort(([a], [b]) => compareText(a, b))
  return Object.fromEntries(entries.map(([k, s]) => [k, s === false ? false : normalize(s)]))
}

const schemaSet = (v: Json): Json => byText(asList(v).map(normalize))
const closedOrSchema = (v: Json): Json => (v === false ? false : normalize(v))
const same = (v: Json): Json => v
const textOnly = (v: Json): Json => (typeof v === 'string' ? v : null)
const listOfText = (v: Json): Json => byText(asList(v).filter((x) => typeof x === 'string'))

/** The keywords that decide about structure, in the order in which they are kept. */
const keywords: readonly (readonly [string, (v: Json) => Json])[] = [
  ['$ref', textOnly],
  ['type', (v) => (typeof v === 'string' ? v : listOfText(v))],
  ['const', same],
  ['enum', (v) => byText(asList(v))],
  ['default', same],
  ['format', (v) => (v === 'byte' || v === 'binary' ? v : null)],
  ['contentEncoding', (v) => (v === 'base64' ? v : null)],
  ['nullable', (v) => (v === true ? true : null)],
  ['properties', schemaMap],
  ['required', listOfText],
  ['additionalProperties', closedOrSchema],
  ['items', (v) => (Array.isArray(v) ? v.map(normalize) : closedOrSchema(v))],
  ['additionalItems', closedOrSchema],
  ['prefixItems', (v) => asList(v).map(normalize)],
  ['allOf', schemaSet],
  ['oneOf', schemaSet],
  ['anyOf', schemaSet],
]

/** Keywords whose value may be null in earnest. */
const nullCounts = new Set(['const', 'default'])

/** References by name of draft 2019-09 and later, where nothing but the root can be meant. */
const dynamicRef = (s: JsonObject): Json | undefined =>
  member(s, '$recursiveRef') ?? member(s, '$dynamicRef')

/** Brings a schema, with all below it, into normal form. What is no schema allows anything. */
export const normalize = (schema: Json): Normal => {
  if (!isObject(schema)) return true
  const kept: [string, Json][] = []
  for (const [keyword, clean] of keywords) {
    const given = member(schema, keyword) ?? (keyword === '$ref' ? dynamicRef(schema) : undefined)
    const value = given === undefined ? null : clean(given)
    if (given !== undefined && (value !== null || nullCounts.has(keyword)))
      kept.push([keyword, value])
  }
  return Object.fromEntries(kept)
}
