import type { Agent } from '../../core/model/agent.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import { asList, asObject, isObject, member } from '../jsonschema/shape.ts'
import { configDocument } from './document.ts'

const file = /(?:^|\/)(?:langgraph\.json|agents\.ya?ml)$/
const agentsMax = 200

/** Files of agent frameworks that define agents without code: LangGraph's graphs, CrewAI's crews. */
export const isFramework = (path: string): boolean => file.test(path)

/** CrewAI: an agent has a role and a goal, whatever else it has. */
const isCrewAgent = (value: unknown): boolean =>
  isObject(value as never) &&
  ['role', 'goal'].every((k) => typeof (value as Record<string, unknown>)[k] === 'string')

export const readFramework = (source: SourceFile): readonly Agent[] => {
  const document = configDocument(source)
  if (document === undefined) return []
  const root = asObject(document.root)
  const isGraph = source.path.endsWith('.json')
  const entries = isGraph
    ? Object.keys(asObject(member(root, 'graphs'))).map((name) => ({
        name,
        tools: [],
        steps: ['graphs', name],
      }))
    : Object.entries(root)
        .filter(([, value]) => isCrewAgent(value))
        .map(([name, value]) => ({
          name,
          tools: asList(member(asObject(value), 'tools')).filter((t) => typeof t === 'string'),
          steps: [name],
        }))
  return entries
    .filter((e) => e.name !== '' && e.name.length <= 128 && e.name.isWellFormed())
    .slice(0, agentsMax)
    .map(({ name, tools, steps }) => ({
      name,
      kind: 'definition',
      servers: [],
      tools,
      at: { path: source.path, line: document.placeOf(steps).line },
    }))
}
