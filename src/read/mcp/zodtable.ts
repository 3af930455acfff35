import type { Json } from '../../core/json/canonical.ts'

type Schema = { readonly [k: string]: Json }

const integer: Schema = { type: 'integer' }
const text = (format: string): Schema => ({ type: 'string', format })

/** What stands at the start of a chain and needs no argument. */
export const simpleTypes: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  bigint: integer,
  int: integer,
  int32: integer,
  float32: { type: 'number' },
  float64: { type: 'number' },
  stringbool: { type: 'string' },
  any: {},
  unknown: {},
  custom: {},
  null: { type: 'null' },
  date: text('date-time'),
  datetime: text('date-time'),
  time: text('time'),
  duration: text('duration'),
  email: text('email'),
  url: text('uri'),
  uuid: text('uuid'),
  guid: text('uuid'),
  ipv4: text('ipv4'),
  ipv6: text('ipv6'),
}

/** Methods of strings that say how it is written. */
export const stringFormats: Readonly<Record<string, string>> = {
  email: 'email',
  url: 'uri',
  uuid: 'uuid',
  datetime: 'date-time',
  date: 'date',
  time: 'time',
  duration: 'duration',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
}

const units: Readonly<Record<string, string>> = { string: 'Length', array: 'Items' }

const numberBounds: Readonly<Record<string, (n: number) => Schema>> = {
  min: (minimum) => ({ minimum }),
  gte: (minimum) => ({ minimum }),
  max: (maximum) => ({ maximum }),
  lte: (maximum) => ({ maximum }),
  gt: (exclusiveMinimum) => ({ exclusiveMinimum }),
  lt: (exclusiveMaximum) => ({ exclusiveMaximum }),
  multipleOf: (multipleOf) => ({ multipleOf }),
  step: (multipleOf) => ({ multipleOf }),
}

const fixedBounds: Readonly<Record<string, Schema>> = {
  int: { type: 'integer' },
  positive: { exclusiveMinimum: 0 },
  nonnegative: { minimum: 0 },
  negative: { exclusiveMaximum: 0 },
  nonpositive: { maximum: 0 },
}

/** What a limiting method adds to a schema of a type: `min(1)` of a string is `minLength`. */
export const boundsOf = (
  method: string,
  type: Json | undefined,
  value: Json | undefined,
): Schema | undefined => {
  if (type === 'number' || type === 'integer') {
    if (fixedBounds[method]) return fixedBounds[method]
    const bound = numberBounds[method]
    if (bound) return typeof value === 'number' ? bound(value) : {}
    return undefined
  }
  const unit = typeof type === 'string' ? units[type] : undefined
  if (unit === undefined) return undefined
  if (method === 'nonempty') return { [`min${unit}`]: 1 }
  if (
    method === 'regex' ||
    method === 'startsWith' ||
    method === 'endsWith' ||
    method === 'includes'
  )
    return {}
  const known = typeof value === 'number' ? value : undefined
  if (method === 'min') return known === undefined ? {} : { [`min${unit}`]: known }
  if (method === 'max') return known === undefined ? {} : { [`max${unit}`]: known }
  if (method === 'length')
    return known === undefined ? {} : { [`min${unit}`]: known, [`max${unit}`]: known }
  return undefined
}
