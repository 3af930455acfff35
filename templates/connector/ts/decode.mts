import { DecodeError } from './error.mts'
import { scalars } from './scalar.mts'
import type { FieldSpec, FieldType, MessageSpec } from './schema.mts'
import { depthMax, Reader, wire } from './wire.mts'

type Message = Record<string, unknown>

interface State {
  readonly r: Reader
  readonly path: string[]
  depth: number
}

/** What a closed enum answers for a number that it does not have: the field counts as unknown. */
const unknown: unique symbol = Symbol('unknown')

const zeroOf = (type: FieldType): unknown => {
  if (type.kind === 'scalar') return scalars[type.scalar].zero
  return type.kind === 'enum' ? type.enum.first : emptyMessage(type.message)
}

/** A message with nothing set. */
export const emptyMessage = (spec: MessageSpec): Message => {
  const message: Message = {}
  for (const f of spec.fields) {
    if (f.presence === 'implicit') message[f.prop] = zeroOf(f.type)
    if (f.presence === 'repeated') message[f.prop] = []
    if (f.presence === 'map') message[f.prop] = new Map()
  }
  return message
}

const wireOf = (type: FieldType): number => {
  if (type.kind === 'scalar') return scalars[type.scalar].wire
  return type.kind === 'enum' ? wire.varint : wire.bytes
}

/** Reads within the length that stands next, and puts the end back where it was. */
function within<T>(s: State, read: () => T): T {
  const size = s.r.length()
  const end = s.r.end
  s.r.end = s.r.position + size
  const value = read()
  s.r.end = end
  return value
}

const readValue = (s: State, type: FieldType, before: unknown): unknown => {
  if (type.kind === 'scalar') return scalars[type.scalar].read(s.r)
  if (type.kind === 'enum') {
    const number = s.r.varint32() | 0
    return type.enum.closed && !type.enum.numbers.has(number) ? unknown : number
  }
  const message = (before as Message | undefined) ?? emptyMessage(type.message)
  within(s, () => readFields(s, type.message, message))
  return message
}

const readList = (s: State, f: FieldSpec, packed: boolean, list: unknown[]): void => {
  const readOne = (): void => {
    s.path.push(`[${list.length}]`)
    const value = readValue(s, f.type, undefined)
    if (value !== unknown) list.push(value)
    s.path.pop()
  }
  if (!packed) readOne()
  else
    within(s, () => {
      while (s.r.position < s.r.end) readOne()
    })
}

const readEntry = (s: State, f: FieldSpec, map: Map<unknown, unknown>): void => {
  let key: unknown = scalars[f.key!].zero
  let value: unknown
  within(s, () => {
    while (s.r.position < s.r.end) {
      const { number, type } = s.r.tag()
      if (number === 1 && type === scalars[f.key!].wire) key = scalars[f.key!].read(s.r)
      else if (number === 2 && type === wireOf(f.type)) value = readValue(s, f.type, value)
      else s.r.skip(number, type)
    }
  })
  if (value !== unknown) map.set(key, value ?? zeroOf(f.type))
}

/** Reads a field that the contract knows; false when its wire type is none that it can have. */
const readField = (s: State, f: FieldSpec, type: number, into: Message): boolean => {
  const single = type === wireOf(f.type)
  if (f.presence === 'repeated') {
    const packed = !single && type === wire.bytes
    if (single || packed) readList(s, f, packed, into[f.prop] as unknown[])
    return single || packed
  }
  if (f.presence === 'map') {
    if (type !== wire.bytes) return false
    readEntry(s, f, into[f.prop] as Map<unknown, unknown>)
    return true
  }
  if (!single) return false
  const value = readValue(s, f.type, Object.hasOwn(into, f.prop) ? into[f.prop] : undefined)
  if (value !== unknown) into[f.prop] = value
  return true
}

/** A member of a oneof that was set takes the place of all others. */
const clearOthers = (spec: MessageSpec, f: FieldSpec, into: Message): void => {
  if (f.oneof === undefined || !Object.hasOwn(into, f.prop)) return
  for (const other of spec.oneofs.get(f.oneof)!) if (other !== f) delete into[other.prop]
}

const readFields = (s: State, spec: MessageSpec, into: Message): void => {
  if (s.depth++ > depthMax) throw new DecodeError('', 'messages are nested too deeply')
  while (s.r.position < s.r.end) {
    const { number, type } = s.r.tag()
    const f = spec.byNumber.get(number)
    s.path.push(f ? `.${f.prop}` : `.${number}`)
    if (f && readField(s, f, type, into)) clearOthers(spec, f, into)
    else s.r.skip(number, type)
    s.path.pop()
  }
  s.depth--
}

/** Looks for required fields once all is merged, only where a type can have some. */
const checkRequired = (s: State, spec: MessageSpec, message: Message): void => {
  for (const f of spec.fields) {
    const value = Object.hasOwn(message, f.prop) ? message[f.prop] : undefined
    s.path.push(`.${f.prop}`)
    if (f.presence === 'required' && value === undefined)
      throw new DecodeError('', 'the required field is missing')
    if (f.type.kind === 'message' && f.type.message.hasRequired && value !== undefined) {
      const all = value instanceof Map ? value.values() : Array.isArray(value) ? value : [value]
      for (const inner of all) checkRequired(s, f.type.message, inner as Message)
    }
    s.path.pop()
  }
}

/**
 * Reads protobuf's wire format. Fields that the contract does not know are passed over and not
 * kept; a scalar that stands twice has its last value, messages are merged, lists joined, packed or
 * not.
 */
export const decodeMessage = (spec: MessageSpec, bytes: Uint8Array): unknown => {
  const s: State = { r: new Reader(bytes), path: [], depth: 0 }
  const message = emptyMessage(spec)
  try {
    readFields(s, spec, message)
    if (spec.hasRequired) checkRequired(s, spec, message)
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    throw new DecodeError(s.path.join('').replace(/^\./, ''), error.message)
  }
  return message
}
