import { EncodeError } from './error.mts'
import { isZero, type ScalarName, scalars, wrongType } from './scalar.mts'
import type { EnumSpec, FieldSpec, FieldType, MessageSpec } from './schema.mts'
import { depthMax, toUtf8, Writer, wire } from './wire.mts'

/** Where an encoding stands: the path is only put together when something is wrong. */
interface State {
  readonly w: Writer
  readonly path: string[]
  depth: number
}

const shown = (value: unknown): string =>
  /^(?:string|number|bigint|boolean)$/.test(typeof value) ? String(value) : typeof value

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined

const writeEnum = (w: Writer, spec: EnumSpec, value: unknown): void => {
  if (spec.closed && !(typeof value === 'number' && spec.numbers.has(value)))
    throw new EncodeError('', `${shown(value)} is not a value of ${spec.name}`)
  scalars.int32.write(w, value)
}

const wireOf = (type: FieldType): number => {
  if (type.kind === 'scalar') return scalars[type.scalar].wire
  return type.kind === 'enum' ? wire.varint : wire.bytes
}

const writeValue = (s: State, type: FieldType, value: unknown): void => {
  if (type.kind === 'scalar') scalars[type.scalar].write(s.w, value)
  else if (type.kind === 'enum') writeEnum(s.w, type.enum, value)
  else {
    const start = s.w.begin()
    writeMessage(s, type.message, value)
    s.w.end(start)
  }
}

const writeField = (s: State, number: number, type: FieldType, value: unknown): void => {
  s.w.varint32(((number << 3) | wireOf(type)) >>> 0)
  writeValue(s, type, value)
}

const writeList = (s: State, f: FieldSpec, list: readonly unknown[]): void => {
  if (f.packed && list.length > 0) s.w.varint32(((f.number << 3) | wire.bytes) >>> 0)
  const start = f.packed && list.length > 0 ? s.w.begin() : 0
  for (let i = 0; i < list.length; i++) {
    s.path.push(`[${i}]`)
    if (f.packed) writeValue(s, f.type, list[i])
    else writeField(s, f.number, f.type, list[i])
    s.path.pop()
  }
  if (f.packed && list.length > 0) s.w.end(start)
}

const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** Entries in the order of their keys: texts by their UTF-8 bytes, the rest by value. */
const sortedEntries = (key: ScalarName, map: ReadonlyMap<unknown, unknown>) => {
  const entries = [...map]
  if (key !== 'string')
    return entries.sort(([a], [b]) => ((a as number) < (b as number) ? -1 : a === b ? 0 : 1))
  return entries
    .map(([k, v]) => ({ k, v, bytes: typeof k === 'string' ? toUtf8(k) : new Uint8Array() }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ k, v }): [unknown, unknown] => [k, v])
}

const writeMap = (s: State, f: FieldSpec, map: ReadonlyMap<unknown, unknown>): void => {
  const keyType: FieldType = { kind: 'scalar', scalar: f.key! }
  for (const [key, value] of sortedEntries(f.key!, map)) {
    s.path.push(`[${shown(key)}]`)
    s.w.varint32(((f.number << 3) | wire.bytes) >>> 0)
    const start = s.w.begin()
    writeField(s, 1, keyType, key)
    writeField(s, 2, f.type, value)
    s.w.end(start)
    s.path.pop()
  }
}

const isImplicitZero = (type: FieldType, value: unknown): boolean =>
  type.kind === 'scalar' ? isZero(type.scalar, value) : value === 0

const writePresent = (s: State, f: FieldSpec, value: unknown): void => {
  if (f.presence === 'repeated') {
    if (!Array.isArray(value)) throw wrongType('an array', value)
    writeList(s, f, value)
  } else if (f.presence === 'map') {
    if (!(value instanceof Map)) throw wrongType('a Map', value)
    writeMap(s, f, value)
  } else if (f.presence !== 'implicit' || !isImplicitZero(f.type, value))
    writeField(s, f.number, f.type, value)
}

const checkOneofs = (spec: MessageSpec, value: object): void => {
  for (const [name, members] of spec.oneofs) {
    const set = members.filter((f) => own(value, f.prop) !== undefined)
    if (set.length > 1)
      throw new EncodeError(
        '',
        `"${set[0]!.prop}" and "${set[1]!.prop}" exclude each other (${name})`,
      )
  }
}

const writeMessage = (s: State, spec: MessageSpec, value: unknown): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType('an object', value)
  if (s.depth++ > depthMax) throw new EncodeError('', 'messages are nested too deeply')
  checkOneofs(spec, value)
  for (const f of spec.fields) {
    const present = own(value, f.prop)
    s.path.push(`.${f.prop}`)
    if (present !== undefined) writePresent(s, f, present)
    else if (f.presence !== 'optional') throw new EncodeError('', 'the field is missing')
    s.path.pop()
  }
  s.depth--
}

/** Protobuf's wire format of a value, in the one form that deterministic serialization gives. */
export const encodeMessage = (spec: MessageSpec, value: unknown): Uint8Array => {
  const s: State = { w: new Writer(), path: [], depth: 0 }
  try {
    writeMessage(s, spec, value)
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error
    throw new EncodeError(s.path.join('').replace(/^\./, ''), error.message)
  }
  return s.w.finish()
}
