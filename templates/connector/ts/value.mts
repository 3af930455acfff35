import { fromBase64, toBase64 } from './base64.mts'
import { depthMax, fromBytes, type Json, toBytes } from './canonical.mts'
import { DecodeError, EncodeError } from './error.mts'
import { type MessageSpec, resolve, type Type, type TypeTable } from './type.mts'

/**
 * One pass over a value: `decode` makes typed values of JSON, `encode` JSON of typed values. The
 * two differ in bytes only, which JSON holds as base64. `fits` remembers which objects fit which
 * types, so that unions in unions cost no more than once each.
 */
interface Pass {
  readonly table: TypeTable
  readonly direction: 'encode' | 'decode'
  readonly path: string[]
  readonly fits: Map<unknown, Map<Type, boolean>>
}

const pointer = (path: readonly string[]): string =>
  path.map((p) => `/${p.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Ends the pass with an error that names the place. */
const refuse = (p: Pass, problem: string): never => {
  const Problem = p.direction === 'encode' ? EncodeError : DecodeError
  throw new Problem(pointer(p.path), problem)
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return 'Uint8Array'
  return Array.isArray(value) ? 'an array' : typeof value
}

const expected = (p: Pass, wanted: string, value: unknown): never =>
  refuse(
    p,
    value === undefined ? `${wanted} is missing` : `expected ${wanted}, got ${kindOf(value)}`,
  )

/** A plain object or an instance of a class; a Map or a Date would look like an empty one. */
const isObject = (value: unknown): value is Record<string, unknown> =>
  Object.prototype.toString.call(value) === '[object Object]'

/** Sets an own member whatever its name is, `__proto__` too. */
const put = (into: object, key: string, value: unknown): void => {
  if (key !== '__proto__') (into as Record<string, unknown>)[key] = value
  else
    Object.defineProperty(into, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
}

function at<T>(p: Pass, step: string, work: () => T): T {
  if (p.path.length >= depthMax) refuse(p, 'the value is nested too deeply')
  p.path.push(step)
  const done = work()
  p.path.pop()
  return done
}

const text = (p: Pass, value: unknown): string => {
  if (typeof value !== 'string') return expected(p, 'a string', value)
  return /\p{Surrogate}/u.test(value) ? refuse(p, 'a text holds half a surrogate pair') : value
}

const bytes = (p: Pass, value: unknown): unknown => {
  if (p.direction === 'encode')
    return value instanceof Uint8Array ? toBase64(value) : expected(p, 'a Uint8Array', value)
  const decoded = typeof value === 'string' ? fromBase64(value) : undefined
  return decoded ?? expected(p, 'bytes in base64', value)
}

const number = (p: Pass, value: unknown, whole: boolean): number => {
  if (typeof value !== 'number') return expected(p, whole ? 'an integer' : 'a number', value)
  if (whole && !Number.isSafeInteger(value))
    return refuse(p, `${value} is not an integer within 2^53`)
  return Number.isFinite(value) ? value : refuse(p, `${value} has no JSON form`)
}

const scalar = (p: Pass, type: Type & { kind: 'scalar' }, value: unknown): unknown => {
  switch (type.scalar) {
    case 'string':
      return text(p, value)
    case 'bool':
      return typeof value === 'boolean' ? value : expected(p, 'a boolean', value)
    case 'double':
      return number(p, value, false)
    case 'int64':
      return number(p, value, true)
    case 'bytes':
      return bytes(p, value)
  }
}

const list = (p: Pass, of: Type, value: unknown): unknown => {
  if (!Array.isArray(value)) return expected(p, 'an array', value)
  return value.map((v, i) => at(p, String(i), () => convert(p, of, v)))
}

/** Members that count: a property that is undefined is one that is absent. */
const membersOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, v]) => v !== undefined)

const map = (p: Pass, of: Type, value: unknown): unknown => {
  if (!isObject(value)) return expected(p, 'an object', value)
  const out = {}
  for (const [key, v] of membersOf(value))
    put(
      out,
      text(p, key),
      at(p, key, () => convert(p, of, v)),
    )
  return out
}

const anything: Type = { kind: 'any' }

const any = (p: Pass, value: unknown): unknown => {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return number(p, value, false)
  if (typeof value === 'string') return text(p, value)
  if (Array.isArray(value)) return list(p, anything, value)
  return isObject(value) ? map(p, anything, value) : expected(p, 'a JSON value', value)
}

const message = (p: Pass, row: MessageSpec, value: unknown): unknown => {
  if (!isObject(value)) return expected(p, 'an object', value)
  const out = {}
  for (const [key, v] of membersOf(value)) {
    const type = row.byName.get(key)?.type ?? row.additional ?? anything
    put(
      out,
      text(p, key),
      at(p, key, () =>
        type === false ? refuse(p, 'there is no such member') : convert(p, type, v),
      ),
    )
  }
  for (const { name, required } of row.fields)
    if (required && !Object.hasOwn(out, name)) at(p, name, () => refuse(p, 'the member is missing'))
  return out
}

const tryFit = (p: Pass, type: Type, value: unknown): boolean => {
  const depth = p.path.length
  try {
    convert(p, type, value)
    return true
  } catch (error) {
    if (!(error instanceof EncodeError || error instanceof DecodeError)) throw error
    p.path.length = depth
    return false
  }
}

const fits = (p: Pass, type: Type, value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return tryFit(p, type, value)
  const known = p.fits.get(value) ?? new Map<Type, boolean>()
  p.fits.set(value, known)
  const answer = known.get(type) ?? tryFit(p, type, value)
  known.set(type, answer)
  return answer
}

/** How many members of an object a type does not name: of those that fit, the nearest is meant. */
const strangers = (p: Pass, type: Type, value: unknown): number => {
  const row = resolve(p.table, type)
  if (row.kind !== 'message' || !isObject(value)) return 0
  return Object.keys(value).filter((key) => !row.byName.has(key)).length
}

const union = (p: Pass, of: readonly Type[], value: unknown): unknown => {
  const ranked = of
    .map((type) => ({ type, rank: strangers(p, type, value) }))
    .sort((a, b) => a.rank - b.rank)
  const found = ranked.find(({ type }) => fits(p, type, value))
  return found ? convert(p, found.type, value) : refuse(p, 'the value fits no alternative')
}

const convert = (p: Pass, type: Type, value: unknown): unknown => {
  const t = resolve(p.table, type)
  switch (t.kind) {
    case 'scalar':
      return scalar(p, t, value)
    case 'list':
      return list(p, t.of, value)
    case 'map':
      return map(p, t.value, value)
    case 'union':
      return union(p, t.of, value)
    case 'const':
      return value === t.value ? value : refuse(p, `expected ${JSON.stringify(t.value)}`)
    case 'any':
      return any(p, value)
    case 'message':
      return message(p, t, value)
  }
}

/** Canonical JSON of a value that is checked against its type on the way. */
export const encodeValue = (table: TypeTable, type: Type, value: unknown): Uint8Array => {
  const p: Pass = { table, direction: 'encode', path: [], fits: new Map() }
  return toBytes(convert(p, type, value) as Json)
}

/**
 * Reads canonical JSON and checks it against a type. Members that an open object does not name are
 * kept as they are and written again.
 */
export const decodeValue = (table: TypeTable, type: Type, bytes: Uint8Array): unknown => {
  const p: Pass = { table, direction: 'decode', path: [], fits: new Map() }
  return convert(p, type, fromBytes(bytes))
}
