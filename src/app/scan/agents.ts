import {
  type AgentWiring,
  agentSymbols,
  toolSymbols,
  wireAgents,
} from '../../core/agents/agents.ts'
import { toolFaults } from '../../core/agents/faults.ts'
import { listedServers } from '../../core/agents/listed.ts'
import { type McpServer, mcpServers } from '../../core/agents/servers.ts'
import type { Finding } from '../../core/diag/finding.ts'
import type { ServerProgram } from '../../core/link/programs.ts'
import type { Agent, ToolServer } from '../../core/model/agent.ts'
import type { CodeFacts } from '../../core/model/code.ts'
import type { Contract } from '../../core/model/contract.ts'
import type { Package } from '../../core/model/package.ts'
import type { Place } from '../../core/model/place.ts'
import type { Service } from '../../core/model/service.ts'
import type { SymbolDef } from '../../core/model/symbol.ts'
import type { ToolList } from '../../core/model/toollist.ts'
import type { ToolSet } from '../../core/model/toolset.ts'
import { mcpContracts } from '../../read/mcp/contracts.ts'

type Input = {
  readonly code: readonly CodeFacts[]
  readonly toolServers: readonly ToolServer[]
  readonly agents: readonly Agent[]
  readonly toolLists: readonly ToolList[]
  readonly packages: readonly Package[]
  readonly services: readonly Service[]
  readonly namespace: readonly string[]
}

type Wired = AgentWiring & {
  readonly contracts: readonly Contract[]
  readonly symbols: readonly SymbolDef[]
  readonly toolSets: readonly ToolSet[]
  /** What is wrong with their tools. */
  readonly faults: readonly Finding[]
}

/** What each server offers, whether or not anybody in the repository calls it. */
const toolSetsOf = (
  servers: readonly McpServer[],
  contracts: readonly Contract[],
): readonly ToolSet[] =>
  servers.flatMap(({ service, id, at }) => {
    const contract = contracts.find((c) => c.id === id && c.at === at)
    return contract === undefined ? [] : [{ service, contract: contract.digest }]
  })

/** The MCP servers of the repository as programs, before it is known which of them are deployed. */
export const serverPrograms = (
  input: Pick<Input, 'code' | 'toolServers' | 'packages'>,
): readonly ServerProgram[] =>
  mcpServers({ ...input, services: [] }).map(({ service, dir, at }) => ({
    name: service,
    folder: dir,
    at,
  }))

/** MCP servers with their contracts and tools, agents, and who of these calls whom. */
export const scanAgents = (input: Input): Wired => {
  const own = mcpServers(input)
  const taken = new Set(
    [...input.services, ...own.map((s) => ({ name: s.service }))].map((s) => s.name),
  )
  const servers = [...own, ...listedServers(input.toolLists, taken)]
  const contracts = mcpContracts(servers)
  const wiring = wireAgents(input.agents, { ...input, servers })
  const { namespace } = input
  const tools = toolSymbols(servers, contracts, namespace)
  const toolSets = toolSetsOf(servers, contracts)
  const placeOf = (service: string, tool: string): Place | undefined =>
    servers
      .filter((s) => s.service === service)
      .flatMap((s) => s.offers)
      .find((o) => o.name === tool.replace(/^(?:prompts|resources)\//, ''))?.at
  return {
    ...wiring,
    contracts,
    toolSets,
    faults: toolFaults({ contracts, toolSets, placeOf }),
    symbols: [...tools, ...agentSymbols(input.agents, wiring.services, namespace)],
  }
}
