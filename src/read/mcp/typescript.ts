import type { Json } from '../../core/json/canonical.ts'
import type { ToolServer } from '../../core/model/agent.ts'
import type { Offer } from '../../core/model/offer.ts'
import { type Constants, constantsOf } from './constants.ts'
import { collected, emptyInput, type Found, offered } from './found.ts'
import { literalOf } from './literal.ts'
import { type Call, entry, type ObjectTerm, positional, type Term } from './term.ts'
import { type Source, termAt } from './termparser.ts'
import { zodSchema } from './zod.ts'

type Context = { readonly source: Source; readonly constants: Constants }
type Use = { readonly call: Call; readonly index: number; readonly server: string | undefined }

const constructors = new Set(['McpServer', 'Server', 'FastMCP', 'MCPServer'])

const placeOf = ({ source }: Context, index: number) => ({
  path: source.path,
  line: source.tokens[index]!.line,
})

/** A JSON Schema as it stands, one that is made of zod, or the raw shape of one. */
const schemaOf = (context: Context, term: Term, index: number): Json | undefined => {
  const { constants } = context
  const t = constants.resolve(term, index)
  if (
    t?.kind === 'call' &&
    /^(?:zodToJsonSchema|toJSONSchema|toJsonSchema|toJsonSchemaCompat)$/.test(t.name)
  )
    return zodSchema(positional(t)[0], index, constants)
  if (t?.kind === 'call' && t.name === 'jsonSchema')
    return literalOf(positional(t)[0], index, constants)
  if (t?.kind === 'object' && constants.textOf(entry(t, 'type'), index) !== undefined)
    return literalOf(t, index, constants)
  return zodSchema(term, index, constants)
}

/** The schema that a member holds; an absent member is a tool that takes nothing. */
const inputOf = (
  context: Context,
  config: ObjectTerm,
  { key, index }: { key: string; index: number },
) => {
  const term = entry(config, key)
  if (term !== undefined) return schemaOf(context, term, index)
  return config.entries.some((e) => e.key === undefined) ? undefined : emptyInput
}

/** Hints about a tool, which stand where its shape could. */
const isAnnotations = (t: Term | undefined): boolean =>
  t?.kind === 'object' &&
  t.entries.length > 0 &&
  t.entries.every((e) => e.key === 'title' || (e.key?.endsWith('Hint') ?? false))

/** `tool(name, description?, shape?, annotations?, callback)` */
const loose = (context: Context, { call, index, server }: Use): Offer[] => {
  const { constants } = context
  const [first, ...others] = positional(call)
  const rest = others.slice(0, -1)
  const description = constants.proseOf(rest[0], index)
  const isDescribed =
    description !== undefined || (rest.length > 1 && isUnknownText(context, rest, index))
  const shape = rest[isDescribed ? 1 : 0]
  const isNone = shape === undefined || isAnnotations(constants.resolve(shape, index))
  return offered({
    name: constants.textOf(first, index),
    description,
    input: isNone ? emptyInput : schemaOf(context, shape, index),
    server,
    at: placeOf(context, index),
  })
}

/** A description that is computed stands before the shape. */
const isUnknownText = (context: Context, rest: readonly Term[], index: number): boolean =>
  context.constants.resolve(rest[0], index)?.kind !== 'object' &&
  !isAnnotations(context.constants.resolve(rest[1], index))

/** `registerTool(name, { description, inputSchema }, callback)`, and prompts of the same form. */
const configured = (context: Context, { call, index, server }: Use, role?: 'prompt'): Offer[] => {
  const { constants } = context
  const [first, second] = positional(call)
  const config = constants.resolve(second, index)
  const known = config?.kind === 'object' ? config : undefined
  const key = role === 'prompt' ? 'argsSchema' : 'inputSchema'
  return offered({
    name: constants.textOf(first, index),
    description: known && constants.proseOf(entry(known, 'description'), index),
    input: known && inputOf(context, known, { key, index }),
    server,
    role,
    at: placeOf(context, index),
  })
}

/** `addTool({ name, description, parameters })` of FastMCP, and prompts of the same form. */
const whole = (context: Context, { call, index, server }: Use, role?: 'prompt'): Offer[] => {
  const { constants } = context
  const config = constants.resolve(positional(call)[0], index)
  if (config?.kind !== 'object') return []
  return offered({
    name: constants.textOf(entry(config, 'name'), index),
    description: constants.proseOf(entry(config, 'description'), index),
    input: role ? undefined : inputOf(context, config, { key: 'parameters', index }),
    server,
    role,
    at: placeOf(context, index),
  })
}

/** Resources are known by their address, which may be a template. */
const resource = (context: Context, { call, index, server }: Use): Offer[] => {
  const { constants } = context
  const [first, second] = positional(call)
  const config = constants.resolve(first, index)
  const address =
    config?.kind === 'object' ? (entry(config, 'uri') ?? entry(config, 'uriTemplate')) : second
  const template = constants.resolve(address, index)
  const term =
    template?.kind === 'call' && template.name === 'ResourceTemplate'
      ? positional(template)[0]
      : template
  return offered({
    name: constants.textOf(term, index),
    server,
    role: 'resource',
    at: placeOf(context, index),
  })
}

const registrations: Readonly<Record<string, (context: Context, use: Use) => Offer[]>> = {
  tool: loose,
  registerTool: configured,
  registerToolTask: configured,
  addTool: whole,
  prompt: (context, use) =>
    offered({
      name: context.constants.textOf(positional(use.call)[0], use.index),
      description: context.constants.proseOf(positional(use.call)[1], use.index),
      server: use.server,
      role: 'prompt',
      at: placeOf(context, use.index),
    }),
  registerPrompt: (context, use) => configured(context, use, 'prompt'),
  addPrompt: (context, use) => whole(context, use, 'prompt'),
  resource,
  registerResource: resource,
  addResource: resource,
  addResourceTemplate: resource,
}

const callAt = (source: Source, index: number): Call | undefined => {
  let { term } = termAt(source, index)
  while (term.kind === 'call' && term.on?.kind === 'call') term = term.on
  return term.kind === 'call' ? term : undefined
}

/** The name that the variable is given which a server is assigned to, a token before `= new`. */
const assignedName = ({ tokens }: Source, index: number): string | undefined => {
  let i = index - 1
  if (tokens[i]?.text === 'new') i--
  if (tokens[i]?.text === 'await') i--
  if (tokens[i]?.text !== '=') return undefined
  const name = tokens[i - 1]
  return name?.kind === 'name' ? name.text : undefined
}

type Servers = {
  readonly list: readonly ToolServer[]
  readonly byVariable: ReadonlyMap<string, string>
}

const serversOf = (context: Context): Servers => {
  const { source, constants } = context
  const list: ToolServer[] = []
  const byVariable = new Map<string, string>()
  for (const [i, t] of source.tokens.entries()) {
    if (t.kind !== 'name' || !constructors.has(t.text) || source.tokens[i - 1]?.text !== 'new')
      continue
    const call = callAt(source, i)
    const info = constants.resolve(call && positional(call)[0], i)
    const name = info?.kind === 'object' ? constants.textOf(entry(info, 'name'), i) : undefined
    list.push({ ...(name === undefined ? {} : { name }), at: placeOf(context, i) })
    const variable = assignedName(source, i)
    if (variable !== undefined && name !== undefined) byVariable.set(variable, name)
  }
  return { list, byVariable }
}

/** Objects that have a name and an input schema: what `tools/list` of a low-level server answers. */
const listed = (context: Context): Offer[] => {
  const { source, constants } = context
  const seen = new Set<number>()
  return collected(source.tokens.length, (i) => {
    const t = source.tokens[i]!
    if (t.text !== 'inputSchema' || source.tokens[i + 1]?.text !== ':') return []
    const open = source.brackets.parent[i]!
    if (open < 0 || seen.has(open) || source.tokens[open]!.text !== '{') return []
    seen.add(open)
    const { term } = termAt(source, open)
    if (term.kind !== 'object' || entry(term, 'name') === undefined) return []
    return offered({
      name: constants.textOf(entry(term, 'name'), open),
      description: constants.proseOf(entry(term, 'description'), open),
      input: inputOf(context, term, { key: 'inputSchema', index: open }),
      at: placeOf(context, open),
    })
  })
}

const mention = /modelcontextprotocol|fastmcp|McpServer|mcp-handler|McpAgent/

/** Servers, tools, prompts and resources in TypeScript and JavaScript: the official SDK and FastMCP. */
export const typescriptTools = (source: Source, text: string): Found => {
  if (!mention.test(text)) return { offers: [], servers: [] }
  const context: Context = { source, constants: constantsOf(source) }
  const servers = serversOf(context)
  const offers = collected(source.tokens.length, (i): Offer[] => {
    const t = source.tokens[i]!
    const register =
      t.kind === 'name' && Object.hasOwn(registrations, t.text) ? registrations[t.text] : undefined
    if (register === undefined || source.tokens[i - 1]?.text !== '.') return []
    const call =
      source.tokens[i + 1]?.text === '(' || source.tokens[i + 1]?.text === '<'
        ? callAt(source, i)
        : undefined
    if (call === undefined) return []
    const receiver = source.tokens[i - 2]?.text ?? ''
    return register(context, { call, index: i, server: servers.byVariable.get(receiver) })
  })
  return { offers: [...offers, ...listed(context)], servers: servers.list }
}
