import type { GraphToken } from './token.ts'

/** A type as it is used: the name at its core, and how it is wrapped from the outside in. */
export type GraphType =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list'; readonly of: GraphType }
  | { readonly kind: 'required'; readonly of: GraphType }

export type GraphField = {
  readonly name: string
  readonly type: GraphType
  readonly args: readonly GraphField[]
  /** The default of an argument or input field, as written but for white space. */
  readonly default?: string
  readonly line: number
}

/** A definition or an extension of one. */
export type GraphDefinition = {
  readonly kind: 'type' | 'interface' | 'input' | 'enum' | 'union' | 'scalar' | 'schema'
  readonly name: string
  readonly fields: readonly GraphField[]
  /** Values of an enum, members of a union, interfaces of a type. */
  readonly names: readonly string[]
  readonly isExtension: boolean
  readonly line: number
}

/** What a document defines; with a fault it is not SDL from that line on. */
export type GraphDocument = {
  readonly definitions: readonly GraphDefinition[]
  /** It holds operations or fragments: it is what a client sends. */
  readonly isExecutable: boolean
  readonly fault?: { readonly line: number; readonly why: string }
}

const depthMax = 60
const definitionsMax = 50_000
const kinds = new Set(['type', 'interface', 'input', 'enum', 'union', 'scalar', 'schema'])
const executable = new Set(['query', 'mutation', 'subscription', 'fragment', '{'])

class Fault extends Error {
  readonly line: number
  constructor(why: string, line: number) {
    super(why)
    this.line = line
  }
}

/** A parser of the type system of GraphQL (October 2021): definitions and extensions; operations are stepped over. */
class GraphParser {
  private i = 0
  private readonly tokens: readonly GraphToken[]
  readonly definitions: GraphDefinition[] = []
  isExecutable = false

  constructor(tokens: readonly GraphToken[]) {
    this.tokens = tokens
  }

  private get text(): string {
    const t = this.tokens[this.i]
    return t === undefined || t.kind === 'value' ? '' : t.text
  }

  private get line(): number {
    return this.tokens[this.i]?.line ?? this.tokens.at(-1)?.line ?? 1
  }

  private fail(wanted: string): never {
    throw new Fault(`${wanted} was expected`, this.line)
  }

  private take(text: string): boolean {
    if (this.text !== text) return false
    this.i++
    return true
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail(`"${text}"`)
  }

  private name(): string {
    const t = this.tokens[this.i]
    if (t?.kind !== 'name') return this.fail('a name')
    this.i++
    return t.text
  }

  document(): void {
    while (this.i < this.tokens.length) {
      this.description()
      const isExtension = this.take('extend')
      if (executable.has(this.text)) this.operation()
      else if (this.take('directive')) this.directive()
      else if (kinds.has(this.text)) this.definition(isExtension)
      else this.fail('a definition')
      if (this.definitions.length > definitionsMax) this.fail('fewer definitions')
    }
  }

  private description(): void {
    const t = this.tokens[this.i]
    if (t?.kind === 'value' && t.text.startsWith('"')) this.i++
  }

  /** Past an operation or a fragment: its head, and the brackets of its body. */
  private operation(): void {
    this.isExecutable = true
    while (this.i < this.tokens.length && this.text !== '{') {
      if (this.text === '(') this.skipBrackets()
      else this.i++
    }
    this.skipBrackets()
  }

  /** Past a bracket and all that it holds. */
  private skipBrackets(): void {
    let depth = 0
    do {
      if (/^[({[]$/.test(this.text)) depth++
      else if (/^[)}\]]$/.test(this.text)) depth--
      this.i++
    } while (depth > 0 && this.i < this.tokens.length)
    if (depth > 0) this.fail('a closing bracket')
  }

  private directive(): void {
    this.expect('@')
    this.name()
    if (this.text === '(') this.skipBrackets()
    this.take('repeatable')
    if (this.name() !== 'on') this.fail('"on"')
    this.take('|')
    do this.name()
    while (this.take('|'))
  }

  /** Directives where they are used say nothing about the shape of values. */
  private directives(): void {
    while (this.take('@')) {
      this.name()
      if (this.text === '(') this.skipBrackets()
    }
  }

  private definition(isExtension: boolean): void {
    const { line } = this
    const kind = this.name() as GraphDefinition['kind']
    const name = kind === 'schema' ? '' : this.name()
    const names = this.text === 'implements' ? this.interfaces() : []
    this.directives()
    if (kind === 'union') names.push(...this.members())
    else if (kind === 'enum') names.push(...this.values())
    const hasFields = kind !== 'union' && kind !== 'enum' && kind !== 'scalar'
    const fields = hasFields ? this.fields() : []
    this.definitions.push({ kind, name, fields, names, isExtension, line })
  }

  private interfaces(): string[] {
    this.i++
    this.take('&')
    const names = [this.name()]
    // Before 2018 interfaces stood beside each other without a mark.
    while (this.take('&') || this.tokens[this.i]?.kind === 'name') {
      if (kinds.has(this.text) && this.tokens[this.i + 1]?.kind === 'name') break
      names.push(this.name())
    }
    return names
  }

  private members(): string[] {
    if (!this.take('=')) return []
    this.take('|')
    const names = [this.name()]
    while (this.take('|')) names.push(this.name())
    return names
  }

  private values(): string[] {
    if (!this.take('{')) return []
    const names: string[] = []
    while (!this.take('}')) {
      this.description()
      names.push(this.name())
      this.directives()
    }
    return names
  }

  private fields(): readonly GraphField[] {
    if (!this.take('{')) return []
    const fields: GraphField[] = []
    while (!this.take('}')) fields.push(this.field())
    return fields
  }

  private field(): GraphField {
    this.description()
    const { line } = this
    const name = this.name()
    const args: GraphField[] = []
    if (this.take('(')) while (!this.take(')')) args.push(this.field())
    this.expect(':')
    const type = this.type(0)
    const given = this.take('=') ? this.value() : undefined
    this.directives()
    return { name, type, args, ...(given === undefined ? {} : { default: given }), line }
  }

  private type(depth: number): GraphType {
    if (depth > depthMax) this.fail('a type that is nested less deeply')
    let type: GraphType
    if (this.take('[')) {
      type = { kind: 'list', of: this.type(depth + 1) }
      this.expect(']')
    } else type = { kind: 'named', name: this.name() }
    return this.take('!') ? { kind: 'required', of: type } : type
  }

  /** A constant value, token by token. */
  private value(): string {
    const from = this.i
    if (this.text === '[' || this.text === '{') this.skipBrackets()
    else if (this.tokens[this.i]?.kind === 'mark' || this.i >= this.tokens.length)
      this.fail('a value')
    else this.i++
    return this.tokens
      .slice(from, this.i)
      .map((t) => t.text)
      .join(' ')
  }
}

/** Reads a document as far as it is SDL. Never throws. */
export const parseGraph = (tokens: readonly GraphToken[]): GraphDocument => {
  const parser = new GraphParser(tokens)
  try {
    parser.document()
    return { definitions: parser.definitions, isExecutable: parser.isExecutable }
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause
    const fault = { line: cause.line, why: cause.message }
    return { definitions: parser.definitions, isExecutable: parser.isExecutable, fault }
  }
}
