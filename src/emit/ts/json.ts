import type { Field, TypeDef, TypeRef } from '../../core/model/contract.ts'
import { oneLine } from '../shared/text.ts'
import { tsKey, tsLiteral, tsText } from './language.ts'
import type { Names } from './proto.ts'

const scalarType = (scalar: string): string => {
  if (scalar === 'bytes') return 'Uint8Array'
  if (scalar === 'bool') return 'boolean'
  return scalar === 'string' ? 'string' : 'number'
}

const inList = (text: string): string => (text.includes(' | ') ? `(${text})` : text)

/** How a value of a JSON type is written in TypeScript. */
export const jsonType = (type: TypeRef, names: Names): string => {
  switch (type.kind) {
    case 'scalar':
      return scalarType(type.scalar)
    case 'ref':
      return names.get(type.name)!
    case 'list':
      return `readonly ${inList(jsonType(type.of, names))}[]`
    case 'map':
      return `{ readonly [key: string]: ${jsonType(type.value, names)} }`
    case 'union':
      return type.of.map((t) => jsonType(t, names)).join(' | ') || 'never'
    case 'const':
      return tsLiteral(type.value)
    case 'any':
      return 'Json'
  }
}

const memberLine = (f: Field, names: Names): string => {
  const type = jsonType(f.type, names)
  return f.presence === 'required'
    ? `  readonly ${tsKey(f.name)}: ${type}`
    : `  readonly ${tsKey(f.name)}?: ${type} | undefined`
}

/** An index signature must allow what the named members hold as well. */
const indexLine = (d: TypeDef & { kind: 'message' }, names: Names): readonly string[] => {
  if (!d.additional) return []
  const all = [d.additional, ...d.fields.map((f) => f.type)].map((t) => jsonType(t, names))
  return [`  readonly [member: string]: ${[...new Set(all)].join(' | ')} | undefined`]
}

const noteOf = (f: Field): readonly string[] =>
  f.default === undefined ? [] : [`  /** Absence means ${oneLine(f.default)}. */`]

/** The declaration of one type. */
export const jsonDeclaration = (d: TypeDef, names: Names): readonly string[] => {
  const name = names.get(d.name)!
  const doc = `/** \`${oneLine(d.name)}\` */`
  if (d.kind === 'enum') return []
  if (d.kind === 'alias') return [doc, `export type ${name} = ${jsonType(d.type, names)}`]
  const members = d.fields.flatMap((f) => [...noteOf(f), memberLine(f, names)])
  return [doc, `export interface ${name} {`, ...members, ...indexLine(d, names), '}']
}

/** A type as the runtime's table has it: keys of maps are always text. */
const rowType = (type: TypeRef): unknown => {
  if (type.kind === 'list') return { kind: 'list', of: rowType(type.of) }
  if (type.kind === 'map') return { kind: 'map', value: rowType(type.value) }
  return type.kind === 'union' ? { kind: 'union', of: type.of.map(rowType) } : type
}

const row = (d: TypeDef): readonly string[] => {
  if (d.kind === 'enum') return []
  if (d.kind === 'alias')
    return [`  ${tsLiteral([d.name, { kind: 'alias', type: rowType(d.type) }])},`]
  const additional = d.additional ? rowType(d.additional) : d.additional
  const rest = additional === undefined ? [] : [`    additional: ${tsLiteral(additional)},`]
  const fields = d.fields.map((f) => {
    const required = f.presence === 'required'
    return `      ${tsLiteral({ name: f.name, type: rowType(f.type), required })},`
  })
  const body = ["    kind: 'message',", '    fields: [', ...fields, '    ],', ...rest]
  return [`  [${tsText(d.name)}, {`, ...body, '  }],']
}

/** The table that the runtime works by. */
export const jsonTable = (types: readonly TypeDef[]): readonly string[] => [
  'const table = typeTable([',
  ...types.flatMap(row),
  '])',
]

/** Functions that write and read the values of a type. */
export const jsonFunctions = (d: TypeDef, names: Names): readonly string[] => {
  const name = names.get(d.name)!
  const type = `{ kind: 'ref', name: ${tsText(d.name)} }`
  return [
    `export const encode${name} = (value: ${name}): Uint8Array =>`,
    `  encodeValue(table, ${type}, value)`,
    `export const decode${name} = (bytes: Uint8Array): ${name} =>`,
    `  decodeValue(table, ${type}, bytes) as ${name}`,
  ]
}

/** The two sides of a type that may have no name: what writes it, and what reads it. */
export const jsonCodec = (type: TypeRef, names: Names): readonly [string, string] => {
  if (type.kind === 'ref')
    return [`encode${names.get(type.name)!}`, `decode${names.get(type.name)!}`]
  const text = jsonType(type, names)
  const literal = tsLiteral(rowType(type))
  return [
    `(value: ${text}): Uint8Array => encodeValue(table, ${literal}, value)`,
    `(bytes: Uint8Array): ${text} => decodeValue(table, ${literal}, bytes) as ${text}`,
  ]
}
