import type { Json } from '../../core/json/canonical.ts'
import type { ToolServer } from '../../core/model/agent.ts'
import type { Offer, ToolDef } from '../../core/model/offer.ts'
import { type Constants, constantsOf } from './constants.ts'
import { collected, emptyInput, type Found, offered } from './found.ts'
import { literalOf } from './literal.ts'
import { functionAt, type PythonFunction, pythonClasses, pythonFunctions } from './pythonclass.ts'
import type { PythonField } from './pythonfield.ts'
import { PythonTypes } from './pythontypes.ts'
import { type Call, keyword, pathOf, positional, type Term } from './term.ts'
import { type Source, termAt } from './termparser.ts'

const mention = /\bmcp\b|fastmcp|FastMCP/
const decorators: Readonly<Record<string, ToolDef['role'] | 'tool'>> = {
  tool: 'tool',
  prompt: 'prompt',
  resource: 'resource',
}

type Context = {
  readonly source: Source
  readonly constants: Constants
  readonly types: PythonTypes
  readonly functions: ReadonlyMap<string, number>
  /** Variables that hold a server, with its name where that is known. */
  readonly variables: ReadonlyMap<string, string | undefined>
  readonly isFast: boolean
}

const placeOf = (source: Source, i: number) => ({ path: source.path, line: source.tokens[i]!.line })

/** Names that a file imports from the SDKs: what servers are called elsewhere is something else. */
const sdkNames = ({ tokens, brackets }: Source): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const [i, t] of tokens.entries()) {
    const isImport =
      t.text === 'from' && t.first && /^(?:mcp|fastmcp)$/.test(tokens[i + 1]?.text ?? '')
    if (!isImport) continue
    for (let k = i + 2; k < tokens.length && !(tokens[k]!.first && brackets.parent[k] === -1); k++)
      if (tokens[k]!.kind === 'name') found.add(tokens[k]!.text)
  }
  return found
}

const isSdk = (source: Source, i: number, names: ReadonlySet<string>): boolean => {
  let root = i
  while (source.tokens[root - 1]?.text === '.') root -= 2
  if (root === i) return names.has(source.tokens[i]!.text)
  return (
    /^(?:mcp|fastmcp)$/.test(source.tokens[root]?.text ?? '') ||
    names.has(source.tokens[root]?.text ?? '')
  )
}

type Servers = {
  readonly list: readonly ToolServer[]
  readonly variables: ReadonlyMap<string, string | undefined>
}

/** `x = FastMCP("name")`, `Server("name")`, `FastMCP(name=…)`. */
const serversOf = (source: Source, constants: Constants): Servers => {
  const list: ToolServer[] = []
  const variables = new Map<string, string | undefined>()
  const names = sdkNames(source)
  for (const [i, t] of source.tokens.entries()) {
    const isFast = t.text === 'FastMCP' || t.text === 'MCPServer'
    const before = source.tokens[i - 1]?.text
    if (
      (!isFast && t.text !== 'Server') ||
      source.tokens[i + 1]?.text !== '(' ||
      before === 'class' ||
      !isSdk(source, i, names)
    )
      continue
    const { term } = termAt(source, i)
    const call = term.kind === 'call' ? term : undefined
    const name = call && constants.textOf(keyword(call, 'name') ?? positional(call)[0], i)
    if (!isFast && name === undefined) continue
    list.push({ ...(name === undefined ? {} : { name }), at: placeOf(source, i) })
    const variable = before === '=' ? source.tokens[i - 2]?.text : undefined
    if (variable !== undefined) variables.set(variable, name)
  }
  return { list, variables }
}

/** Whether `x` of `@x.tool()` is a server: it is made here, or it comes from elsewhere and is called so. */
const isServer = (receiver: string, context: Context): boolean => {
  if (context.variables.has(receiver) || /mcp/i.test(receiver)) return true
  const made = context.constants.resolve({ kind: 'name', path: receiver, line: 0 }, 0)
  return context.isFast && (made === undefined || made.kind === 'name')
}

/** The function below a decorator: other decorators may stand between. */
const decorated = ({ tokens, brackets }: Source, from: number): number => {
  for (let i = from; i < tokens.length && i < from + 4000; i++) {
    if (brackets.parent[i] !== -1 || !tokens[i]!.first) continue
    if (tokens[i]!.text === '@') continue
    const name = tokens[i]!.text === 'async' ? i + 2 : i + 1
    return tokens[name - 1]?.text === 'def' ? name : -1
  }
  return -1
}

const isInjected = (p: PythonField): boolean => {
  const type = p.type?.kind === 'index' ? pathOf(p.type.on) : pathOf(p.type)
  const given = p.fallback?.kind === 'call' ? pathOf(p.fallback) : undefined
  return (
    /(?:^|\.)(?:Context|MCPContext)$/.test(type ?? '') ||
    /(?:^|\.)(?:Depends|CurrentContext)$/.test(given ?? '')
  )
}

const inputOf = (
  context: Context,
  made: PythonFunction,
  call: Call | undefined,
): Json | undefined => {
  const excluded = literalOf(call && keyword(call, 'exclude_args'), 0, context.constants)
  const names = new Set(Array.isArray(excluded) ? excluded : [])
  return context.types.documentOf(
    made.parameters.filter((p) => !isInjected(p) && !names.has(p.name)),
  )
}

type Registered = {
  readonly index: number
  readonly call: Call | undefined
  readonly made: PythonFunction | undefined
  readonly role: ToolDef['role'] | 'tool'
  readonly server: string | undefined
}

/** What a decorator registers: names and descriptions given to it win over those of the function. */
const registered = (context: Context, r: Registered): Offer[] => {
  const { constants, source } = context
  const { call, made, index } = r
  const given =
    call && (keyword(call, r.role === 'resource' ? 'uri' : 'name') ?? positional(call)[0])
  const isText = given !== undefined && constants.resolve(given, index)?.kind === 'text'
  const isFunction = given?.kind === 'name' && !isText
  const name = given === undefined || isFunction ? made?.name : constants.textOf(given, index)
  const told = call && keyword(call, 'description')
  return offered({
    name: r.role === 'resource' && given === undefined ? undefined : name,
    description: told ? constants.proseOf(told, index) : made?.doc,
    input: r.role === 'tool' && made ? inputOf(context, made, call) : undefined,
    server: r.server,
    ...(r.role === 'tool' ? {} : { role: r.role }),
    at: placeOf(source, index),
  })
}

/** `@mcp.tool()`, `@mcp.tool("name")`, `@mcp.tool`. */
const fromDecorators = (context: Context): Offer[] => {
  const { source } = context
  return collected(source.tokens.length, (i): Offer[] => {
    const t = source.tokens[i]!
    const role = Object.hasOwn(decorators, t.text) ? decorators[t.text] : undefined
    if (role === undefined || source.tokens[i - 1]?.text !== '.') return []
    let start = i - 2
    while (source.tokens[start - 1]?.text === '.') start -= 2
    if (source.tokens[start - 1]?.text !== '@' || !source.tokens[start - 1]!.first) return []
    const receiver = source.tokens[i - 2]!.text
    if (!isServer(receiver, context)) return []
    const { term, end } = termAt(source, i)
    const name = decorated(source, end)
    const made = name < 0 ? undefined : functionAt(source, name)
    const server = context.variables.get(receiver)
    return registered(context, {
      index: i,
      call: term.kind === 'call' ? term : undefined,
      made,
      role,
      server,
    })
  })
}

/** `mcp.add_tool(f, name=…)` and `mcp.tool(name=…)(f)` of functions of the same file. */
const fromCalls = (context: Context): Offer[] => {
  const { source, functions } = context
  return collected(source.tokens.length, (i): Offer[] => {
    const t = source.tokens[i]!
    if (t.text !== 'add_tool' || source.tokens[i - 1]?.text !== '.') return []
    const receiver = source.tokens[i - 2]?.text ?? ''
    const { term } = termAt(source, i)
    const given = term.kind === 'call' ? pathOf(positional(term)[0]) : undefined
    const name = given === undefined ? undefined : functions.get(given.split('.').at(-1)!)
    if (term.kind !== 'call' || name === undefined || !isServer(receiver, context)) return []
    const call = { ...term, args: term.args.filter((a) => a.name !== undefined) }
    const server = context.variables.get(receiver)
    return registered(context, {
      index: i,
      call,
      made: functionAt(source, name),
      role: 'tool',
      server,
    })
  })
}

const schemaOf = (context: Context, term: Term | undefined, index: number): Json | undefined => {
  if (term?.kind === 'call' && /^(?:model_json_schema|schema)$/.test(term.name))
    return context.types.modelDocument(pathOf(term.on)?.split('.').at(-1) ?? '')
  return literalOf(term, index, context.constants)
}

/** `types.Tool(name=…, description=…, inputSchema={…})`, wherever the list is put together. */
const listed = (context: Context): Offer[] => {
  const { source, constants } = context
  return collected(source.tokens.length, (i): Offer[] => {
    const t = source.tokens[i]!
    if (t.text !== 'Tool' || source.tokens[i + 1]?.text !== '(') return []
    const { term } = termAt(source, i)
    const call = term.kind === 'call' && term.on === undefined ? term : undefined
    const schema = call && (keyword(call, 'inputSchema') ?? keyword(call, 'input_schema'))
    if (call === undefined || schema === undefined) return []
    return offered({
      name: constants.textOf(keyword(call, 'name'), i),
      description: constants.proseOf(keyword(call, 'description'), i),
      input: schemaOf(context, schema, i),
      at: placeOf(source, i),
    })
  })
}

/** `types.Prompt(name=…, description=…, arguments=[PromptArgument(name=…, required=True)])`. */
const listedPrompts = (context: Context): Offer[] => {
  const { source, constants } = context
  return collected(source.tokens.length, (i): Offer[] => {
    if (source.tokens[i]!.text !== 'Prompt' || source.tokens[i + 1]?.text !== '(') return []
    const { term } = termAt(source, i)
    const call = term.kind === 'call' && term.on === undefined ? term : undefined
    if (call === undefined || keyword(call, 'name') === undefined) return []
    return offered({
      name: constants.textOf(keyword(call, 'name'), i),
      description: constants.proseOf(keyword(call, 'description'), i),
      input: promptInput(keyword(call, 'arguments'), i, constants),
      role: 'prompt',
      at: placeOf(source, i),
    })
  })
}

/** The arguments of a prompt as a schema; undefined where one of them is computed. */
const promptInput = (
  list: Term | undefined,
  index: number,
  constants: Constants,
): Json | undefined => {
  if (list === undefined) return emptyInput
  if (list.kind !== 'list') return undefined
  const properties: Record<string, Json> = {}
  const required: string[] = []
  for (const item of list.items) {
    const call = item.kind === 'call' ? item : undefined
    const name = call && constants.textOf(keyword(call, 'name'), index)
    if (call === undefined || name === undefined) return undefined
    const description = constants.proseOf(keyword(call, 'description'), index)
    properties[name] = { type: 'string', ...(description === undefined ? {} : { description }) }
    if (literalOf(keyword(call, 'required'), index, constants) === true) required.push(name)
  }
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) }
}

/** Servers, tools, prompts and resources in Python: FastMCP and the low-level server. */
export const pythonTools = (source: Source, text: string): Found => {
  if (!mention.test(text)) return { offers: [], servers: [] }
  const constants = constantsOf(source)
  const servers = serversOf(source, constants)
  const context: Context = {
    source,
    constants,
    types: new PythonTypes(pythonClasses(source), constants),
    functions: pythonFunctions(source),
    variables: servers.variables,
    isFast: /FastMCP|fastmcp|MCPServer/.test(text),
  }
  const offers = [
    ...fromDecorators(context),
    ...fromCalls(context),
    ...listed(context),
    ...listedPrompts(context),
  ]
  return { offers: offers, servers: servers.list }
}
