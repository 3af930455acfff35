import type { Json } from '../../core/json/canonical.ts'
import type { Token } from '../code/lexer.ts'
import type { Source } from './termparser.ts'

type Schema = { readonly [k: string]: Json }
type Field = { readonly name: string; readonly schema: Schema; readonly isRequired: boolean }

const depthMax = 20
const plain: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  float32: { type: 'number' },
  float64: { type: 'number' },
  any: {},
  'interface{}': {},
  'json.RawMessage': {},
  'time.Time': { type: 'string' },
}

/** The value of one key of a struct tag: `json:"name,omitempty"`. */
const tagOf = (tag: string, key: string): string | undefined =>
  new RegExp(`(?:^|\\s)${key}:"((?:[^"\\\\]|\\\\.)*)"`).exec(tag)?.[1]?.replaceAll('\\"', '"')

/** The tag is the description, or a list of settings of which one is. */
const describedBy = (tag: string): string | undefined => {
  const text = tagOf(tag, 'jsonschema_description') ?? tagOf(tag, 'jsonschema')
  if (text === undefined || !/^(?:required|[a-z]+=)/.test(text)) return text
  return /(?:^|,)description=([^,]*)/.exec(text)?.[1]
}

/** Turns structs of a Go file into JSON Schema as the SDKs infer it from handlers. */
export class GoStructs {
  private readonly source: Source
  /** The token of the opening brace of each struct, by name. */
  private readonly opens = new Map<string, number>()
  private depth = 0

  constructor(source: Source) {
    this.source = source
    for (const [i, t] of source.tokens.entries())
      if (t.text === 'struct' && source.tokens[i + 1]?.text === '{')
        this.opens.set(source.tokens[i - 1]!.text, i + 1)
  }

  /** The schema of a type as it is written; undefined where it is not known in this file. */
  schemaOf(type: string): Schema | undefined {
    if (this.depth > depthMax) return undefined
    this.depth++
    const found = this.read(type)
    this.depth--
    return found
  }

  private read(type: string): Schema | undefined {
    if (Object.hasOwn(plain, type)) return plain[type]
    if (/^u?int(?:8|16|32|64)?$/.test(type)) return { type: 'integer' }
    if (type.startsWith('*')) return this.schemaOf(type.slice(1))
    if (type === '[]byte') return { type: 'string' }
    const item = /^\[\d*\](.+)$/.exec(type)?.[1]
    if (item !== undefined) return this.wrapped(item, (items) => ({ type: 'array', items }))
    const value = /^map\[string\](.+)$/.exec(type)?.[1]
    if (value === 'any' || value === 'interface{}') return { type: 'object' }
    if (value !== undefined)
      return this.wrapped(value, (additionalProperties) => ({
        type: 'object',
        additionalProperties,
      }))
    const open = this.opens.get(type)
    return open === undefined ? undefined : this.objectAt(open)
  }

  private wrapped(type: string, make: (s: Schema) => Schema): Schema | undefined {
    const inner = this.schemaOf(type)
    return inner && make(inner)
  }

  /** The struct whose opening brace stands at `open`. */
  objectAt(open: number): Schema | undefined {
    const fields: Field[] = []
    for (const line of this.linesAt(open)) {
      const found = this.fieldsOf(line)
      if (found === undefined) return undefined
      fields.push(...found)
    }
    const required = fields.filter((f) => f.isRequired).map((f) => f.name)
    return {
      type: 'object',
      properties: Object.fromEntries(fields.map((f) => [f.name, f.schema])),
      ...(required.length === 0 ? {} : { required }),
    }
  }

  /** The tokens of each field: one line a field, but for structs within. */
  private linesAt(open: number): readonly (readonly Token[])[] {
    const { tokens, brackets } = this.source
    const lines: Token[][] = []
    for (let i = open + 1; i < brackets.close[open]!; i++) {
      const t = tokens[i]!
      if (brackets.parent[i] === open && (t.first || lines.length === 0)) lines.push([])
      if (t.text === ';') lines.push([])
      else lines.at(-1)!.push(t)
    }
    return lines.filter((l) => l.length > 0)
  }

  private fieldsOf(line: readonly Token[]): readonly Field[] | undefined {
    const tagged = line.at(-1)?.kind === 'text'
    const tag = tagged ? (line.at(-1)!.parts?.join('') ?? '') : ''
    const rest = tagged ? line.slice(0, -1) : line
    const names: string[] = []
    let at = 0
    while (
      rest[at]?.kind === 'name' &&
      (rest[at + 1]?.text === ',' || names.length > 0 || rest.length > 1)
    ) {
      if (rest[at + 1]?.text === '.') break
      names.push(rest[at++]!.text)
      if (rest[at]?.text !== ',') break
      at++
    }
    const type = rest
      .slice(at)
      .map((t) => t.text)
      .join('')
    if (names.length === 0 || type === '') return this.embedded(rest.map((t) => t.text).join(''))
    return this.named(names, type, tag)
  }

  private named(names: readonly string[], type: string, tag: string): readonly Field[] | undefined {
    const [jsonName, ...options] = (tagOf(tag, 'json') ?? '').split(',')
    const seen = names.filter((n) => /^\p{Lu}/u.test(n) && jsonName !== '-')
    if (seen.length === 0) return []
    const schema = this.schemaOf(type)
    if (schema === undefined) return undefined
    const description = describedBy(tag)
    const isRequired = !options.includes('omitempty') && !options.includes('omitzero')
    return seen.map((name) => ({
      name: jsonName || name,
      schema: description === undefined ? schema : { ...schema, description },
      isRequired,
    }))
  }

  /** The fields of a struct that stands within another under no name are fields of that one. */
  private embedded(type: string): readonly Field[] | undefined {
    const inner = this.schemaOf(type.replace(/^\*/, ''))
    const properties = inner?.['properties'] as { [k: string]: Schema } | undefined
    if (properties === undefined) return undefined
    const required = (inner!['required'] ?? []) as readonly string[]
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      schema,
      isRequired: required.includes(name),
    }))
  }
}
