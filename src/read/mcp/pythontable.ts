import type { Json } from '../../core/json/canonical.ts'

type Schema = { readonly [k: string]: Json }
const text = (format: string): Schema => ({ type: 'string', format })

/** Types that stand for themselves, as pydantic describes them. */
export const plainTypes: Readonly<Record<string, Schema>> = {
  str: { type: 'string' },
  int: { type: 'integer' },
  float: { type: 'number' },
  bool: { type: 'boolean' },
  None: { type: 'null' },
  Any: {},
  object: {},
  bytes: text('binary'),
  datetime: text('date-time'),
  date: text('date'),
  time: text('time'),
  timedelta: text('duration'),
  UUID: text('uuid'),
  Path: text('path'),
  AnyUrl: { ...text('uri'), minLength: 1 },
  HttpUrl: { ...text('uri'), minLength: 1, maxLength: 2083 },
  EmailStr: text('email'),
  PositiveInt: { type: 'integer', exclusiveMinimum: 0 },
  NonNegativeInt: { type: 'integer', minimum: 0 },
}

const bounds: Readonly<Record<string, string>> = {
  ge: 'minimum',
  gt: 'exclusiveMinimum',
  le: 'maximum',
  lt: 'exclusiveMaximum',
  multiple_of: 'multipleOf',
  pattern: 'pattern',
  regex: 'pattern',
}

const unitOf = (type: Json | undefined): string => (type === 'array' ? 'Items' : 'Length')

/** The keyword of JSON Schema for an argument of `Field`. */
export const fieldBounds = (name: string, type: Json | undefined): string | undefined => {
  if (name === 'min_length') return `min${unitOf(type)}`
  if (name === 'max_length') return `max${unitOf(type)}`
  return Object.hasOwn(bounds, name) ? bounds[name] : undefined
}
