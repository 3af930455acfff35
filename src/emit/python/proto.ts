import type { Field, Scalar, TypeDef, TypeRef } from '../../core/model/contract.ts'
import { memberNames } from '../shared/names.ts'
import { oneLine } from '../shared/text.ts'
import { pyAttributes, pyEnumMembers, pyText, pyTuple } from './language.ts'

export type Names = ReadonlyMap<string, string>

/** What the declarations of a contract's types refer to. */
export type PyTypes = { readonly names: Names; readonly defs: ReadonlyMap<string, TypeDef> }

const scalarType = (scalar: Scalar): string => {
  if (scalar === 'string') return 'str'
  if (scalar === 'double' || scalar === 'float') return 'float'
  return scalar === 'bool' || scalar === 'bytes' ? scalar : 'int'
}

/** How a value of a proto type is annotated in Python. */
export const protoType = (type: TypeRef, types: PyTypes): string => {
  if (type.kind === 'scalar') return scalarType(type.scalar)
  if (type.kind === 'map')
    return `Dict[${protoType(type.key, types)}, ${protoType(type.value, types)}]`
  if (type.kind !== 'ref') return 'Any'
  const def = types.defs.get(type.name)
  const name = types.names.get(type.name)!
  return def?.kind === 'enum' && !def.closed ? `Union[${name}, int]` : name
}

const zeroOf = (type: TypeRef): string => {
  if (type.kind !== 'scalar') return '0'
  const zeros: Readonly<Record<string, string>> = {
    ...{ str: '""', float: '0.0', bool: 'False', bytes: 'b""', int: '0' },
  }
  return zeros[scalarType(type.scalar)]!
}

const attribute = (f: Field, types: PyTypes): string => {
  const type = protoType(f.type, types)
  switch (f.presence) {
    case 'repeated':
      return `List[${type}] = _repeated()`
    case 'map':
      return `${type} = _mapping()`
    case 'required':
      return type
    case 'optional':
      return `Optional[${type}] = None`
    case 'implicit':
      return `${type} = ${zeroOf(f.type)}`
  }
}

/** Attributes by the names of their fields. */
const attributesOf = (d: TypeDef & { kind: 'message' }): Names =>
  memberNames(
    d.fields.map((f) => f.name),
    pyAttributes,
  )

const noteOf = (f: Field): readonly string[] => {
  const oneof = f.oneof === undefined ? [] : [`    # At most one of the oneof ${f.oneof} is set.`]
  const fallback = f.default === undefined ? [] : [`    # Absence means ${oneLine(f.default)}.`]
  return [...oneof, ...fallback]
}

const message = (d: TypeDef & { kind: 'message' }, types: PyTypes): readonly string[] => {
  const attributes = attributesOf(d)
  const isRequired = (f: Field): boolean => f.presence === 'required'
  const ordered = [...d.fields.filter(isRequired), ...d.fields.filter((f) => !isRequired(f))]
  const lines = ordered.flatMap((f) => [
    ...noteOf(f),
    `    ${attributes.get(f.name)!}: ${attribute(f, types)}`,
  ])
  const doc = `    """\`\`${oneLine(d.name)}\`\`"""`
  const head = ['@_dataclass', `class ${types.names.get(d.name)!}(_Message):`, doc]
  return [...head, ...(lines.length === 0 ? [] : ['', ...lines])]
}

const enumeration = (d: TypeDef & { kind: 'enum' }, types: PyTypes): readonly string[] => {
  const note = d.closed ? '' : ': fields of this type may hold other numbers, too'
  const members = memberNames(
    d.values.map((v) => v.name),
    pyEnumMembers,
  )
  return [
    `class ${types.names.get(d.name)!}(_IntEnum):`,
    `    """\`\`${oneLine(d.name)}\`\`${note}."""`,
    '',
    ...d.values.map((v) => `    ${members.get(v.name)!} = ${v.number}`),
  ]
}

/** The class of one type. */
export const protoClass = (d: TypeDef, types: PyTypes): readonly string[] => {
  if (d.kind === 'alias') return []
  return d.kind === 'message' ? message(d, types) : enumeration(d, types)
}

const rowType = (type: TypeRef): string => {
  if (type.kind === 'map') return rowType(type.value)
  if (type.kind === 'ref') return `.${type.name}`
  return type.kind === 'scalar' ? type.scalar : ''
}

const fieldRow = (f: Field, attributes: Names): string => {
  const rest = [
    ...(f.type.kind === 'map' ? [`"key": ${pyText(rowType(f.type.key))}`] : []),
    ...(f.oneof === undefined ? [] : [`"oneof": ${pyText(f.oneof)}`]),
    ...(f.packed ? ['"packed": True'] : []),
  ]
  const names = [f.name, attributes.get(f.name)!].map(pyText)
  const types = [rowType(f.type), f.presence].map(pyText)
  return pyTuple([...names, String(f.number), ...types, `{${rest.join(', ')}}`])
}

/** The call that gives the classes their specifications. */
export const protoBinding = (defs: readonly TypeDef[], { names }: PyTypes): readonly string[] => [
  '_bind(',
  '    [',
  ...defs.flatMap((d) => {
    if (d.kind !== 'enum') return []
    const numbers = [...new Set(d.values.map((v) => v.number))].join(', ')
    const closed = d.closed ? 'True' : 'False'
    const rest = `frozenset([${numbers}]), ${d.default ?? 0}, ${names.get(d.name)!}`
    return [`        _EnumSpec(${pyText(d.name)}, ${closed}, ${rest}),`]
  }),
  '    ],',
  '    [',
  ...defs.flatMap((d) => {
    if (d.kind !== 'message') return []
    const attributes = attributesOf(d)
    const rows = d.fields.map((f) => `            ${fieldRow(f, attributes)},`)
    return [`        (${pyText(d.name)}, ${names.get(d.name)!}, [`, ...rows, '        ]),']
  }),
  '    ],',
  ')',
]

/** Functions that write and read a message. */
export const protoFunctions = (d: TypeDef, { names }: PyTypes): readonly string[] => {
  if (d.kind !== 'message') return []
  const name = names.get(d.name)!
  return [
    `def encode_${name}(value: ${name}) -> bytes:`,
    `    """The wire format of a \`\`${oneLine(d.name)}\`\`."""`,
    `    return _encode_message(${name}, value)`,
    '',
    '',
    `def decode_${name}(data: bytes) -> ${name}:`,
    `    """Reads the wire format of a \`\`${oneLine(d.name)}\`\`."""`,
    `    return _decode_message(${name}, data)`,
  ]
}
