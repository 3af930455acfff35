import type { Json } from '../../core/json/canonical.ts'
import type { Token } from '../code/lexer.ts'
import { type Attribute, attributesBefore, docBefore, settingOf } from './rustattribute.ts'
import type { Source } from './termparser.ts'

type Schema = { readonly [k: string]: Json }
type Made = { readonly schema: Schema; readonly isOptional: boolean }

const depthMax = 20
const plain: Readonly<Record<string, Schema>> = {
  String: { type: 'string' },
  str: { type: 'string' },
  char: { type: 'string' },
  PathBuf: { type: 'string' },
  bool: { type: 'boolean' },
  f32: { type: 'number', format: 'float' },
  f64: { type: 'number', format: 'double' },
  Value: {},
}
const lists = /^(?:Vec|VecDeque|HashSet|BTreeSet|IndexSet)<(.+)>$/
const maps = /^(?:HashMap|BTreeMap|IndexMap)<String,(.+)>$/

/** Cases that serde can give names. */
const cased: Readonly<Record<string, (name: string) => string>> = {
  lowercase: (n) => n.toLowerCase(),
  UPPERCASE: (n) => n.toUpperCase(),
  snake_case: (n) => n.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase(),
  'kebab-case': (n) =>
    n
      .replaceAll('_', '-')
      .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
      .toLowerCase(),
  camelCase: (n) =>
    n.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()).replace(/^./, (c) => c.toLowerCase()),
  PascalCase: (n) => n.replace(/(?:^|_)(\w)/g, (_, c: string) => c.toUpperCase()),
  SCREAMING_SNAKE_CASE: (n) => n.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase(),
}

const caseOf = (attributes: readonly Attribute[]): ((name: string) => string) =>
  cased[settingOf(attributes, 'rename_all') ?? ''] ?? ((n) => n)

/** Turns structs and enums of a Rust file into JSON Schema as schemars does. */
export class RustStructs {
  private readonly source: Source
  private readonly lines: readonly string[]
  /** The token of the opening brace of each struct or enum, by name. */
  private readonly opens = new Map<string, number>()
  private depth = 0

  constructor(source: Source, lines: readonly string[]) {
    this.source = source
    this.lines = lines
    for (const [i, t] of source.tokens.entries())
      if ((t.text === 'struct' || t.text === 'enum') && source.tokens[i + 2]?.text === '{')
        this.opens.set(source.tokens[i + 1]!.text, i + 2)
  }

  /** The schema of a type as it is written; undefined where it is not known in this file. */
  schemaOf(type: string): Schema | undefined {
    return this.made(type)?.schema
  }

  private made(written: string): Made | undefined {
    if (this.depth > depthMax) return undefined
    this.depth++
    const found = this.read(written.replace(/^&?(?:'\w+)?(?:mut)?/, '').replace(/(?:\w+::)+/g, ''))
    this.depth--
    return found
  }

  private read(type: string): Made | undefined {
    if (Object.hasOwn(plain, type)) return { schema: plain[type]!, isOptional: false }
    if (/^[iu](?:8|16|32|64|128|size)$/.test(type))
      return { schema: { type: 'integer' }, isOptional: false }
    const optional = /^Option<(.+)>$/.exec(type)?.[1]
    if (optional !== undefined) {
      const inner = this.made(optional)
      return inner && { schema: { anyOf: [inner.schema, { type: 'null' }] }, isOptional: true }
    }
    const boxed = /^(?:Box|Arc|Rc|Cow)<(.+)>$/.exec(type)?.[1]
    if (boxed !== undefined) return this.made(boxed)
    const item = lists.exec(type)?.[1]
    if (item !== undefined) return this.wrapped(item, (items) => ({ type: 'array', items }))
    const value = maps.exec(type)?.[1]
    if (value !== undefined)
      return this.wrapped(value, (additionalProperties) => ({
        type: 'object',
        additionalProperties,
      }))
    if (type === 'JsonObject') return { schema: { type: 'object' }, isOptional: false }
    const open = this.opens.get(type)
    const schema = open === undefined ? undefined : this.definition(open)
    return schema && { schema, isOptional: false }
  }

  private wrapped(type: string, make: (s: Schema) => Schema): Made | undefined {
    const inner = this.made(type)
    return inner && { schema: make(inner.schema), isOptional: false }
  }

  private definition(open: number): Schema | undefined {
    const { tokens } = this.source
    const attributes = attributesBefore(this.source, open - 2)
    return tokens[open - 2]!.text === 'enum'
      ? this.variants(open, attributes)
      : this.struct(open, attributes)
  }

  private variants(open: number, attributes: readonly Attribute[]): Schema | undefined {
    const rename = caseOf(attributes)
    const values: string[] = []
    for (const i of this.membersAt(open)) {
      const next = this.source.tokens[i + 1]?.text
      if (next !== ',' && next !== '}') return undefined
      const own = settingOf(attributesBefore(this.source, i), 'rename')
      values.push(own ?? rename(this.source.tokens[i]!.text))
    }
    return values.length === 0 ? undefined : { type: 'string', enum: values }
  }

  private struct(open: number, attributes: readonly Attribute[]): Schema | undefined {
    const rename = caseOf(attributes)
    const isAllDefault = attributes.some((a) => a.name === 'serde' && a.flags.has('default'))
    const properties: Record<string, Json> = {}
    const required: string[] = []
    for (const i of this.membersAt(open)) {
      const own = attributesBefore(this.source, i)
      const serde = own.filter((a) => a.name === 'serde')
      if (serde.some((a) => a.flags.has('skip') || a.flags.has('skip_deserializing'))) continue
      const made = serde.some((a) => a.flags.has('flatten'))
        ? undefined
        : this.made(this.typeAt(i + 2, open))
      if (made === undefined) return undefined
      const name = settingOf(serde, 'rename') ?? rename(this.source.tokens[i]!.text)
      const described = settingOf(own, 'description') ?? docBefore(this.source, this.lines, i)
      properties[name] =
        described === undefined ? made.schema : { ...made.schema, description: described }
      const hasDefault = isAllDefault || serde.some((a) => a.flags.has('default'))
      if (!made.isOptional && !hasDefault) required.push(name)
    }
    return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) }
  }

  /** The names of fields or variants: each is the first name after a comma, its attributes and `pub` left out. */
  private membersAt(open: number): readonly number[] {
    const { tokens, brackets } = this.source
    const out: number[] = []
    let isStart = true
    for (let i = open + 1; i < brackets.close[open]!; i++) {
      const t = tokens[i]!
      if (brackets.parent[i] !== open) continue
      const isHidden = t.text === 'pub' || (t.text === '(' && tokens[i - 1]!.text === 'pub')
      if (t.text === ',' && this.isOutsideAngles(open, i)) isStart = true
      else if (isStart && t.kind === 'name' && !isHidden) {
        out.push(i)
        isStart = false
      }
    }
    return out
  }

  /** A comma between `<` and `>` parts the arguments of a type, not fields. */
  private isOutsideAngles(open: number, at: number): boolean {
    const { tokens, brackets } = this.source
    let depth = 0
    for (let i = at - 1; i > open && i > at - 60; i--) {
      if (brackets.parent[i] !== open) continue
      const { text } = tokens[i]!
      if (text === '>') depth++
      else if (text === '<') depth--
      if (depth < 0) return false
      if (text === ':' || text === ',') return depth >= 0
    }
    return true
  }

  private typeAt(from: number, open: number): string {
    const { tokens, brackets } = this.source
    let text = ''
    let angles = 0
    for (let i = from; i < brackets.close[open]!; i++) {
      const t: Token = tokens[i]!
      if (t.text === '<') angles++
      else if (t.text === '>') angles--
      else if (t.text === ',' && angles === 0) break
      text += t.text
    }
    return text
  }
}
