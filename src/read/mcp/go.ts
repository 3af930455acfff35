import type { Json } from '../../core/json/canonical.ts'
import type { ToolServer } from '../../core/model/agent.ts'
import type { Offer, ToolDef } from '../../core/model/offer.ts'
import { type Constants, constantsOf } from './constants.ts'
import { collected, type Found, offered } from './found.ts'
import { goSchema, optionsSchema } from './goschema.ts'
import { GoStructs } from './gostruct.ts'
import { entry, type ObjectTerm, positional, type Term } from './term.ts'
import { type Source, termAt } from './termparser.ts'

const mention = /mcp-go|modelcontextprotocol|\/mcp"/

/** How far back the declaration of a variable is looked for, in tokens. */
const handedMax = 5000

type Context = {
  readonly source: Source
  readonly constants: Constants
  readonly structs: GoStructs
  readonly functions: ReadonlyMap<string, number>
}

const placeOf = ({ source }: Context, i: number) => ({
  path: source.path,
  line: source.tokens[i]!.line,
})

/** The tokens of a type from `i` on, up to the comma or bracket that ends the parameter. */
const typeText = ({ tokens, brackets }: Source, from: number, to: number): string => {
  let text = ''
  for (let i = from; i < to; i++) {
    const open = brackets.parent[from]
    if (brackets.parent[i] === open && (tokens[i]!.text === ',' || tokens[i]!.text === ')')) break
    text += tokens[i]!.text
  }
  return text
}

/** The type of the arguments of a handler whose parameters open at `open`: of the last parameter, or of the request. */
const argumentsType = (source: Source, open: number): string | undefined => {
  const { tokens, brackets } = source
  const starts = [open + 1]
  for (let i = open + 1; i < brackets.close[open]!; i++)
    if (brackets.parent[i] === open && tokens[i]!.text === ',') starts.push(i + 1)
  const types = starts.map((s) => typeText(source, s + 1, brackets.close[open]!))
  const typed = types
    .map((t) => /CallToolParamsFor\[([^\]]+)\]/.exec(t)?.[1])
    .find((t) => t !== undefined)
  return typed ?? (types.length >= 3 ? types[2] : undefined)
}

/** The token of the name of each function and method. */
const functionsOf = ({ tokens }: Source): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const [i, t] of tokens.entries()) {
    const before = tokens[i - 1]
    const isMethod = before?.text === ')' && before.line === t.line && !t.first
    const isFunction =
      t.kind === 'name' && tokens[i + 1]?.text === '(' && (before?.text === 'func' || isMethod)
    if (isFunction && !found.has(t.text)) found.set(t.text, i)
  }
  return found
}

/** Where the parameters of the function open that a term names, or is. */
const parametersAt = (
  { source, functions }: Context,
  handler: Term | undefined,
): number | undefined => {
  const { tokens } = source
  if (handler?.kind === 'other')
    return tokens[handler.from]?.text === 'func' ? handler.from + 1 : undefined
  const name = handler?.kind === 'name' ? handler.path.split('.').at(-1) : undefined
  if (name === undefined) return undefined
  const at = functions.get(name)
  return at === undefined ? undefined : at + 1
}

/** `mcp.AddTool(server, &mcp.Tool{…}, handler)`: what the handler takes is what the tool takes. */
const inferred = (context: Context, index: number): Json | undefined => {
  const { source, structs } = context
  const open = source.brackets.parent[index]!
  if (open < 0) return undefined
  let name = open - 1
  if (source.tokens[name]?.text === ']') {
    const bracket = source.brackets.close.indexOf(name)
    if (source.tokens[bracket - 1]?.text !== 'AddTool') return undefined
    name = bracket - 1
  }
  if (source.tokens[name]?.text !== 'AddTool') return undefined
  const { term } = termAt(source, name)
  const args = term.kind === 'call' ? positional(term) : []
  const parameters = args.length === 3 ? parametersAt(context, args[2]) : undefined
  const type = parameters === undefined ? undefined : argumentsType(source, parameters)
  if (type === 'any' || type === 'interface{}') return { type: 'object' }
  return type === undefined ? undefined : structs.schemaOf(type)
}

/** Whether a variable is handed to others between its declaration and its use: they may change what it points to. */
const isShared = ({ tokens }: Source, name: string, use: number): boolean => {
  for (let i = use - 1; i > Math.max(0, use - handedMax); i--) {
    if (tokens[i]!.text !== name || tokens[i - 1]?.text === '.' || tokens[i + 1]?.text === ':')
      continue
    const next = tokens[i + 1]?.text
    return next !== ':=' && next !== '='
  }
  return false
}

const inputOf = (context: Context, schema: Term, index: number): Json | undefined => {
  const isChanged = schema.kind === 'name' && isShared(context.source, schema.path, index)
  return isChanged ? undefined : goSchema(schema, index, context.constants)
}

/** `mcp.Tool{Name: …}`, or one of several in a list. */
const literal = (context: Context, o: ObjectTerm, index: number): Offer[] => {
  const { constants } = context
  const schema = entry(o, 'InputSchema') ?? entry(o, 'RawInputSchema')
  return offered({
    name: constants.textOf(entry(o, 'Name'), index),
    description: constants.proseOf(entry(o, 'Description'), index),
    input: schema ? inputOf(context, schema, index) : inferred(context, index),
    at: placeOf(context, index),
  })
}

const literals = (context: Context, index: number): Offer[] => {
  const { source } = context
  const isList = source.tokens[index - 3]?.text === ']'
  const { term } = termAt(source, index + 1)
  if (term.kind === 'list' && isList)
    return term.items.flatMap((t) => (t.kind === 'object' ? literal(context, t, index) : []))
  return term.kind === 'object' ? literal(context, term, index) : []
}

const constructed = (context: Context, index: number): Offer[] => {
  const { source, constants } = context
  const { term } = termAt(source, index)
  if (term.kind !== 'call') return []
  const [first, ...options] = positional(term)
  const isRaw = term.name === 'NewToolWithRawSchema'
  const described = options.find((o) => o.kind === 'call' && o.name === 'WithDescription')
  const description = isRaw
    ? options[0]
    : described?.kind === 'call'
      ? positional(described)[0]
      : undefined
  const raw = options[1]
  return offered({
    name: constants.textOf(first, index),
    description: constants.proseOf(description, index),
    input: isRaw
      ? raw && rawSchema(constants.resolve(raw, index), index, constants)
      : optionsSchema(options, index, constants),
    at: placeOf(context, index),
  })
}

/** Raw JSON, as a constant text or in a conversion to bytes. */
const rawSchema = (
  term: Term | undefined,
  index: number,
  constants: Constants,
): Json | undefined => {
  if (term?.kind !== 'call' && term?.kind !== 'text') return undefined
  const wrapped: Term =
    term.kind === 'call'
      ? term
      : { kind: 'call', name: 'RawMessage', args: [{ value: term }], line: term.line }
  return goSchema(wrapped, index, constants)
}

/** Prompts and resources: by the first text of their constructor, or by a member of their literal. */
const named = (
  context: Context,
  index: number,
  kind: { role: 'prompt' | 'resource'; member: string },
): Offer[] => {
  const { source, constants } = context
  const isLiteral = source.tokens[index + 1]?.text === '{'
  const { term } = termAt(source, isLiteral ? index + 1 : index)
  const name =
    term.kind === 'object'
      ? entry(term, kind.member)
      : term.kind === 'call'
        ? positional(term)[0]
        : undefined
  const role: ToolDef['role'] = kind.role
  return offered({ name: constants.textOf(name, index), role, at: placeOf(context, index) })
}

const constructors: Readonly<Record<string, (context: Context, index: number) => Offer[]>> = {
  NewTool: constructed,
  NewToolWithRawSchema: constructed,
  NewPrompt: (c, i) => named(c, i, { role: 'prompt', member: 'Name' }),
  NewResource: (c, i) => named(c, i, { role: 'resource', member: 'URI' }),
  NewResourceTemplate: (c, i) => named(c, i, { role: 'resource', member: 'URITemplate' }),
}
const composites: Readonly<Record<string, (context: Context, index: number) => Offer[]>> = {
  Tool: literals,
  Prompt: (c, i) => named(c, i, { role: 'prompt', member: 'Name' }),
  Resource: (c, i) => named(c, i, { role: 'resource', member: 'URI' }),
  ResourceTemplate: (c, i) => named(c, i, { role: 'resource', member: 'URITemplate' }),
}

const serversOf = (context: Context): readonly ToolServer[] => {
  const { source, constants } = context
  return source.tokens.flatMap((t, i): ToolServer[] => {
    if ((t.text !== 'NewMCPServer' && t.text !== 'NewServer') || source.tokens[i + 1]?.text !== '(')
      return []
    const { term } = termAt(source, i)
    const first = term.kind === 'call' ? constants.resolve(positional(term)[0], i) : undefined
    const isPlain = t.text === 'NewMCPServer'
    if (!isPlain && !(first?.kind === 'object' && first.type.endsWith('Implementation'))) return []
    const name = constants.textOf(first?.kind === 'object' ? entry(first, 'Name') : first, i)
    return [{ ...(name === undefined ? {} : { name }), at: placeOf(context, i) }]
  })
}

/** Servers, tools, prompts and resources in Go: mcp-go and the official SDK. */
export const goTools = (source: Source, text: string): Found => {
  if (!mention.test(text)) return { offers: [], servers: [] }
  const context: Context = {
    source,
    constants: constantsOf(source),
    structs: new GoStructs(source),
    functions: functionsOf(source),
  }
  const offers = collected(source.tokens.length, (i): Offer[] => {
    const t = source.tokens[i]!
    if (t.kind !== 'name' || source.tokens[i - 1]?.text !== '.') return []
    const next = source.tokens[i + 1]?.text
    const table = next === '(' ? constructors : next === '{' ? composites : {}
    return Object.hasOwn(table, t.text) ? table[t.text]!(context, i) : []
  })
  return { offers: offers, servers: serversOf(context) }
}
