import type { Agent, ServerUse } from '../../core/model/agent.ts'
import { serverUse } from '../agents/use.ts'
import { type Constants, constantsOf } from './constants.ts'
import { literalOf } from './literal.ts'
import { type Call, entry, keyword, type ObjectTerm, positional, type Term } from './term.ts'
import { type Source, termAt } from './termparser.ts'

type Context = { readonly source: Source; readonly constants: Constants }
type Config = { readonly [key: string]: unknown }

const usesMax = 200
const textLengthMax = 128

/** Members that say how a server is reached; each is taken where it is a literal. */
const members = ['command', 'args', 'url', 'serverUrl', 'endpoint'] as const

/** `new URL("http://…")` is its text. */
const plainOf = (term: Term | undefined, index: number, { constants }: Context): unknown => {
  const t = constants.resolve(term, index)
  const inner = t?.kind === 'call' && t.name === 'URL' ? positional(t)[0] : t
  const value = literalOf(inner, index, constants)
  if (value !== undefined || inner?.kind !== 'list') return value
  // Of arguments those count that are written out.
  return inner.items.map((i) => constants.textOf(i, index)).filter((v) => v !== undefined)
}

const configOf = (
  read: (key: string) => Term | undefined,
  index: number,
  context: Context,
): Config => {
  const found = members.flatMap((key) => {
    const value = plainOf(read(key), index, context)
    return value === undefined ? [] : [[key === 'endpoint' ? 'url' : key, value] as const]
  })
  return Object.fromEntries(found)
}

const objectConfig = (o: ObjectTerm, index: number, context: Context): Config =>
  configOf((key) => entry(o, key), index, context)

/** The keyword arguments of a call, those of its `params`, or the object or address that comes first. */
const callConfig = (call: Call, index: number, context: Context): Config => {
  const params = context.constants.resolve(keyword(call, 'params') ?? positional(call)[0], index)
  if (params?.kind === 'object') return objectConfig(params, index, context)
  if (params?.kind === 'call' && params !== call) return callConfig(params, index, context)
  const own = configOf((key) => keyword(call, key), index, context)
  const address = plainOf(params, index, context)
  return 'url' in own || typeof address !== 'string' || !/^https?:/.test(address)
    ? own
    : { ...own, url: address }
}

/** Constructors of connections in the SDKs of clients. */
const transports =
  /^(?:StdioClientTransport|StreamableHTTPClientTransport|SSEClientTransport|Experimental_StdioMCPTransport|StdioMCPTransport|StdioServerParameters|MCPServerStdio|MCPServerStreamableHttp|MCPServerStreamableHTTP|MCPServerSSE|MCPServerHTTP|streamablehttp_client|streamable_http_client|sse_client|NewStdioMCPClient|NewStreamableHttpClient|NewSSEMCPClient)$/
/** Clients that are given several servers by name. */
const several = /^(?:MultiServerMCPClient|MCPClient)$/

const used = (name: string, config: Config, at: ServerUse['at']): ServerUse[] => {
  const use = serverUse(name, config as never, at)
  return use ? [use] : []
}

/** What a server in code is called after: the last word of its path or address. */
const nameOf = (config: Config): string => {
  const args = Array.isArray(config['args'])
    ? config['args'].filter((a) => typeof a === 'string')
    : []
  const script = args.find((a) => !a.startsWith('-')) ?? config['command']
  const url =
    typeof config['url'] === 'string'
      ? config['url'].replace(/^https?:\/\//, '').replace(/[/?#].*$/, '')
      : undefined
  const text = url ?? String(script ?? '')
  return (text.split('/').at(-1) ?? text).replace(/\.[a-z]+$/, '').slice(0, textLengthMax)
}

/** Go's `client.NewStdioMCPClient(command, env, args…)` has no names for what it takes. */
const goConfig = (call: Call, index: number, { constants }: Context): Config => {
  const [first, , ...args] = positional(call).map((t) => constants.textOf(t, index))
  if (first === undefined) return {}
  return /^https?:/.test(first)
    ? { url: first }
    : { command: first, args: args.filter((a) => a !== undefined) }
}

const usesAt = (context: Context, index: number): ServerUse[] => {
  const { source, constants } = context
  const { text, line } = source.tokens[index]!
  const isSeveral = several.test(text)
  if ((!isSeveral && !transports.test(text)) || source.tokens[index + 1]?.text !== '(') return []
  if (/^(?:class|def|function|func)$/.test(source.tokens[index - 1]?.text ?? '')) return []
  const { term } = termAt(source, index)
  const call = term.kind === 'call' ? term : undefined
  const at = { path: source.path, line }
  if (call === undefined) return []
  if (!isSeveral) {
    const config =
      source.lang === 'go' ? goConfig(call, index, context) : callConfig(call, index, context)
    return used(nameOf(config), config, at)
  }
  const given = constants.resolve(positional(call)[0] ?? keyword(call, 'connections'), index)
  const inner =
    given?.kind === 'object'
      ? constants.resolve(entry(given, 'mcpServers') ?? entry(given, 'servers') ?? given, index)
      : undefined
  if (inner?.kind !== 'object') return []
  return inner.entries.flatMap((e) => {
    const config = constants.resolve(e.value, index)
    if (e.key === undefined || config?.kind !== 'object') return []
    return used(e.key, objectConfig(config, index, context), {
      path: source.path,
      line: config.line,
    })
  })
}

/** Frameworks in which an `Agent` is made by that name. */
export const agentFrameworks =
  /\bfrom agents\b|openai-agents|langchain|pydantic_ai|crewai|google\.adk|from ["'](?:ai|@openai\/agents|@mastra\/core[^"']*)["']/

/** `Agent(name="x", …)` and `new Agent({ name: 'x' })`, in files of frameworks that call agents so. */
const agentAt = ({ source, constants }: Context, index: number): Agent[] => {
  const { text, line } = source.tokens[index]!
  if (!/^(?:Agent|LlmAgent)$/.test(text) || source.tokens[index + 1]?.text !== '(') return []
  if (source.tokens[index - 1]?.text === 'class') return []
  const { term } = termAt(source, index)
  if (term.kind !== 'call') return []
  const config = constants.resolve(positional(term)[0], index)
  const given = config?.kind === 'object' ? entry(config, 'name') : keyword(term, 'name')
  const name = constants.textOf(given, index)
  if (name === undefined || name === '' || name.length > textLengthMax || !name.isWellFormed())
    return []
  return [{ name, kind: 'definition', servers: [], tools: [], at: { path: source.path, line } }]
}

const mention =
  /Transport|StdioServerParameters|MCPServer(?:Stdio|Stream|SSE|HTTP)|(?:Multi|MCP)\w*Client|_client\b/

/** Agents that code defines, and the servers that it connects to itself. */
export const codeAgents = (source: Source, text: string): readonly Agent[] => {
  const isClient = mention.test(text)
  const isFramework = agentFrameworks.test(text)
  if (!isClient && !isFramework) return []
  const context: Context = { source, constants: constantsOf(source) }
  const servers: ServerUse[] = []
  const agents: Agent[] = []
  for (let i = 0; i < source.tokens.length && servers.length + agents.length < usesMax; i++) {
    if (source.tokens[i]!.kind !== 'name') continue
    if (isClient) servers.push(...usesAt(context, i))
    if (isFramework) agents.push(...agentAt(context, i))
  }
  const at = { path: source.path, line: 1 }
  return servers.length === 0
    ? agents
    : [...agents, { name: '', kind: 'code', servers, tools: [], at }]
}
