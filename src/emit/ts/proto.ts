import type { Field, Scalar, TypeDef, TypeRef } from '../../core/model/contract.ts'
import { memberNames } from '../shared/names.ts'
import { oneLine } from '../shared/text.ts'
import { tsKey, tsLiteral, tsProperties, tsText } from './language.ts'

export type Names = ReadonlyMap<string, string>

const scalarTypes: Readonly<Record<Scalar, string>> = {
  double: 'number',
  float: 'number',
  int32: 'number',
  uint32: 'number',
  sint32: 'number',
  fixed32: 'number',
  sfixed32: 'number',
  int64: 'bigint',
  uint64: 'bigint',
  sint64: 'bigint',
  fixed64: 'bigint',
  sfixed64: 'bigint',
  bool: 'boolean',
  string: 'string',
  bytes: 'Uint8Array',
}

/** How a value of a proto type is written in TypeScript. */
export const protoType = (type: TypeRef, names: Names): string => {
  if (type.kind === 'scalar') return scalarTypes[type.scalar]
  if (type.kind === 'map')
    return `ReadonlyMap<${protoType(type.key, names)}, ${protoType(type.value, names)}>`
  return type.kind === 'ref' ? names.get(type.name)! : 'never'
}

/** Properties by the names of the fields, or of the values of an enum. */
export const propertiesOf = (members: readonly { readonly name: string }[]): Names =>
  memberNames(
    members.map((m) => m.name),
    tsProperties,
  )

const memberLine = (f: Field, property: string, names: Names): string => {
  const type = protoType(f.type, names)
  const key = tsKey(property)
  if (f.presence === 'repeated') return `  readonly ${key}: readonly ${type}[]`
  if (f.presence === 'optional') return `  readonly ${key}?: ${type} | undefined`
  return `  readonly ${key}: ${type}`
}

const noteOf = (f: Field): readonly string[] => {
  const notes = [
    ...(f.oneof === undefined ? [] : [`At most one member of the oneof \`${f.oneof}\` is set.`]),
    ...(f.default === undefined ? [] : [`Absence means ${oneLine(f.default)}.`]),
  ]
  return notes.length === 0 ? [] : [`  /** ${notes.join(' ')} */`]
}

const message = (d: TypeDef & { kind: 'message' }, names: Names): readonly string[] => {
  const properties = propertiesOf(d.fields)
  return [
    `/** \`${oneLine(d.name)}\` */`,
    `export interface ${names.get(d.name)!} {`,
    ...d.fields.flatMap((f) => [...noteOf(f), memberLine(f, properties.get(f.name)!, names)]),
    '}',
  ]
}

/** An object of constants and the type of its values; open enums take any other number, too. */
const enumeration = (d: TypeDef & { kind: 'enum' }, names: Names): readonly string[] => {
  const name = names.get(d.name)!
  const properties = propertiesOf(d.values)
  const members = d.values.map((v) => ({ key: tsKey(properties.get(v.name)!), number: v.number }))
  const numbers = [...new Set(d.values.map((v) => v.number))]
  const type = d.closed ? numbers.join(' | ') : 'number'
  return [
    `/** \`${oneLine(d.name)}\`${d.closed ? '' : ', which may hold numbers that have no name'} */`,
    `export const ${name}: {`,
    ...members.map((m) => `  readonly ${m.key}: ${m.number}`),
    '} = {',
    ...members.map((m) => `  ${m.key}: ${m.number},`),
    '}',
    `export type ${name} = ${type}`,
  ]
}

/** The declarations of one type. */
export const protoDeclaration = (d: TypeDef, names: Names): readonly string[] => {
  if (d.kind === 'alias') return []
  return d.kind === 'message' ? message(d, names) : enumeration(d, names)
}

const rowType = (type: TypeRef): string => {
  if (type.kind === 'map') return rowType(type.value)
  if (type.kind === 'ref') return `.${type.name}`
  return type.kind === 'scalar' ? type.scalar : ''
}

const fieldRow = (f: Field, prop: string): string => {
  const key = f.type.kind === 'map' && f.type.key.kind === 'scalar' ? f.type.key.scalar : undefined
  return tsLiteral({
    name: f.name,
    prop: prop === f.name ? undefined : prop,
    number: f.number,
    type: rowType(f.type),
    presence: f.presence,
    key,
    oneof: f.oneof,
    packed: f.packed ? true : undefined,
  })
}

/** The table that the runtime works by. */
export const protoTable = (types: readonly TypeDef[]): readonly string[] => {
  const messages = types.flatMap((t) => (t.kind === 'message' ? [t] : []))
  const enums = types.flatMap((t) => (t.kind === 'enum' ? [t] : []))
  return [
    'const schema = schemaOf({',
    '  messages: [',
    ...messages.flatMap((m) => {
      const properties = propertiesOf(m.fields)
      const rows = m.fields.map((f) => `      ${fieldRow(f, properties.get(f.name)!)},`)
      return [`    [${tsText(m.name)}, [`, ...rows, '    ]],']
    }),
    '  ],',
    '  enums: [',
    ...enums.map((e) => {
      const numbers = [...new Set(e.values.map((v) => v.number))]
      const row = { closed: e.closed, numbers, first: e.default ?? 0 }
      return `    ${tsLiteral([e.name, row])},`
    }),
    '  ],',
    '})',
  ]
}

/** `newX` fills in what may be left out; required fields must be given. */
const creator = (d: TypeDef & { kind: 'message' }, name: string): readonly string[] => {
  const required = d.fields.filter((f) => f.presence === 'required')
  const properties = propertiesOf(d.fields)
  const keys = required.map((f) => tsText(properties.get(f.name)!)).join(' | ')
  const given = keys === '' ? `Partial<${name}> = {}` : `Partial<${name}> & Pick<${name}, ${keys}>`
  return [
    `export const new${name} = (init: ${given}): ${name} =>`,
    `  ({ ...emptyMessage(schema(${tsText(d.name)})), ...init }) as ${name}`,
  ]
}

/** Functions that write, read and make the values of a message. */
export const protoFunctions = (d: TypeDef, names: Names): readonly string[] => {
  if (d.kind !== 'message') return []
  const name = names.get(d.name)!
  const spec = `schema(${tsText(d.name)})`
  return [
    `export const encode${name} = (value: ${name}): Uint8Array => encodeMessage(${spec}, value)`,
    `export const decode${name} = (bytes: Uint8Array): ${name} =>`,
    `  decodeMessage(${spec}, bytes) as ${name}`,
    ...creator(d, name),
  ]
}
