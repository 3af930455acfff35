import { nullType, refTo } from '../../core/contract/typeref.ts'
import type { Method, TypeRef } from '../../core/model/contract.ts'
import { compareText } from '../../core/model/place.ts'
import type { Conversion } from '../jsonschema/conversion.ts'
import { normalize } from '../jsonschema/normal.ts'
import { asObject, type JsonObject, member } from '../jsonschema/shape.ts'
import { mediaOf } from './media.ts'
import { behind, type Operation, operationsOf } from './operation.ts'
import { requestFields } from './parameter.ts'

const input = (c: Conversion, operation: Operation): TypeRef => {
  const name = c.names(`${operation.name}.Request`)
  c.types.push({ kind: 'message', name, fields: requestFields(c, operation, name) })
  return refTo(name)
}

/** The lowest 2xx response; `2XX` comes after the exact ones, `default` counts where none is. */
const successOf = (c: Conversion, operation: JsonObject): JsonObject => {
  const responses = asObject(member(operation, 'responses'))
  const success = Object.keys(responses).filter((code) => /^2(?:\d\d|XX)$/i.test(code))
  const code = success.sort((a, b) => compareText(a.toUpperCase(), b.toUpperCase()))[0]
  return behind(c.refs, member(responses, code ?? 'default'))
}

const methodOf = (c: Conversion, operation: Operation): Method => {
  const { name, verb, path } = operation
  const media = mediaOf(successOf(c, operation.operation))
  return {
    name,
    input: input(c, operation),
    output: media ? c.typeOf(normalize(media.schema), `${name}.Response`) : nullType,
    clientStreaming: false,
    serverStreaming: media?.stream ?? false,
    http: { verb, path },
  }
}

/** A method for each operation. One that answers nothing has the output `null`. */
export const methodsOf = (c: Conversion, paths: JsonObject): readonly Method[] =>
  operationsOf(c.refs, paths).map((operation) => methodOf(c, operation))
