import type { Language } from '../shared/names.ts'

const keywords = `break case catch class const continue debugger default delete do else enum export
  extends false finally for function if import in instanceof new null return super switch this
  throw true try typeof var void while with implements interface let package private protected
  public static yield await async of arguments eval undefined NaN Infinity`

/** Names of types and values that generated files use themselves. */
const used = `
  any bigint boolean never number object string symbol unknown Uint8Array Map ReadonlyMap Partial
  Pick Promise AsyncIterable AbortSignal Object Array globalThis encodeMessage decodeMessage
  emptyMessage schemaOf schema table typeTable encodeValue decodeValue Json Codec MethodInfo
  Transport Route callUnary callStream callServerStream callClientStream unaryRoute
  serverStreamRoute clientStreamRoute streamRoute serve ConnectorError EncodeError DecodeError
  Frame Prelude preludeFlags headerBytes preludeBytes payloadBytesMax encodeFrame payloadLength
  decodeFrame encodePayload decodePayload methods createClient createServer contractId
  contractDigest`

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const identifier = (text: string): string => {
  const plain = text.replace(/[^A-Za-z0-9_$]/g, '_')
  return /^[A-Za-z_$]/.test(plain) ? plain : `_${plain}`
}

/** TypeScript's names; `locals` are those that one generated file adds to the reserved ones. */
export const tsLanguage = (locals: readonly string[]): Language => ({
  identifier,
  reserved: new Set([...words(keywords), ...words(used), ...locals]),
  declared: (name) => [name, `encode${name}`, `decode${name}`, `new${name}`],
})

const isPlain = (key: string): boolean => /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key)

/** A key of an object or interface. `__proto__` must be computed, or it would set the prototype. */
export const tsKey = (key: string): string => {
  if (key === '__proto__') return "['__proto__']"
  return isPlain(key) ? key : tsText(key)
}

/** Reads a property: `value.name`, or `value["a-b"]`. */
export const tsMember = (of: string, key: string): string =>
  isPlain(key) ? `${of}.${key}` : `${of}[${tsText(key)}]`

/** A string literal in ASCII. */
export const tsText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The literal of any JSON value. */
export const tsLiteral = (value: unknown): string => {
  if (typeof value === 'string') return tsText(value)
  if (Array.isArray(value)) return `[${value.map(tsLiteral).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, v]) => v !== undefined)
  return `{ ${members.map(([k, v]) => `${tsKey(k)}: ${tsLiteral(v)}`).join(', ')} }`
}

/**
 * Properties of a message or of the constants of an enum: proto names as they are, but for those
 * that every object inherits. An absent `toString` would otherwise read as a function.
 */
export const tsProperties: Pick<Language, 'identifier' | 'reserved'> = {
  identifier: (text) => text,
  reserved: new Set(Object.getOwnPropertyNames(Object.prototype)),
}
