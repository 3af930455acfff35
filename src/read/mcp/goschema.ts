import type { Json } from '../../core/json/canonical.ts'
import type { Constants } from './constants.ts'
import { literalOf } from './literal.ts'
import { type Call, positional, type Term } from './term.ts'

type Schema = { readonly [k: string]: Json }

const depthMax = 30
const wrappers = /^(?:Ptr|ptr|To|Pointer|json\.RawMessage|RawMessage)$/

const parse = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Fields of `jsonschema.Schema` that are not called as the keyword is. */
const fieldNames: Readonly<Record<string, string>> = {
  Types: 'type',
  Defs: '$defs',
  Ref: '$ref',
  ID: '$id',
}

const keyOf = (key: string, isStruct: boolean): string =>
  isStruct ? (fieldNames[key] ?? key.slice(0, 1).toLowerCase() + key.slice(1)) : key

/** A JSON Schema in Go: a literal of a struct or a map, or raw JSON; undefined where a part is computed. */
export const goSchema = (
  term: Term | undefined,
  at: number,
  constants: Constants,
  depth = 0,
): Json | undefined => {
  const t = constants.resolve(term, at)
  if (t === undefined || depth > depthMax) return undefined
  const inner = (x: Term): Json | undefined => goSchema(x, at, constants, depth + 1)
  if (t.kind === 'call' && wrappers.test(t.name)) {
    const value = literalOf(positional(t)[0], at, constants)
    return typeof value === 'string' && /RawMessage$/.test(t.name) ? parse(value) : value
  }
  if (t.kind === 'list') {
    const items = t.items.map(inner)
    return items.every((v) => v !== undefined) ? items : undefined
  }
  if (t.kind === 'index' && /^(?:any|string)$/.test(t.on.kind === 'name' ? t.on.path : ''))
    return undefined
  if (t.kind !== 'object') return literalOf(t, at, constants)
  // A struct has fields in upper case; the keys of a map are texts and stand as they are.
  const isStruct = t.type !== 'map' && t.entries.every((e) => /^\p{Lu}/u.test(e.key ?? ''))
  const members = t.entries
    .map((e) => [e.key, inner(e.value)] as const)
    .filter(([k, v]) => v !== undefined || k?.toLowerCase() !== 'description')
  if (!members.every(([k, v]) => k !== undefined && v !== undefined)) return undefined
  return Object.fromEntries(members.map(([k, v]) => [keyOf(k!, isStruct), v!]))
}

const optionTypes: Readonly<Record<string, Schema>> = {
  WithString: { type: 'string' },
  WithNumber: { type: 'number' },
  WithInteger: { type: 'integer' },
  WithBoolean: { type: 'boolean' },
  WithObject: { type: 'object', properties: {} },
  WithArray: { type: 'array' },
  WithAny: {},
}

const optionKeys: Readonly<Record<string, string>> = {
  Description: 'description',
  DefaultString: 'default',
  DefaultNumber: 'default',
  DefaultBool: 'default',
  DefaultArray: 'default',
  Min: 'minimum',
  Max: 'maximum',
  MultipleOf: 'multipleOf',
  MinLength: 'minLength',
  MaxLength: 'maxLength',
  Pattern: 'pattern',
  MinItems: 'minItems',
  MaxItems: 'maxItems',
  UniqueItems: 'uniqueItems',
  Items: 'items',
  Properties: 'properties',
  AdditionalProperties: 'additionalProperties',
}
const withoutSchema = new Set(['Title', 'PropertyNames', 'MinProperties', 'MaxProperties'])
const itemTypes: Readonly<Record<string, string>> = {
  WithStringItems: 'string',
  WithNumberItems: 'number',
  WithBooleanItems: 'boolean',
}

type Property = { readonly schema: Schema; readonly isRequired: boolean }

/** `mcp.WithString("a", mcp.Required(), mcp.Description("…"))` without its name. */
const propertyOf = (option: Call, at: number, constants: Constants): Property | undefined => {
  let schema: Schema = optionTypes[option.name]!
  let isRequired = false
  for (const part of positional(option).slice(1)) {
    if (part.kind !== 'call') return undefined
    const values = positional(part).map((v) => goSchema(v, at, constants))
    if (part.name === 'Required') isRequired = true
    else if (part.name === 'Enum') {
      if (!values.every((v) => v !== undefined)) return undefined
      schema = { ...schema, enum: values }
    } else if (itemTypes[part.name]) schema = { ...schema, items: { type: itemTypes[part.name]! } }
    else if (optionKeys[part.name]) {
      const value = values[0]
      // A description that is computed leaves the shape as it is.
      if (value === undefined && part.name !== 'Description') return undefined
      if (value !== undefined) schema = { ...schema, [optionKeys[part.name]!]: value }
    } else if (!withoutSchema.has(part.name)) return undefined
  }
  return { schema, isRequired }
}

/** The schema that the options of `mcp.NewTool` make; undefined where one of them is not known. */
export const optionsSchema = (
  options: readonly Term[],
  at: number,
  constants: Constants,
): Schema | undefined => {
  const properties: Record<string, Json> = {}
  const required: string[] = []
  for (const option of options) {
    if (option.kind !== 'call') return undefined
    if (!Object.hasOwn(optionTypes, option.name)) {
      if (
        /^With(?:Description|.*Annotation|Meta|OutputSchema|Title|Icons?|Raw.*)$/.test(option.name)
      )
        continue
      return undefined
    }
    const name = constants.textOf(positional(option)[0], at)
    const property = name === undefined ? undefined : propertyOf(option, at, constants)
    if (name === undefined || property === undefined) return undefined
    properties[name] = property.schema
    if (property.isRequired) required.push(name)
  }
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) }
}
