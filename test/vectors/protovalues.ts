import type { Field, TypeDef, TypeRef } from '../../src/core/model/contract.ts'
import type { Random } from './random.ts'
import { scalarValue } from './scalars.ts'

export type Types = ReadonlyMap<string, TypeDef>
type Message = Record<string, unknown>

const depthMax = 3

/** The property of a field in generated TypeScript. */
const propertyOf = (f: Field): string => (f.name in Object.prototype ? `${f.name}_` : f.name)

const enumValue = (random: Random, def: TypeDef & { kind: 'enum' }): number => {
  if (def.closed || random.chance(0.8)) return random.pick(def.values).number
  return Number(scalarValue(random, 'int32'))
}

const randomOfType = (
  random: Random,
  type: TypeRef,
  at: { types: Types; depth: number },
): unknown => {
  if (type.kind === 'scalar') return scalarValue(random, type.scalar)
  const def = type.kind === 'ref' ? at.types.get(type.name) : undefined
  if (def?.kind === 'enum') return enumValue(random, def)
  if (def?.kind === 'message') return messageValue(random, def, at)
  throw new Error(`no value for ${JSON.stringify(type)}`)
}

const isDeep = (type: TypeRef, { types, depth }: { types: Types; depth: number }): boolean =>
  type.kind === 'ref' && types.get(type.name)?.kind === 'message' && depth >= depthMax

/** How many items a list or map has: mostly few, the fewer the deeper it stands. */
const manyOf = (random: Random, depth: number): number =>
  depth === 1 && random.chance(0.02) ? 40 : random.below(Math.max(2, 4 - depth))

const fieldValue = (random: Random, f: Field, at: { types: Types; depth: number }): unknown => {
  if (f.presence === 'repeated')
    return Array.from({ length: isDeep(f.type, at) ? 0 : manyOf(random, at.depth) }, () =>
      randomOfType(random, f.type, at),
    )
  if (f.type.kind !== 'map') return randomOfType(random, f.type, at)
  const { key, value } = f.type
  const count = isDeep(value, at) ? 0 : manyOf(random, at.depth)
  return new Map(
    Array.from({ length: count }, () => [
      randomOfType(random, key, at),
      randomOfType(random, value, at),
    ]),
  )
}

const isSet = (random: Random, f: Field, at: { types: Types; depth: number }): boolean => {
  if (f.presence !== 'optional') return true
  return !isDeep(f.type, at) && random.chance(0.5)
}

/** A value of a message as generated TypeScript takes it; the same seed gives the same value. */
export const messageValue = (
  random: Random,
  def: TypeDef & { kind: 'message' },
  { types, depth }: { types: Types; depth: number },
): Message => {
  const at = { types, depth: depth + 1 }
  const oneofs = new Map<string, string>()
  for (const f of random.shuffle(def.fields)) if (f.oneof) oneofs.set(f.oneof, f.name)
  const value: Message = {}
  for (const f of def.fields) {
    if (f.delimited || (f.oneof && oneofs.get(f.oneof) !== f.name)) continue
    if (isSet(random, f, at)) value[propertyOf(f)] = fieldValue(random, f, at)
    else if (random.chance(0.2)) value[propertyOf(f)] = undefined
  }
  return value
}

const doubleText = (value: number): string => {
  if (Number.isNaN(value)) return 'nan'
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const dumpOne = (type: TypeRef, value: unknown, types: Types): string => {
  if (type.kind === 'scalar') {
    if (type.scalar === 'double' || type.scalar === 'float') return doubleText(value as number)
    if (type.scalar === 'string') return hex(new TextEncoder().encode(value as string))
    return type.scalar === 'bytes' ? hex(value as Uint8Array) : String(value)
  }
  const def = type.kind === 'ref' ? types.get(type.name) : undefined
  return def?.kind === 'message' ? dumpMessage(def, value as Message, types) : String(value)
}

const dumpField = (f: Field, value: unknown, types: Types): string => {
  if (f.presence === 'repeated')
    return `[${(value as unknown[]).map((v) => dumpOne(f.type, v, types)).join(',')}]`
  if (f.type.kind !== 'map') return dumpOne(f.type, value, types)
  const { key, value: inner } = f.type
  const entries = [...(value as Map<unknown, unknown>)].map(
    ([k, v]) => `${dumpOne(key, k, types)}:${dumpOne(inner, v, types)}`,
  )
  return `<${entries.sort().join(',')}>`
}

/** A value in a notation that any language can write, to compare values and not only bytes. */
export const dumpMessage = (
  def: TypeDef & { kind: 'message' },
  value: Message,
  types: Types,
): string => {
  const parts = def.fields
    .filter((f) => !f.delimited && value[propertyOf(f)] !== undefined)
    .map((f) => `${f.number}=${dumpField(f, value[propertyOf(f)], types)}`)
  return `{${parts.join(';')}}`
}
