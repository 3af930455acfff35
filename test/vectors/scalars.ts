import type { Scalar } from '../../src/core/model/contract.ts'
import type { Random } from './random.ts'

/** A whole number of `bits` bits: often a border, otherwise of any length. */
const whole = (random: Random, bits: bigint, isSigned: boolean): bigint => {
  const min = isSigned ? -(2n ** (bits - 1n)) : 0n
  const max = isSigned ? 2n ** (bits - 1n) - 1n : 2n ** bits - 1n
  if (random.chance(0.3)) return random.pick([0n, 1n, min, max, min + 1n, max - 1n])
  const some = random.bits64() >> BigInt(random.below(64))
  return isSigned ? BigInt.asIntN(Number(bits), random.chance(0.5) ? -some : some) : some & max
}

const borders = [0, -0, 1, -1.5, 0.1, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 2 ** 53]
const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

const fromBits = (bits: bigint): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, bits)
  const value = view.getFloat64(0)
  return Number.isNaN(value) ? Number.NaN : value
}

export const double = (random: Random): number => {
  if (random.chance(0.3)) return random.pick(borders)
  return random.chance(0.1) ? random.pick(special) : fromBits(random.bits64())
}

export const float = (random: Random): number => {
  const value = Math.fround(random.chance(0.5) ? double(random) : random.below(1000) / 8)
  return value
}

/** Texts whose order by UTF-16 differs from that by UTF-8, and others that get mangled easily. */
const letters = ['a', 'Z', '0', ' ', '"', '\\', '\n', '\u0000', 'é', 'ß', '中', '\ue000', '\uffff']
const pairs = ['😀', '\u{10ffff}', '\u2028', '\u007f', '__proto__', 'constructor']

export const text = (random: Random): string =>
  Array.from({ length: random.below(random.chance(0.9) ? 6 : 200) }, () =>
    random.pick([...letters, ...pairs]),
  ).join('')

export const bytes = (random: Random): Uint8Array =>
  Uint8Array.from({ length: random.below(random.chance(0.9) ? 6 : 300) }, () => random.below(256))

/** A value of a protobuf scalar as generated TypeScript takes it. */
export const scalarValue = (random: Random, scalar: Scalar): unknown => {
  switch (scalar) {
    case 'double':
      return double(random)
    case 'float':
      return float(random)
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return Number(whole(random, 32n, true))
    case 'uint32':
    case 'fixed32':
      return Number(whole(random, 32n, false))
    case 'int64':
    case 'sint64':
    case 'sfixed64':
      return whole(random, 64n, true)
    case 'uint64':
    case 'fixed64':
      return whole(random, 64n, false)
    case 'bool':
      return random.chance(0.5)
    case 'string':
      return text(random)
    case 'bytes':
      return bytes(random)
  }
}
