import type { Field, TypeDef, TypeRef } from '../../core/model/contract.ts'
import { memberNames } from '../shared/names.ts'
import { oneLine } from '../shared/text.ts'
import { pyAttributes, pyScalar, pyText, pyTuple } from './language.ts'
import type { Names, PyTypes } from './proto.ts'

const scalarTypes: Readonly<Record<string, string>> = {
  ...{ string: 'str', bytes: 'bytes', bool: 'bool', int64: 'int' },
}

/** How a value of a JSON type is annotated. Names are quoted: an alias may stand before them. */
export const jsonType = (type: TypeRef, names: Names): string => {
  switch (type.kind) {
    case 'scalar':
      return scalarTypes[type.scalar] ?? 'float'
    case 'ref':
      return `"${names.get(type.name)!}"`
    case 'list':
      return `List[${jsonType(type.of, names)}]`
    case 'map':
      return `Dict[str, ${jsonType(type.value, names)}]`
    case 'union':
      return `Union[${type.of.map((t) => jsonType(t, names)).join(', ') || 'None'}]`
    case 'const':
      if (typeof type.value === 'number' && !Number.isInteger(type.value)) return 'float'
      return type.value === null ? 'None' : `Literal[${pyScalar(type.value)}]`
    case 'any':
      return 'Any'
  }
}

/** True when null is a value of the type, whatever aliases stand before it. */
const isNullable = (type: TypeRef, { defs }: PyTypes): boolean => {
  const waiting = [type]
  const met = new Set<string>()
  for (let t = waiting.pop(); t !== undefined; t = waiting.pop()) {
    if (t.kind === 'any' || (t.kind === 'const' && t.value === null)) return true
    if (t.kind === 'union') waiting.push(...t.of)
    const def = t.kind === 'ref' && !met.has(t.name) ? defs.get(t.name) : undefined
    if (def?.kind === 'alias') waiting.push(def.type)
    if (def) met.add(def.name)
  }
  return false
}

const attribute = (f: Field, types: PyTypes): string => {
  const type = jsonType(f.type, types.names)
  if (f.presence === 'required') return type
  return isNullable(f.type, types) ? `Union[${type}, Unset] = UNSET` : `Optional[${type}] = None`
}

const extra = '\u0000extra'

/** Attributes by the names of their fields, and one for members that are no fields. */
const attributesOf = (d: TypeDef & { kind: 'message' }): Names => {
  const names = memberNames(
    d.fields.map((f) => f.name),
    pyAttributes,
  )
  let more = 'extra'
  while ([...names.values()].includes(more)) more += '_'
  return new Map([...names, [extra, more]])
}

const extraLine = (d: TypeDef & { kind: 'message' }, types: PyTypes, name: string): string[] => {
  if (d.additional === false) return []
  const type = d.additional ? jsonType(d.additional, types.names) : 'Any'
  return [`    ${name}: Dict[str, ${type}] = _mapping()`]
}

const message = (d: TypeDef & { kind: 'message' }, types: PyTypes): readonly string[] => {
  const attributes = attributesOf(d)
  const isRequired = (f: Field): boolean => f.presence === 'required'
  const ordered = [...d.fields.filter(isRequired), ...d.fields.filter((f) => !isRequired(f))]
  const lines = ordered.flatMap((f) => [
    ...(f.default === undefined ? [] : [`    # Absence means ${oneLine(f.default)}.`]),
    `    ${attributes.get(f.name)!}: ${attribute(f, types)}`,
  ])
  const all = [...lines, ...extraLine(d, types, attributes.get(extra)!)]
  const doc = `    """\`\`${oneLine(d.name)}\`\`"""`
  const head = ['@_dataclass', `class ${types.names.get(d.name)!}(_Message):`, doc]
  return [...head, ...(all.length === 0 ? [] : ['', ...all])]
}

/** The class or alias of one type. */
export const jsonClass = (d: TypeDef, types: PyTypes): readonly string[] => {
  if (d.kind === 'message') return message(d, types)
  if (d.kind === 'enum') return []
  const name = types.names.get(d.name)!
  const text = jsonType(d.type, types.names)
  const isBare = text.startsWith('"') || text === 'None'
  return [`${name} = ${isBare ? `Union[${text}]` : text}`, `"""\`\`${oneLine(d.name)}\`\`"""`]
}

/** A type as the runtime's table has it. */
export const pyType = (type: TypeRef): string => {
  switch (type.kind) {
    case 'scalar':
      return pyTuple(['"scalar"', pyText(type.scalar)])
    case 'ref':
      return pyTuple(['"ref"', pyText(type.name)])
    case 'list':
      return pyTuple(['"list"', pyType(type.of)])
    case 'map':
      return pyTuple(['"map"', pyType(type.value)])
    case 'union':
      return pyTuple(['"union"', ...type.of.map(pyType)])
    case 'const':
      return pyTuple(['"const"', pyScalar(type.value)])
    case 'any':
      return pyTuple(['"any"'])
  }
}

const messageRow = (d: TypeDef & { kind: 'message' }, types: PyTypes): readonly string[] => {
  const attributes = attributesOf(d)
  const fields = d.fields.map((f) => {
    const flags = [f.presence === 'required', isNullable(f.type, types)].map(pyScalar)
    const names = [f.name, attributes.get(f.name)!].map(pyText)
    return `                ${pyTuple([...names, pyType(f.type), ...flags])},`
  })
  const additional = d.additional ? pyType(d.additional) : d.additional === false ? 'False' : 'None'
  const rest = d.additional === false ? 'None' : pyText(attributes.get(extra)!)
  const open = `        ${pyText(d.name)}: _message(`
  const name = `            ${pyText(d.name)},`
  return [
    open,
    name,
    '            [',
    ...fields,
    '            ],',
    `            (${additional}, ${rest}),`,
    '        ),',
  ]
}

/** The table of types, and the call that fills it. */
export const jsonBinding = (defs: readonly TypeDef[], types: PyTypes): readonly string[] => [
  '_TABLE.bind(',
  '    {',
  ...defs.flatMap((d) => {
    if (d.kind === 'message') return messageRow(d, types)
    return d.kind === 'alias' ? [`        ${pyText(d.name)}: ${pyType(d.type)},`] : []
  }),
  '    },',
  '    {',
  ...defs.flatMap((d) =>
    d.kind === 'message' ? [`        ${pyText(d.name)}: ${types.names.get(d.name)!},`] : [],
  ),
  '    },',
  ')',
]

/** Functions that write and read a type. */
export const jsonFunctions = (d: TypeDef, { names }: PyTypes): readonly string[] => {
  const name = names.get(d.name)!
  const type = pyTuple(['"ref"', pyText(d.name)])
  return [
    `def encode_${name}(value: "${name}") -> bytes:`,
    `    """Canonical JSON of a \`\`${oneLine(d.name)}\`\`."""`,
    `    return _encode_value(_TABLE, ${type}, value)`,
    '',
    '',
    `def decode_${name}(data: bytes) -> "${name}":`,
    `    """Reads canonical JSON of a \`\`${oneLine(d.name)}\`\`."""`,
    `    decoded: "${name}" = _decode_value(_TABLE, ${type}, data)`,
    '    return decoded',
  ]
}

/** The two sides of a type that may have no name: what writes it, and what reads it. */
export const jsonCodec = (type: TypeRef, names: Names): readonly [string, string] => {
  if (type.kind === 'ref')
    return [`encode_${names.get(type.name)!}`, `decode_${names.get(type.name)!}`]
  const row = pyType(type)
  return [
    `lambda value: _encode_value(_TABLE, ${row}, value)`,
    `lambda data: _decode_value(_TABLE, ${row}, data)`,
  ]
}
