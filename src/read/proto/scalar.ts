import type { Scalar } from '../../core/model/contract.ts'

const scalars: ReadonlySet<string> = new Set<Scalar>([
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
])

/** True for the keywords that name a scalar type. */
export const isScalar = (type: string): type is Scalar => scalars.has(type)

/** Scalars that may be the key of a map. */
export const isKey = (type: string): type is Scalar =>
  isScalar(type) && type !== 'double' && type !== 'float' && type !== 'bytes'

/** Scalars whose repeated form can be packed: all but those with a length. */
export const isPackable = (type: Scalar): boolean => type !== 'string' && type !== 'bytes'
