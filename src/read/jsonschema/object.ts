import { anyType, refTo } from '../../core/contract/typeref.ts'
import { canonicalize } from '../../core/json/canonical.ts'
import type { Field, TypeRef } from '../../core/model/contract.ts'
import { compareText } from '../../core/model/place.ts'
import type { Conversion } from './conversion.ts'
import type { Normal } from './normal.ts'
import { asList, asObject, type JsonObject, member } from './shape.ts'

const additionalOf = (c: Conversion, s: JsonObject, name: string): TypeRef | false | undefined => {
  const given = member(s, 'additionalProperties')
  if (given === undefined || given === false) return given
  const type = c.typeOf(given as Normal, `${name}.value`)
  return type.kind === 'any' ? undefined : type
}

type Property = { readonly name: string; readonly schema: Normal; readonly required: boolean }

/** Declared properties, and those that are only required, by name. Refused ones are left out. */
const propertiesOf = (s: JsonObject): readonly Property[] => {
  const declared = asObject(member(s, 'properties'))
  const required = new Set(asList(member(s, 'required')).filter((r) => typeof r === 'string'))
  const names = [...new Set([...Object.keys(declared), ...required])].sort(compareText)
  return names
    .filter((name) => member(declared, name) !== false)
    .map((name) => {
      const schema = (member(declared, name) ?? true) as Normal
      return { name, schema, required: required.has(name) }
    })
}

const fieldOf = (c: Conversion, { name, schema, required }: Property, owner: string): Field => {
  const fallback = schema === true ? undefined : member(schema, 'default')
  return {
    name,
    type: c.typeOf(schema, `${owner}.${name}`),
    presence: required ? 'required' : 'optional',
    ...(fallback === undefined ? {} : { default: canonicalize(fallback) }),
  }
}

/** Adds the message that an object schema describes under a name that is its own already. */
export const defineMessage = (c: Conversion, s: JsonObject, name: string): void => {
  const fields = propertiesOf(s).map((p) => fieldOf(c, p, name))
  const additional = additionalOf(c, s, name)
  const rest = additional === undefined ? {} : { additional }
  c.types.push({ kind: 'message', name, fields, ...rest })
}

/** True for objects of which nothing is known but what all their members are. */
export const isMap = (s: JsonObject): boolean =>
  !Object.hasOwn(s, 'properties') &&
  asList(member(s, 'required')).length === 0 &&
  member(s, 'additionalProperties') !== false

/** A map, or a message of its own. */
export const objectType = (c: Conversion, s: JsonObject, name: string): TypeRef => {
  if (isMap(s)) {
    const key: TypeRef = { kind: 'scalar', scalar: 'string' }
    return { kind: 'map', key, value: additionalOf(c, s, name) || anyType }
  }
  const text = c.isJoined.has(s) ? canonicalize(s) : undefined
  const known = text === undefined ? undefined : c.joined.get(text)
  if (known !== undefined) return refTo(known)
  const own = c.names(name)
  if (text !== undefined) c.joined.set(text, own)
  defineMessage(c, s, own)
  return refTo(own)
}
