import type { Json } from '../../core/json/canonical.ts'
import type { Constants } from './constants.ts'
import { itemsOf, literalOf, membersOf } from './literal.ts'
import { type Call, positional, type Term } from './term.ts'
import { boundsOf, simpleTypes, stringFormats } from './zodtable.ts'

type Schema = { readonly [k: string]: Json }
/** A schema, and whether the member that it describes may be left out. */
type Shape = { readonly schema: Schema; readonly isOptional: boolean }

const depthMax = 40
const must = (schema: Schema): Shape => ({ schema, isOptional: false })
const nullType: Schema = { type: 'null' }

/** Methods after which a schema still says the same of the values that go in. */
const sameAfter = new Set([
  'strict',
  'strip',
  'passthrough',
  'loose',
  'refine',
  'superRefine',
  'check',
  'transform',
  'brand',
  'readonly',
  'trim',
  'toLowerCase',
  'toUpperCase',
  'pipe',
  'overwrite',
  'finite',
  'safe',
  'catch',
  'title',
  'normalize',
  'register',
  'safeExtend',
])

/** Turns schemas written with zod into JSON Schema, as far as they stand in one file. */
class ZodReader {
  private readonly at: number
  private readonly constants: Constants
  private depth = 0

  constructor(at: number, constants: Constants) {
    this.at = at
    this.constants = constants
  }

  shape(term: Term | undefined): Shape | undefined {
    if (this.depth > depthMax) return undefined
    this.depth++
    const found = this.read(this.constants.resolve(term, this.at))
    this.depth--
    return found
  }

  private read(t: Term | undefined): Shape | undefined {
    if (t?.kind !== 'call' || t.on === undefined) return undefined
    const root = t.on.kind === 'name' ? t.on.path : undefined
    if (
      root === 'z' ||
      root === 'zod' ||
      root === 'z.coerce' ||
      root === 'z.iso' ||
      root === 'zod.z'
    )
      return this.made(t)
    const base = this.shape(t.on)
    return base && this.after(base, t)
  }

  /** `z.string()` and all the others that stand at the start of a chain. */
  private made(call: Call): Shape | undefined {
    const [first, second] = positional(call)
    const simple = simpleTypes[call.name]
    if (simple) return this.simple(call, simple)
    switch (call.name) {
      case 'object':
      case 'strictObject':
      case 'looseObject':
        return first ? this.object(first) : must({ type: 'object', properties: {} })
      case 'array':
      case 'set':
        return this.mapped(first, (items) => ({ type: 'array', items }))
      case 'enum':
        return this.enumeration(first)
      case 'literal':
        return this.literal(first)
      case 'record':
      case 'map':
        return this.mapped(second ?? first, (additionalProperties) => ({
          type: 'object',
          additionalProperties,
        }))
      case 'union':
        return this.alternatives(itemsOf(first, this.at, this.constants))
      case 'discriminatedUnion':
        return this.alternatives(itemsOf(second, this.at, this.constants))
      case 'tuple':
        return this.tuple(first)
      case 'optional':
      case 'nullable':
      case 'nullish': {
        const base = this.shape(first)
        return base && this.after(base, { ...call, args: [] })
      }
      case 'preprocess':
        return this.shape(second)
      case 'intersection':
        return this.joined(this.shape(first), this.shape(second))
      default:
        return undefined
    }
  }

  private simple(call: Call, schema: Schema): Shape {
    const options = positional(call)[0]
    const described =
      options?.kind === 'object'
        ? this.text(
            membersOf(options.entries, this.at, this.constants)?.find(
              ([k]) => k === 'description',
            )?.[1],
          )
        : undefined
    return must(described === undefined ? schema : { ...schema, description: described })
  }

  private text(term: Term | undefined): string | undefined {
    return this.constants.textOf(term, this.at)
  }

  private mapped(term: Term | undefined, make: (s: Schema) => Schema): Shape | undefined {
    const inner = this.shape(term)
    return inner && must(make(inner.schema))
  }

  private literal(term: Term | undefined): Shape | undefined {
    const value = literalOf(term, this.at, this.constants)
    if (value === undefined) return undefined
    if (Array.isArray(value)) return must({ enum: value })
    return must(value === null ? nullType : { type: typeof value, const: value })
  }

  private enumeration(term: Term | undefined): Shape | undefined {
    const value = literalOf(term, this.at, this.constants)
    const values = Array.isArray(value) ? value : undefined
    return values?.every((v) => typeof v === 'string')
      ? must({ type: 'string', enum: values })
      : undefined
  }

  private alternatives(terms: readonly Term[] | undefined): Shape | undefined {
    const shapes = terms?.map((t) => this.shape(t))
    if (!shapes?.every((s) => s !== undefined) || shapes.length === 0) return undefined
    return must({ anyOf: shapes.map((s) => s!.schema) })
  }

  private tuple(term: Term | undefined): Shape | undefined {
    const shapes = itemsOf(term, this.at, this.constants)?.map((t) => this.shape(t))
    if (!shapes?.every((s) => s !== undefined)) return undefined
    return must({ type: 'array', prefixItems: shapes.map((s) => s!.schema) })
  }

  private joined(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
    return a && b && must({ allOf: [a.schema, b.schema] })
  }

  /** The object that a raw shape describes: `{ a: z.string() }`, `X.shape`, or a constant that is one. */
  object(term: Term): Shape | undefined {
    const shape = this.shapeMember(term)
    if (shape) return shape
    const t = this.constants.resolve(term, this.at)
    if (t?.kind !== 'object') return this.shapeMember(t)
    const properties: Record<string, Json> = {}
    const required: string[] = []
    for (const e of t.entries) {
      const spread =
        e.key === undefined && e.value.kind === 'spread' ? this.object(e.value.of) : undefined
      const member = e.key === undefined ? undefined : this.shape(e.value)
      if (spread) {
        Object.assign(properties, spread.schema['properties'])
        required.push(...((spread.schema['required'] ?? []) as string[]))
      } else if (member && e.key !== undefined) {
        properties[e.key] = member.schema
        if (!member.isOptional) required.push(e.key)
      } else return undefined
    }
    return must(objectSchema(properties, required))
  }

  /** `X.shape` is the object that X describes. */
  private shapeMember(t: Term | undefined): Shape | undefined {
    if (t?.kind === 'name' && t.path.endsWith('.shape'))
      return this.shape({ ...t, path: t.path.slice(0, -'.shape'.length) })
    return t?.kind === 'member' && t.name === 'shape' ? this.shape(t.on) : undefined
  }

  /** What a method makes of the schema before it. */
  private after(base: Shape, call: Call): Shape | undefined {
    const { schema, isOptional } = base
    const [first] = positional(call)
    if (sameAfter.has(call.name)) return base
    const bounds = boundsOf(call.name, schema['type'], literalOf(first, this.at, this.constants))
    if (bounds) return { schema: { ...schema, ...bounds }, isOptional }
    const format = stringFormats[call.name]
    if (format !== undefined && schema['type'] === 'string')
      return { schema: { ...schema, format }, isOptional }
    switch (call.name) {
      case 'optional':
        return { schema, isOptional: true }
      case 'nullable':
        return { schema: { anyOf: [schema, nullType] }, isOptional }
      case 'nullish':
        return { schema: { anyOf: [schema, nullType] }, isOptional: true }
      case 'default':
      case 'prefault': {
        const value = literalOf(first, this.at, this.constants)
        return {
          schema: value === undefined ? schema : { ...schema, default: value },
          isOptional: true,
        }
      }
      case 'describe': {
        const description = this.text(first)
        return description === undefined ? base : { schema: { ...schema, description }, isOptional }
      }
      case 'meta':
        return { schema: { ...schema, ...this.meta(first) }, isOptional }
      case 'array':
        return must({ type: 'array', items: schema })
      case 'or':
        return this.either(schema, this.shape(first))
      case 'and':
        return this.joined(base, this.shape(first))
      default:
        return this.objectAfter(base, call)
    }
  }

  private either(schema: Schema, other: Shape | undefined): Shape | undefined {
    return other && must({ anyOf: [schema, other.schema] })
  }

  private meta(term: Term | undefined): Schema {
    const value = literalOf(term, this.at, this.constants)
    const description =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Schema)['description']
        : undefined
    return typeof description === 'string' ? { description } : {}
  }

  /** Methods of objects that change which members there are. */
  private objectAfter({ schema, isOptional }: Shape, call: Call): Shape | undefined {
    const properties = schema['properties'] as Record<string, Json> | undefined
    if (properties === undefined) return undefined
    const required = (schema['required'] ?? []) as readonly string[]
    const [first] = positional(call)
    const keys = first?.kind === 'object' ? first.entries.map((e) => e.key) : undefined
    const keep = (isKept: (key: string) => boolean): Shape => ({
      schema: objectSchema(
        Object.fromEntries(Object.entries(properties).filter(([k]) => isKept(k))),
        required.filter(isKept),
      ),
      isOptional,
    })
    switch (call.name) {
      case 'partial':
        return {
          schema: objectSchema(
            properties,
            required.filter((k) => keys !== undefined && !keys.includes(k)),
          ),
          isOptional,
        }
      case 'required':
        return {
          schema: objectSchema(
            properties,
            keys
              ? [...required, ...keys.flatMap((k) => (k && !required.includes(k) ? [k] : []))]
              : Object.keys(properties),
          ),
          isOptional,
        }
      case 'pick':
        return keys && keep((k) => keys.includes(k))
      case 'omit':
        return keys && keep((k) => !keys.includes(k))
      case 'extend':
      case 'merge': {
        const more = first && (this.object(first) ?? this.shape(first))
        const added = more?.schema['properties'] as Record<string, Json> | undefined
        if (!added) return undefined
        const both = [
          ...required.filter((k) => !Object.hasOwn(added, k)),
          ...((more!.schema['required'] ?? []) as string[]),
        ]
        return { schema: objectSchema({ ...properties, ...added }, both), isOptional }
      }
      default:
        return undefined
    }
  }
}

const objectSchema = (properties: Record<string, Json>, required: readonly string[]): Schema => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})

/** The JSON Schema of a zod schema, or of the raw shape of one; undefined where any part is computed. */
export const zodSchema = (
  term: Term | undefined,
  at: number,
  constants: Constants,
): Json | undefined => {
  if (term === undefined) return undefined
  const reader = new ZodReader(at, constants)
  return (reader.shape(term) ?? reader.object(term))?.schema
}
