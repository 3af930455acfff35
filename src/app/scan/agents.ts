import {
  type AgentWiring,
  agentSymbols,
  toolSymbols,
  wireAgents,
} from '../../core/agents/agents.ts'
import { type McpServer, mcpServers } from '../../core/agents/servers.ts'
import type { ServerProgram } from '../../core/link/programs.ts'
import type { Agent, ToolServer } from '../../core/model/agent.ts'
import type { CodeFacts } from '../../core/model/code.ts'
import type { Contract } from '../../core/model/contract.ts'
import type { Package } from '../../core/model/package.ts'
import type { Service } from '../../core/model/service.ts'
import type { SymbolDef } from '../../core/model/symbol.ts'
import type { ToolSet } from '../../core/model/toolset.ts'
import { mcpContracts } from '../../read/mcp/contracts.ts'

type Input = {
  readonly code: readonly CodeFacts[]
  readonly toolServers: readonly ToolServer[]
  readonly agents: readonly Agent[]
  readonly packages: readonly Package[]
  readonly services: readonly Service[]
  readonly namespace: readonly string[]
}

type Wired = AgentWiring & {
  readonly contracts: readonly Contract[]
  readonly symbols: readonly SymbolDef[]
  readonly toolSets: readonly ToolSet[]
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
  const servers = mcpServers(input)
  const contracts = mcpContracts(servers)
  const wiring = wireAgents(input.agents, { ...input, servers })
  const { namespace } = input
  return {
    ...wiring,
    contracts,
    toolSets: toolSetsOf(servers, contracts),
    symbols: [
      ...toolSymbols(servers, contracts, namespace),
      ...agentSymbols(input.agents, wiring.services, namespace),
    ],
  }
}
