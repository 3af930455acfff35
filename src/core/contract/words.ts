import type { Field, Method, TypeDef, TypeRef } from '../model/contract.ts'

/** A name without the package that all of a contract share. */
export type Shorten = (name: string) => string

const scalarWords: Readonly<Record<string, string>> = { double: 'number', int64: 'integer' }

/** A type as people write it: `int32`, `list of CartItem`, `string or null`. */
export const typeWords = (t: TypeRef, shorten: Shorten, isProto = true): string => {
  const inner = (x: TypeRef): string => typeWords(x, shorten, isProto)
  switch (t.kind) {
    case 'scalar':
      return isProto ? t.scalar : (scalarWords[t.scalar] ?? t.scalar)
    case 'ref':
      return shorten(t.name)
    case 'list':
      return `list of ${inner(t.of)}`
    case 'map':
      return `map of ${inner(t.key)} to ${inner(t.value)}`
    case 'union':
      return t.of.map(inner).join(' or ')
    case 'const':
      return JSON.stringify(t.value)
    case 'any':
      return 'anything'
  }
}

const presenceWords: Readonly<Record<Field['presence'], string>> = {
  implicit: '',
  optional: 'optional ',
  required: 'required ',
  repeated: 'repeated ',
  map: '',
}

/** Everything that a field is but its name. `isProto` keeps to the words of protobuf. */
export const fieldWords = (f: Field, shorten: Shorten, isProto: boolean): string => {
  const number = f.number === undefined ? '' : ` = ${f.number}`
  const rest = [
    ...(f.jsonName === undefined ? [] : [`as "${f.jsonName}"`]),
    ...(f.oneof === undefined ? [] : [`in oneof ${f.oneof}`]),
    ...(f.default === undefined ? [] : [`default ${f.default}`]),
    ...(f.in === undefined ? [] : [`in ${f.in}`]),
  ]
  return [
    `${presenceWords[f.presence]}${typeWords(f.type, shorten, isProto)}${number}`,
    ...rest,
  ].join(', ')
}

/** What a method takes and answers. */
export const methodWords = (m: Method, shorten: Shorten, isProto: boolean): string => {
  const side = (t: TypeRef, isStream: boolean): string =>
    `${isStream ? 'stream of ' : ''}${typeWords(t, shorten, isProto)}`
  const http = m.http ? `${m.http.verb} ${m.http.path} ` : ''
  return `${http}(${side(m.input, m.clientStreaming)}) to ${side(m.output, m.serverStreaming)}`
}

/** What a definition is, apart from its members. */
export const definitionWords = (d: TypeDef, shorten: Shorten, isProto: boolean): string =>
  d.kind === 'alias' ? typeWords(d.type, shorten, isProto) : d.kind
