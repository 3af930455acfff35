import type { Json } from '../../core/json/canonical.ts'
import type { Constants } from './constants.ts'
import { literalOf } from './literal.ts'
import type { PythonClass } from './pythonclass.ts'
import type { PythonField } from './pythonfield.ts'
import { fieldBounds, plainTypes } from './pythontable.ts'
import { type Call, keyword, pathOf, positional, type Term } from './term.ts'

type Schema = { readonly [k: string]: Json }

const depthMax = 30
const modelBases = new Set(['BaseModel', 'TypedDict', 'SQLModel', 'NamedTuple'])
const enumBases = new Set(['Enum', 'StrEnum', 'IntEnum'])
const lists = new Set(['list', 'List', 'Sequence', 'Iterable', 'MutableSequence', 'Collection'])
const sets = new Set(['set', 'Set', 'frozenset', 'FrozenSet'])
const maps = new Set(['dict', 'Dict', 'Mapping', 'MutableMapping'])
const nullType: Schema = { type: 'null' }
const last = (path: string | undefined): string => path?.split('.').at(-1) ?? ''

/** Turns annotations of Python into JSON Schema as pydantic does, models of the same file included. */
export class PythonTypes {
  private readonly classes: ReadonlyMap<string, PythonClass>
  private readonly constants: Constants
  private readonly defs = new Map<string, Json>()
  private depth = 0

  constructor(classes: ReadonlyMap<string, PythonClass>, constants: Constants) {
    this.classes = classes
    this.constants = constants
  }

  /** The schema of an object with these fields; undefined where a type is not known. */
  objectOf(fields: readonly PythonField[]): Schema | undefined {
    const properties: Record<string, Json> = {}
    const required: string[] = []
    for (const field of fields) {
      const made = this.field(field)
      if (made === undefined) return undefined
      properties[made.name] = made.schema
      if (made.isRequired) required.push(made.name)
    }
    return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) }
  }

  /** A whole document: the object, and the models that it refers to. */
  documentOf(fields: readonly PythonField[]): Schema | undefined {
    this.defs.clear()
    const schema = this.objectOf(fields)
    return schema && this.withDefs(schema)
  }

  /** `Model.model_json_schema()` */
  modelDocument(name: string): Schema | undefined {
    this.defs.clear()
    const fields = this.fieldsOf(name)
    const schema = fields && this.objectOf(fields)
    const doc = this.classes.get(name)?.doc
    return schema && this.withDefs(doc === undefined ? schema : { ...schema, description: doc })
  }

  private withDefs(schema: Schema): Schema {
    return this.defs.size === 0 ? schema : { ...schema, $defs: Object.fromEntries(this.defs) }
  }

  private field(
    field: PythonField,
  ): { name: string; schema: Schema; isRequired: boolean } | undefined {
    const type = field.type === undefined ? {} : this.type(field.type, field.index)
    if (type === undefined) return undefined
    const given = field.fallback
    const call = fieldCall(given) ?? (given === undefined ? annotationOf(field.type) : undefined)
    const fallback = call ? (keyword(call, 'default') ?? positional(call)[0]) : given
    const isOpen = fallback === undefined || isEllipsis(fallback)
    const isRequired = isOpen && !(call && keyword(call, 'default_factory'))
    const value = isOpen ? undefined : literalOf(fallback, field.index, this.constants)
    const described = call ? this.described(type, call, field.index) : type
    const alias = call && this.constants.textOf(keyword(call, 'alias'), field.index)
    return {
      name: alias ?? field.name,
      schema: value === undefined ? described : { ...described, default: value },
      isRequired,
    }
  }

  /** What `Field(description=…, ge=…)` adds. */
  private described(schema: Schema, call: Call, index: number): Schema {
    const description = this.constants.textOf(keyword(call, 'description'), index)
    const bounds = call.args.flatMap((a) => {
      const value = a.name === undefined ? undefined : literalOf(a.value, index, this.constants)
      const key = a.name === undefined ? undefined : fieldBounds(a.name, schema['type'])
      return key === undefined || value === undefined ? [] : [[key, value] as const]
    })
    return {
      ...schema,
      ...Object.fromEntries(bounds),
      ...(description === undefined ? {} : { description }),
    }
  }

  private type(term: Term, index: number): Schema | undefined {
    if (this.depth > depthMax) return undefined
    this.depth++
    const found = this.read(term, index)
    this.depth--
    return found
  }

  private read(term: Term, index: number): Schema | undefined {
    if (term.kind === 'word') return term.value === null ? nullType : undefined
    if (term.kind === 'text')
      return this.type({ kind: 'name', path: term.value, line: term.line }, index)
    if (term.kind === 'union') return this.anyOf(term.of, index)
    if (term.kind === 'index') return this.generic(last(pathOf(term.on)), term.items, index)
    if (term.kind !== 'name') return undefined
    const name = last(term.path)
    if (Object.hasOwn(plainTypes, name)) return plainTypes[name]
    if (lists.has(name)) return { type: 'array', items: {} }
    if (maps.has(name)) return { type: 'object', additionalProperties: true }
    if (this.classes.has(name)) return this.model(name)
    const constant = this.constants.resolve(term, index)
    return constant === undefined || constant === term ? undefined : this.type(constant, index)
  }

  private generic(name: string, items: readonly Term[], index: number): Schema | undefined {
    const [first, second] = items
    if (first === undefined) return undefined
    if (name === 'Optional')
      return this.anyOf([first, { kind: 'word', value: null, line: 0 }], index)
    if (name === 'Union') return this.anyOf(items, index)
    if (name === 'Literal') return this.literal(items, index)
    if (name === 'Annotated') return this.annotated(items, index)
    if (name === 'NotRequired' || name === 'Required' || name === 'Final' || name === 'ClassVar')
      return this.type(first, index)
    if (lists.has(name)) return this.array(first, index, {})
    if (sets.has(name)) return this.array(first, index, { uniqueItems: true })
    if (name === 'tuple' || name === 'Tuple') return this.tuple(items, index)
    if (!maps.has(name) || second === undefined) return undefined
    const value = this.type(second, index)
    if (value === undefined) return undefined
    return { type: 'object', additionalProperties: Object.keys(value).length === 0 ? true : value }
  }

  private array(of: Term, index: number, rest: Schema): Schema | undefined {
    const items = this.type(of, index)
    return items && { type: 'array', items, ...rest }
  }

  private tuple(items: readonly Term[], index: number): Schema | undefined {
    if (items.length === 2 && isEllipsis(items[1]!)) return this.array(items[0]!, index, {})
    const types = items.map((t) => this.type(t, index))
    if (!types.every((t) => t !== undefined)) return undefined
    return { type: 'array', prefixItems: types, minItems: types.length, maxItems: types.length }
  }

  private anyOf(of: readonly Term[], index: number): Schema | undefined {
    const types = of.map((t) => this.type(t, index))
    return types.every((t) => t !== undefined) ? { anyOf: types } : undefined
  }

  private literal(items: readonly Term[], index: number): Schema | undefined {
    const values = items.map((t) => literalOf(t, index, this.constants))
    if (!values.every((v) => v !== undefined)) return undefined
    const kinds = new Set(values.map((v) => (typeof v === 'number' ? 'integer' : typeof v)))
    const [kind] = kinds
    const type = kinds.size === 1 && kind !== 'object' ? { type: kind! } : {}
    return values.length === 1 ? { ...type, const: values[0]! } : { ...type, enum: values }
  }

  private annotated([first, ...rest]: readonly Term[], index: number): Schema | undefined {
    let schema = first && this.type(first, index)
    for (const meta of rest) {
      if (schema === undefined) return undefined
      const text = this.constants.textOf(meta, index)
      if (text !== undefined) schema = { ...schema, description: text }
      else if (meta.kind === 'call' && last(pathOf(meta)) === 'Field')
        schema = this.described(schema, meta, index)
    }
    return schema
  }

  /** Fields of a model and of the models that it extends; undefined where a base is not known. */
  private fieldsOf(name: string, depth = 0): readonly PythonField[] | undefined {
    const found = this.classes.get(name)
    if (found === undefined || depth > depthMax) return undefined
    const inherited = found.bases.map((base) =>
      modelBases.has(base) || base === 'ABC' || base === 'Generic'
        ? []
        : this.fieldsOf(base, depth + 1),
    )
    if (
      !inherited.every((f) => f !== undefined) ||
      (found.bases.length === 0 && !found.isDataclass)
    )
      return undefined
    const own = found.fields.filter((f) => f.name !== 'model_config' && !isClassVariable(f))
    const names = new Set(own.map((f) => f.name))
    return [...inherited.flat().filter((f) => !names.has(f.name)), ...own]
  }

  /** A reference to the definition of a class of this file. */
  private model(name: string): Schema | undefined {
    const reference = { $ref: `#/$defs/${name}` }
    if (this.defs.has(name)) return reference
    const found = this.classes.get(name)!
    this.defs.set(name, {})
    const isEnum = found.bases.some((b) => enumBases.has(b))
    const fields = isEnum ? undefined : this.fieldsOf(name)
    const schema = isEnum ? this.enumeration(found) : fields && this.objectOf(fields)
    if (schema === undefined) {
      this.defs.delete(name)
      return undefined
    }
    this.defs.set(name, found.doc === undefined ? schema : { ...schema, description: found.doc })
    return reference
  }

  private enumeration(found: PythonClass): Schema | undefined {
    const values = found.members.map((m) => {
      const path = { kind: 'name' as const, path: `${found.name}.${m.name}`, line: 0 }
      return literalOf(path, m.value, this.constants)
    })
    if (values.length === 0 || !values.every((v) => typeof v === 'string' || typeof v === 'number'))
      return undefined
    return { type: typeof values[0] === 'string' ? 'string' : 'integer', enum: values as Json[] }
  }
}

const isEllipsis = (t: Term): boolean =>
  (t.kind === 'spread' && t.of.kind === 'other') || (t.kind === 'name' && t.path === 'Ellipsis')

const fieldCall = (t: Term | undefined): Call | undefined =>
  t?.kind === 'call' && last(pathOf(t)) === 'Field' ? t : undefined

/** `Field(default=…)` within `Annotated`. */
const annotationOf = (type: Term | undefined): Call | undefined =>
  type?.kind === 'index' && last(pathOf(type.on)) === 'Annotated'
    ? type.items.map(fieldCall).find((c) => c !== undefined)
    : undefined

const isClassVariable = (f: PythonField): boolean =>
  f.type?.kind === 'index' && last(pathOf(f.type.on)) === 'ClassVar'
