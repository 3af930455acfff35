import { anyType, nullType, unionOf } from '../../core/contract/typeref.ts'
import type { Json } from '../../core/json/canonical.ts'
import type { Scalar, TypeRef } from '../../core/model/contract.ts'
import { type Conversion, typeOfTarget } from './conversion.ts'
import { expansionFault } from './fault.ts'
import { isMeaningful, isNullable, merged, soleReference } from './merge.ts'
import { type Normal, normalize } from './normal.ts'
import { objectType } from './object.ts'
import { asList, type JsonObject, member } from './shape.ts'

const scalar = (s: Scalar): TypeRef => ({ kind: 'scalar', scalar: s })

const constant = (v: Json): TypeRef =>
  v !== null && typeof v === 'object' ? anyType : { kind: 'const', value: v }

const isBinary = (s: JsonObject): boolean =>
  member(s, 'format') !== undefined || member(s, 'contentEncoding') !== undefined

/** A tuple is a list of whatever any of its places allows; its positions are not kept. */
const tupleType = (c: Conversion, s: JsonObject, name: string): TypeRef => {
  const items = member(s, 'items')
  const places = Array.isArray(items) ? items : asList(member(s, 'prefixItems'))
  const rest = (Array.isArray(items) ? member(s, 'additionalItems') : items) ?? true
  const all = rest === false ? places : [...places, rest]
  return {
    kind: 'list',
    of: unionOf(all.map((p, i) => typeOf(c, p as Normal, `${name}.item${i + 1}`))),
  }
}

const listType = (c: Conversion, s: JsonObject, name: string): TypeRef => {
  const items = member(s, 'items')
  if (Array.isArray(items) || Object.hasOwn(s, 'prefixItems')) return tupleType(c, s, name)
  return { kind: 'list', of: typeOf(c, (items || true) as Normal, `${name}.item`) }
}

const simpleType = (c: Conversion, s: JsonObject, of: { type: Json; name: string }): TypeRef => {
  switch (of.type) {
    case 'string':
      return scalar(isBinary(s) ? 'bytes' : 'string')
    case 'integer':
      return scalar('int64')
    case 'number':
      return scalar('double')
    case 'boolean':
      return scalar('bool')
    case 'null':
      return nullType
    case 'array':
      return listType(c, s, of.name)
    case 'object':
      return objectType(c, s, of.name)
    default:
      return anyType
  }
}

/** What a schema must be: what `type` says, or else what its other keywords speak of. */
export const typesOf = (s: JsonObject): readonly Json[] => {
  const given = member(s, 'type')
  if (given !== undefined) return typeof given === 'string' ? [given] : asList(given)
  if (Object.hasOwn(s, 'properties') || Object.hasOwn(s, 'additionalProperties')) return ['object']
  return Object.hasOwn(s, 'items') || Object.hasOwn(s, 'prefixItems') ? ['array'] : []
}

const plainType = (c: Conversion, s: JsonObject, name: string): TypeRef => {
  const fixed = member(s, 'const')
  if (fixed !== undefined) return constant(fixed)
  if (Object.hasOwn(s, 'enum')) return unionOf(asList(s['enum']).map(constant))
  const types = typesOf(s).map((type) => simpleType(c, s, { type, name }))
  return types.length === 0 ? anyType : unionOf(types)
}

/** The keyword that lists alternatives, if one does that can be told apart by type. */
export const choiceOf = (s: JsonObject): 'oneOf' | 'anyOf' | undefined =>
  (['oneOf', 'anyOf'] as const).find((k) => {
    const members = asList(member(s, k))
    return members.some((m) => isMeaningful(m as Normal))
  })

/** Alternatives, each joined with what stands beside them. */
const choiceType = (
  c: Conversion,
  s: JsonObject,
  of: { choice: string; name: string },
): TypeRef => {
  const aside = Object.entries(s).filter(([k]) => !['oneOf', 'anyOf', 'nullable'].includes(k))
  const beside = Object.fromEntries(aside)
  const types = asList(s[of.choice]).map((m, i) => {
    const alternative = isMeaningful(beside) ? { allOf: [beside, m] } : m
    return typeOf(c, normalize(alternative), `${of.name}.option${i + 1}`)
  })
  return unionOf(types)
}

const joinedOf = (c: Conversion, s: JsonObject): Normal => {
  if (!Object.hasOwn(s, 'allOf') && !Object.hasOwn(s, '$ref')) return s
  const joined = merged(s, c.refs)
  if (joined !== true) c.isJoined.add(joined)
  return joined
}

const ownType = (c: Conversion, s: JsonObject, name: string): TypeRef => {
  const sole = soleReference(s)
  if (sole !== undefined) {
    const target = c.refs.resolve(sole)
    return target ? typeOfTarget(c, target) : anyType
  }
  const joined = joinedOf(c, s)
  if (joined === true) return anyType
  const choice = choiceOf(joined)
  const type = choice ? choiceType(c, joined, { choice, name }) : plainType(c, joined, name)
  return joined !== s && isNullable(joined) ? unionOf([type, nullType]) : type
}

/** Real schemas nest as deep as their document; only circles of alternatives go beyond this. */
const depthMax = 250

/**
 * The type of a schema in normal form. Objects with properties become types of their own, called
 * `name` where nothing else is.
 *
 * @throws ExpansionFault when the schemas expand without end
 */
export const typeOf = (c: Conversion, s: Normal, name: string): TypeRef => {
  if (s === true) return anyType
  if (c.budget-- <= 0 || c.depth >= depthMax) expansionFault()
  c.depth++
  const type = ownType(c, s, name)
  c.depth--
  return isNullable(s) ? unionOf([type, nullType]) : type
}
