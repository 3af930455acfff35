import type { Language } from '../shared/names.ts'

const keywords = `False None True and as assert async await break class continue def del elif else
  except finally for from global if import in is lambda nonlocal not or pass raise return try while
  with yield match case type _ print`

/** Names of types and values that generated files use themselves. */
const used = `int float str bool bytes list dict object
  Any Dict Iterable Iterator List Literal Optional Protocol Tuple Union annotations
  ConnectorError EncodeError DecodeError FieldTypeError
  Frame Prelude HEADER_BYTES PRELUDE_BYTES PAYLOAD_BYTES_MAX RESPONSE ERROR END CANCEL
  encode_frame payload_length decode_frame encode_payload decode_payload
  MethodInfo Server Transport Unset UNSET METHODS create_server CONTRACT_ID CONTRACT_DIGEST
  call canonical crc32c decode encode error frame scalar schema type value wire`

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * An identifier: other characters become `_`. Two underscores in front would be mangled in a class,
 * and a digit cannot stand there, so an `x` comes before them.
 */
const identifier = (text: string): string => {
  const plain = text.replace(/[^A-Za-z0-9_]/g, '_')
  return /^(?:[0-9]|__|$)/.test(plain) ? `x${plain}` : plain
}

export const pyLanguage: Language = {
  identifier,
  reserved: new Set([...words(keywords), ...words(used)]),
  declared: (name) => [name, `encode_${name}`, `decode_${name}`],
}

/** Attributes that the base classes of messages have. */
export const pyAttributes: Pick<Language, 'identifier' | 'reserved'> = {
  identifier,
  reserved: new Set([
    ...words(keywords),
    '_spec',
    '_table',
    '_row',
    '_repeated',
    '_mapping',
    'UNSET',
  ]),
}

/** Members that an enum may have; it keeps names with one underscore on both sides for itself. */
export const pyEnumMembers: Pick<Language, 'identifier' | 'reserved'> = {
  identifier: (text) =>
    /^_[^_].*_$|^_.?_$/.test(identifier(text)) ? `${text}_` : identifier(text),
  reserved: new Set([...words(keywords), 'mro']),
}

export const pyMethods: Pick<Language, 'identifier' | 'reserved'> = {
  identifier,
  reserved: new Set([...words(keywords), '_transport']),
}

/** A string literal in ASCII. */
export const pyText = (text: string): string => {
  let out = ''
  for (const c of text) {
    const code = c.codePointAt(0)!
    if (c === '"' || c === '\\') out += `\\${c}`
    else if (code >= 0x20 && code < 0x7f) out += c
    else if (code > 0xffff) out += `\\U${code.toString(16).padStart(8, '0')}`
    else out += `\\u${code.toString(16).padStart(4, '0')}`
  }
  return `"${out}"`
}

/** A tuple, with the comma that one of a single item needs. */
export const pyTuple = (items: readonly string[]): string =>
  items.length === 1 ? `(${items[0]!},)` : `(${items.join(', ')})`

/** The literal of a JSON scalar. */
export const pyScalar = (value: string | number | boolean | null): string => {
  if (typeof value === 'string') return pyText(value)
  if (typeof value === 'number') return JSON.stringify(value)
  return value === null ? 'None' : value ? 'True' : 'False'
}
