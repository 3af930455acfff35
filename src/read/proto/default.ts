import type { Scalar } from '../../core/model/contract.ts'
import { escapeBytes, textOf } from './literal.ts'
import type { Option, OptionValue } from './option.ts'
import { isScalar } from './scalar.ts'
import { fault } from './syntax.ts'

type Numeric = Extract<OptionValue, { kind: 'name' | 'integer' | 'float' }>

const bits: Partial<Record<Scalar, readonly [min: bigint, max: bigint]>> = (() => {
  const signed = (n: bigint) => [-(2n ** (n - 1n)), 2n ** (n - 1n) - 1n] as const
  const [i32, i64] = [signed(32n), signed(64n)]
  const [u32, u64] = [[0n, 2n ** 32n - 1n] as const, [0n, 2n ** 64n - 1n] as const]
  return {
    ...{ int32: i32, sint32: i32, sfixed32: i32, int64: i64, sint64: i64, sfixed64: i64 },
    ...{ uint32: u32, fixed32: u32, uint64: u64, fixed64: u64 },
  }
})()

const magnitude = (text: string): bigint =>
  /^0[0-7]+$/.test(text) ? BigInt(`0o${text.slice(1)}`) : BigInt(text)

/** The shortest decimal that reads back as this 32-bit float; nine digits always suffice. */
const floatText = (value: number): string => {
  let digits = 1
  while (digits < 9 && Math.fround(Number(value.toPrecision(digits))) !== value) digits++
  return String(Number(value.toPrecision(digits)))
}

const realText = (value: Numeric, scalar: Scalar): string | undefined => {
  if (value.kind === 'name' && value.text !== 'inf' && value.text !== 'nan') return undefined
  if (value.kind === 'name' && value.text === 'nan') return 'nan'
  const size =
    value.text === 'inf'
      ? Number.POSITIVE_INFINITY
      : value.kind === 'integer'
        ? Number(magnitude(value.text))
        : Number(value.text)
  const real = scalar === 'float' ? Math.fround(size) : size
  const sign = value.negative ? '-' : ''
  if (real === Number.POSITIVE_INFINITY) return `${sign}inf`
  return sign + (scalar === 'float' ? floatText(real) : String(real))
}

const integerText = (value: Numeric, scalar: Scalar): string | undefined => {
  const [min, max] = bits[scalar]!
  if (value.kind !== 'integer') return undefined
  const n = value.negative ? -magnitude(value.text) : magnitude(value.text)
  return n < min || n > max ? undefined : String(n)
}

const scalarText = (value: OptionValue, scalar: Scalar): string | undefined => {
  if (scalar === 'bytes') return value.kind === 'string' ? escapeBytes(value.text) : undefined
  if (scalar === 'string') return value.kind === 'string' ? textOf(value.text) : undefined
  if (value.kind === 'string' || value.kind === 'aggregate') return undefined
  if (scalar === 'double' || scalar === 'float') return realText(value, scalar)
  if (scalar !== 'bool') return integerText(value, scalar)
  return value.kind === 'name' && /^(?:true|false)$/.test(value.text) ? value.text : undefined
}

/**
 * The default of a field in one spelling, so that `1e3` and `1000.0` agree: integers in decimal,
 * reals as ECMAScript writes the shortest, `inf`, `nan`, text as it is, bytes escaped as protoc
 * does.
 */
export const defaultText = (option: Option, type: string): string => {
  const { value } = option
  const enumValue = value.kind === 'name' && !value.negative ? value.text : undefined
  const text = isScalar(type) ? scalarText(value, type) : enumValue
  return text ?? fault(option.token, `this is not a default that a field of type ${type} can have`)
}
