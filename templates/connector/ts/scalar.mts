import { EncodeError } from './error.mts'
import { type Reader, toUtf8, type Writer, wire } from './wire.mts'

/**
 * What is known about a scalar type: its wire type, its zero, how it is checked, written and read.
 */
export interface Scalar {
  readonly wire: 0 | 1 | 2 | 5
  readonly zero: unknown
  /** Throws an EncodeError unless `value` is of this type. */
  readonly write: (w: Writer, value: unknown) => void
  readonly read: (r: Reader) => unknown
}

export type ScalarName =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes'

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return 'Uint8Array'
  return Array.isArray(value) ? 'an array' : typeof value
}

/** Says what was wanted and what was there. */
export const wrongType = (wanted: string, value: unknown): EncodeError =>
  new EncodeError('', `expected ${wanted}, got ${kindOf(value)}`)

const int32 = (value: unknown): number => {
  if (typeof value !== 'number') throw wrongType('a number', value)
  if ((value | 0) !== value) throw new EncodeError('', `${value} is not an int32`)
  return value
}

const uint32 = (value: unknown): number => {
  if (typeof value !== 'number') throw wrongType('a number', value)
  if (value >>> 0 !== value) throw new EncodeError('', `${value} is not a uint32`)
  return value
}

const int64 = (value: unknown): bigint => {
  if (typeof value !== 'bigint') throw wrongType('a bigint', value)
  if (BigInt.asIntN(64, value) !== value) throw new EncodeError('', `${value} is not an int64`)
  return value
}

const uint64 = (value: unknown): bigint => {
  if (typeof value !== 'bigint') throw wrongType('a bigint', value)
  if (BigInt.asUintN(64, value) !== value) throw new EncodeError('', `${value} is not a uint64`)
  return value
}

const double = (value: unknown): number => {
  if (typeof value !== 'number') throw wrongType('a number', value)
  return value
}

const float = (value: unknown): number => {
  const wide = double(value)
  if (Number.isFinite(wide) && !Number.isFinite(Math.fround(wide)))
    throw new EncodeError('', `${wide} is too large for a float`)
  return wide
}

const bool = (value: unknown): boolean => {
  if (typeof value !== 'boolean') throw wrongType('a boolean', value)
  return value
}

const text = (value: unknown): Uint8Array => {
  if (typeof value !== 'string') throw wrongType('a string', value)
  return toUtf8(value)
}

const bytes = (value: unknown): Uint8Array => {
  if (!(value instanceof Uint8Array)) throw wrongType('a Uint8Array', value)
  return value
}

const writeInt32 = (w: Writer, n: number): void => (n < 0 ? w.varint64(BigInt(n)) : w.varint32(n))

const writeBytes = (w: Writer, b: Uint8Array): void => {
  w.varint32(b.length)
  w.raw(b)
}

const zigzag32 = (n: number): number => ((n << 1) ^ (n >> 31)) >>> 0
const zagzig32 = (n: number): number => (n >>> 1) ^ -(n & 1)
const zigzag64 = (n: bigint): bigint => (n << 1n) ^ (n >> 63n)
const zagzig64 = (n: bigint): bigint => (n >> 1n) ^ -(n & 1n)
const signed = (n: bigint): bigint => BigInt.asIntN(64, n)

const { varint, fixed64, fixed32 } = wire

export const scalars: Readonly<Record<ScalarName, Scalar>> = {
  double: { wire: fixed64, zero: 0, write: (w, v) => w.double(double(v)), read: (r) => r.double() },
  float: { wire: fixed32, zero: 0, write: (w, v) => w.float(float(v)), read: (r) => r.float() },
  int32: {
    ...{ wire: varint, zero: 0 },
    write: (w, v) => writeInt32(w, int32(v)),
    read: (r) => r.varint32() | 0,
  },
  int64: {
    ...{ wire: varint, zero: 0n },
    write: (w, v) => w.varint64(int64(v)),
    read: (r) => signed(r.varint64()),
  },
  uint32: {
    ...{ wire: varint, zero: 0 },
    write: (w, v) => w.varint32(uint32(v)),
    read: (r) => r.varint32(),
  },
  uint64: {
    ...{ wire: varint, zero: 0n },
    write: (w, v) => w.varint64(uint64(v)),
    read: (r) => r.varint64(),
  },
  sint32: {
    ...{ wire: varint, zero: 0 },
    write: (w, v) => w.varint32(zigzag32(int32(v))),
    read: (r) => zagzig32(r.varint32()),
  },
  sint64: {
    ...{ wire: varint, zero: 0n },
    write: (w, v) => w.varint64(zigzag64(int64(v))),
    read: (r) => zagzig64(r.varint64()),
  },
  fixed32: {
    ...{ wire: fixed32, zero: 0 },
    write: (w, v) => w.fixed32(uint32(v)),
    read: (r) => r.fixed32(),
  },
  fixed64: {
    ...{ wire: fixed64, zero: 0n },
    write: (w, v) => w.fixed64(uint64(v)),
    read: (r) => r.fixed64(),
  },
  sfixed32: {
    ...{ wire: fixed32, zero: 0 },
    write: (w, v) => w.fixed32(int32(v)),
    read: (r) => r.fixed32() | 0,
  },
  sfixed64: {
    ...{ wire: fixed64, zero: 0n },
    write: (w, v) => w.fixed64(int64(v)),
    read: (r) => signed(r.fixed64()),
  },
  bool: {
    ...{ wire: varint, zero: false },
    write: (w, v) => w.varint32(bool(v) ? 1 : 0),
    read: (r) => r.isTrue(),
  },
  string: {
    ...{ wire: wire.bytes, zero: '' },
    write: (w, v) => writeBytes(w, text(v)),
    read: (r) => r.text(),
  },
  bytes: {
    ...{ wire: wire.bytes, zero: new Uint8Array() },
    write: (w, v) => writeBytes(w, bytes(v)),
    read: (r) => r.raw(),
  },
}

/**
 * True for the value that a field without presence does not write: a negative zero real is not one.
 */
export const isZero = (name: ScalarName, value: unknown): boolean => {
  if (value instanceof Uint8Array) return value.length === 0
  const { zero } = scalars[name]
  return name === 'double' || name === 'float' ? Object.is(value, zero) : value === zero
}
