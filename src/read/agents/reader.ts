import type { Agent, ServerUse } from '../../core/model/agent.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { scopeOf } from '../code/scope.ts'
import { asList, asObject, isObject, textMember } from '../jsonschema/shape.ts'
import { type Client, clientOf } from './clients.ts'
import { isDefinition, readDefinition } from './definition.ts'
import { configDocument, valueAt } from './document.ts'
import { isFramework, readFramework } from './framework.ts'
import { serverUse } from './use.ts'

const serversMax = 500

/** The servers of a client: a map by name, or a list of servers with names. */
const usesOf = (file: SourceFile, client: Client): readonly ServerUse[] => {
  const document = configDocument(file)
  if (document === undefined) return []
  return client.servers.flatMap((path) => {
    const found = valueAt(document.root, path)
    const entries = isObject(found)
      ? Object.entries(found).map(([name, value]) => ({ name, value, steps: [...path, name] }))
      : asList(found).map((value, i) => ({
          name: textMember(asObject(value), 'name') ?? '',
          value,
          steps: [...path, i],
        }))
    return entries.slice(0, serversMax).flatMap(({ name, value, steps }) => {
      const use = serverUse(name, value, document.placeOf(steps))
      return use ? [use] : []
    })
  })
}

const read = (file: SourceFile): Facts => {
  if (scopeOf(file.path) === 'test') return {}
  const client = clientOf(file.path)
  const agents: Agent[] = []
  if (isDefinition(file.path)) agents.push(...readDefinition(file))
  else if (isFramework(file.path)) agents.push(...readFramework(file))
  else if (client) {
    const servers = usesOf(file, client)
    if (servers.length > 0)
      agents.push({
        name: client.agent,
        kind: 'client',
        servers,
        tools: [],
        at: { path: file.path, line: 1 },
      })
  }
  return agents.length === 0 ? {} : { agents }
}

/** Configurations of MCP clients, and files that define agents. Of what they set only names are kept. */
export const agentsReader: Reader = {
  id: 'agents',
  version: 2,
  accepts: (path) => clientOf(path) !== undefined || isDefinition(path) || isFramework(path),
  read,
}
