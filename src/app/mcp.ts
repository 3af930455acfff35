import { RttError } from '../core/diag/error.ts'
import { canonicalize } from '../core/json/canonical.ts'
import { compareText } from '../core/model/place.ts'
import {
  type ListedTool,
  type ToolListDocument,
  toolListFile,
  toolListSchema,
} from '../core/model/toollist.ts'
import type { Durable } from '../ports/durable.ts'
import type { Answer } from '../ports/toolservers.ts'

/** What became of a tool since the list was written last. */
export type ToolChange = {
  readonly name: string
  readonly change: 'new' | 'same' | 'changed' | 'gone'
  readonly description: string
}

/** A list of tools that was written, and what is different about it. */
export type Locked = { readonly path: string; readonly tools: readonly ToolChange[] }

/**
 * The name of a server, if it can be one.
 *
 * @throws RttError RTT6001
 */
export const serverName = (server: string): string => {
  if (/^[A-Za-z0-9][\w.-]{0,127}$/.test(server)) return server
  throw new RttError('RTT6001', `"${server.slice(0, 80)}" cannot be the name of a server`, {
    help: 'Write the name under which agents are configured with it: letters, digits, `-`, `_`, `.`.',
  })
}

/** A picture is nothing that a model reads. */
const leftOut = new Set(['icons'])

/** What is kept of a tool: all that it says of itself. */
const keptOf = (tool: unknown): unknown =>
  typeof tool !== 'object' || tool === null
    ? tool
    : Object.fromEntries(Object.entries(tool).filter(([name]) => !leftOut.has(name)))

const infoOf = (info: unknown): ToolListDocument['info'] => {
  const { name, version } = (info ?? {}) as { name?: unknown; version?: unknown }
  return typeof name === 'string' && typeof version === 'string'
    ? { name: name.slice(0, 256), version: version.slice(0, 256) }
    : undefined
}

/** The list of a server as it is written, ordered by name. */
const documentOf = (server: string, { info, tools }: Answer): ToolListDocument => {
  const about = infoOf(info)
  const checked = toolListSchema.safeParse({
    $schema: '../../node_modules/rtt/schemas/toollist.schema.json',
    v: 1,
    server,
    ...(about === undefined ? {} : { info: about }),
    tools: tools.map(keptOf),
  })
  if (!checked.success) {
    const { path, message } = checked.error.issues[0]!
    throw new RttError(
      'RTT2030',
      `what the server answered is no list of tools: /${path.map(String).join('/')}: ${message}`,
    )
  }
  const ordered = [...checked.data.tools].sort((a, b) => compareText(a.name, b.name))
  const twice = ordered.find((t, i) => t.name === ordered[i + 1]?.name)
  if (twice !== undefined)
    throw new RttError('RTT2030', `the server has two tools that are called ${twice.name}`)
  return { ...checked.data, tools: ordered }
}

/** What was written down before; nothing of a list that cannot be read, which is written anew. */
const before = (durable: Durable, path: string): readonly ListedTool[] => {
  const bytes = durable.read(path)
  if (bytes === undefined) return []
  try {
    const checked = toolListSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return checked.success ? checked.data.tools : []
  } catch {
    return []
  }
}

const changesOf = (was: readonly ListedTool[], is: readonly ListedTool[]): ToolChange[] => {
  const old = new Map(was.map((t) => [t.name, t]))
  const names = new Set(is.map((t) => t.name))
  const stays = is.map((t): ToolChange => {
    const same = old.get(t.name)
    const change =
      same === undefined ? 'new' : canonicalize(same) === canonicalize(t) ? 'same' : 'changed'
    return { name: t.name, change, description: t.description ?? '' }
  })
  const gone = was
    .filter((t) => !names.has(t.name))
    .map((t): ToolChange => ({ name: t.name, change: 'gone', description: t.description ?? '' }))
  return [...stays, ...gone].sort((a, b) => compareText(a.name, b.name))
}

/**
 * Writes down what a server said that it offers, where a scan finds it. Nothing is allowed by that: the plan has to say so,
 * and somebody has to sign it.
 *
 * @throws RttError RTT6001 for a name that cannot be one, RTT2030 for an answer that is no list of tools
 */
export const lockTools = (durable: Durable, server: string, answer: Answer): Locked => {
  const path = toolListFile(serverName(server))
  const document = documentOf(server, answer)
  const tools = changesOf(before(durable, path), document.tools)
  const text = `${JSON.stringify(document, null, 2)}\n`
  const old = durable.read(path)
  if (old === undefined || new TextDecoder().decode(old) !== text) durable.replace(path, text)
  return { path, tools }
}
