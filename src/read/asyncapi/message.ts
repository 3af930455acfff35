import { anyType, unionOf } from '../../core/contract/typeref.ts'
import type { Json } from '../../core/json/canonical.ts'
import type { TypeRef } from '../../core/model/contract.ts'
import type { Conversion } from '../jsonschema/conversion.ts'
import { normalize } from '../jsonschema/normal.ts'
import {
  asList,
  asObject,
  isObject,
  type JsonObject,
  member,
  textMember,
} from '../jsonschema/shape.ts'
import { behind } from '../openapi/operation.ts'

const jsonSchema = /asyncapi|schema\+json|schema\+yaml|json-schema|openapi/

/** Payloads in other languages of schemas (Avro, RAML, protobuf) are not read: anything may be in them. */
const isForeign = (format: string | undefined): boolean =>
  format !== undefined && !jsonSchema.test(format)

const payloadOf = (c: Conversion, message: JsonObject, name: string): TypeRef => {
  const payload = member(message, 'payload')
  if (payload === undefined || isForeign(textMember(message, 'schemaFormat'))) return anyType
  // Version 3 may wrap a schema together with its format.
  const wrapped = isObject(payload) ? member(payload, 'schema') : undefined
  if (wrapped === undefined) return c.typeOf(normalize(payload), `${name}.Payload`)
  if (isForeign(textMember(asObject(payload), 'schemaFormat'))) return anyType
  return c.typeOf(normalize(wrapped), `${name}.Payload`)
}

/** The type of what one of several messages holds. */
export const messagesType = (c: Conversion, messages: readonly Json[], name: string): TypeRef => {
  if (messages.length === 0) return anyType
  return unionOf(
    messages.map((value, i) => {
      const message = behind(c.refs, value)
      const own =
        textMember(message, 'name') ?? (messages.length === 1 ? name : `${name}.message${i + 1}`)
      return payloadOf(c, message, own)
    }),
  )
}

/** `message`, or each of its alternatives. */
export const alternatives = (c: Conversion, message: Json | undefined): readonly Json[] => {
  if (message === undefined) return []
  const found = behind(c.refs, message)
  const several = asList(member(found, 'oneOf'))
  return several.length > 0 ? several : [message]
}
