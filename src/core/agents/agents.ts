import type { Agent, ServerUse } from '../model/agent.ts'
import type { Contract } from '../model/contract.ts'
import type { Evidence, Link } from '../model/link.ts'
import type { Offer } from '../model/offer.ts'
import type { Package } from '../model/package.ts'
import { baseOf, folderOf } from '../model/path.ts'
import { comparePlaces, compareText, type Place } from '../model/place.ts'
import { formatSaddr } from '../model/saddr.ts'
import type { Service } from '../model/service.ts'
import type { SymbolDef } from '../model/symbol.ts'
import { type Repository, type Target, targetOf, usesByTools } from './join.ts'
import { ownersOf } from './owner.ts'
import type { McpServer } from './servers.ts'

/** What agents and MCP servers add to the services and links of a repository. */
export type AgentWiring = { readonly services: readonly Service[]; readonly links: readonly Link[] }

const evidenceOf = (at: Place): Evidence => ({
  path: at.path,
  line: at.line,
  signal: 'configuration',
})

const serverService = (s: McpServer): Service => ({
  name: s.service,
  aliases: s.aliases,
  ...(s.deployed === 'outside' ? {} : { path: s.dir }),
  lang: s.lang,
  kind: s.deployed === 'outside' ? 'external' : 'service',
  ports: [],
  at: s.at,
})

/** Services for the servers that no deployment knows; of those that share a deployment only if one is called. */
const serverServices = (
  servers: readonly McpServer[],
  called: ReadonlySet<string>,
): readonly Service[] => {
  const own = servers.filter(
    (s) => s.deployed !== 'own' && (s.deployed !== 'shared' || called.has(s.service)),
  )
  return [...new Map(own.map((s) => [s.service, serverService(s)])).values()]
}

type Wire = { readonly agent: Agent; readonly use: ServerUse; readonly target: Target | undefined }

const wiresOf = (agents: readonly Agent[], repository: Repository): readonly Wire[] => {
  const known = agents.filter((a) => a.kind === 'client').flatMap((a) => a.servers)
  return agents.flatMap((agent) =>
    [...agent.servers, ...usesByTools(agent, [...agent.servers, ...known], repository.servers)].map(
      (use) => ({
        agent,
        use,
        target: targetOf(use, repository),
      }),
    ),
  )
}

/** What is started or called, as far as it is no secret; `undefined` where code connects. */
const programText = ({ command, args, url, rest }: ServerUse): string | undefined => {
  const told = command === undefined ? url : [command, ...args].join(' ')
  if (rest === undefined) return told
  return `${told ?? 'a program'} (and more: ${rest})`
}

const linkOf = ({ agent, use, target }: Wire, ends: { from: string; to: string }): Link => {
  const places =
    agent.kind === 'definition' && agent.at.path !== use.at.path ? [agent.at, use.at] : [use.at]
  const server = target?.server
  const made: Evidence[] = server
    ? [{ path: server.at.path, line: server.at.line, signal: 'server' }]
    : []
  const { from, to } = ends
  const program = agent.kind === 'code' ? undefined : programText(use)
  return {
    from,
    to,
    port: `mcp:${use.name}`,
    via: 'mcp',
    status: target === undefined ? 'declared' : 'confirmed',
    ...(server && server.offers.length > 0 ? { contract: server.id } : {}),
    ...(program === undefined ? {} : { programs: [program] }),
    evidence: [...places.map(evidenceOf), ...made],
  }
}

/** Evidence of the same link in several files is put together, and so are the programs. */
const merged = (links: readonly Link[]): Link[] =>
  [...Map.groupBy(links, (l) => `${l.from}\0${l.port}\0${l.to}`).values()].map((same) => {
    const evidence = new Map(
      same.flatMap((l) => l.evidence).map((e) => [`${e.path}\0${e.line}\0${e.signal}`, e]),
    )
    const programs = [...new Set(same.flatMap((l) => l.programs ?? []))].sort(compareText)
    return {
      ...same[0]!,
      ...(programs.length === 0 ? {} : { programs }),
      evidence: [...evidence.values()].sort(comparePlaces).slice(0, 24),
    }
  })

const plainService = (name: string, kind: Service['kind'], at: Place): Service => ({
  name,
  aliases: [],
  lang: '',
  kind,
  ports: [],
  at: { path: at.path, line: at.line },
})

/** A program that calls tools and that no deployment knows is called as its package is. */
const programName = (path: string, packages: readonly Package[]): string | undefined => {
  const around = packages.filter((p) => p.dir === '' || path.startsWith(`${p.dir}/`))
  const own = around.sort((a, b) => b.dir.length - a.dir.length)[0]
  if (own === undefined || own.isUnnamed) return baseOf(own?.dir ?? folderOf(path)) || undefined
  return own.name.replace(/^@[^/]*\//, '').replace(/^.*\//, '')
}

/** A name that no other service has: `cursor`, or `agent:cursor` where something else is called so. */
const freeName = (name: string, prefix: string, taken: ReadonlySet<string>): string =>
  taken.has(name) ? `${prefix}:${name}` : name

type Names = { readonly taken: ReadonlySet<string>; readonly services: readonly Service[] }

/** Who calls: the agent, or the service or program that code belongs to; undefined where several share the code. */
const callerOf = (agent: Agent, { packages }: Repository, names: Names) => {
  if (agent.kind !== 'code')
    return { name: freeName(agent.name, 'agent', names.taken), isNew: true }
  const owners = ownersOf(agent.at.path, names.services)
  if (owners.length > 0)
    return owners.length === 1 ? { name: owners[0]!.name, isNew: false } : undefined
  const program = programName(agent.at.path, packages)
  return program === undefined
    ? undefined
    : { name: freeName(program, 'agent', names.taken), isNew: true }
}

/** Services that agents bring, by name; names that differ only in case are one. */
class Added {
  private readonly byKey = new Map<string, Service>()

  add(name: string, kind: Service['kind'], at: Place): string {
    const key = `${kind} ${name.toLowerCase()}`
    const known = this.byKey.get(key)
    if (known) return known.name
    this.byKey.set(key, plainService(name, kind, at))
    return name
  }

  get services(): readonly Service[] {
    return [...this.byKey.values()]
  }
}

const byEnds = (a: Link, b: Link): number =>
  compareText(a.from, b.from) || compareText(a.port, b.port) || compareText(a.to, b.to)

/**
 * Joins agents with the MCP servers that they are configured with: those of the repository are confirmed,
 * others are services of kind `external` and only declared. Agents are services of kind `agent`.
 */
export const wireAgents = (all: readonly Agent[], repository: Repository): AgentWiring => {
  const agents = [...all].sort((a, b) => comparePlaces(a.at, b.at) || compareText(a.name, b.name))
  const wires = wiresOf(agents, repository)
  const called = new Set(wires.flatMap((w) => (w.target ? [w.target.service] : [])))
  const own = serverServices(repository.servers, called)
  const services = [...repository.services, ...own]
  const names: Names = { services, taken: new Set(services.map((s) => s.name)) }
  const added = new Added()
  const links = wires.flatMap((wire): Link[] => {
    const { agent, use, target } = wire
    const caller = callerOf(agent, repository, names)
    if (caller === undefined || caller.name === target?.service) return []
    const from = caller.isNew ? added.add(caller.name, 'agent', agent.at) : caller.name
    const to =
      target?.service ?? added.add(freeName(use.name, 'mcp', names.taken), 'external', use.at)
    return [linkOf(wire, { from, to })]
  })
  return {
    services: [...own, ...added.services].sort((a, b) => compareText(a.name, b.name)),
    links: merged(links).sort(byEnds),
  }
}

type Namespace = readonly string[]

/** One symbol for each tool, with its server as variant: two servers may have tools of one name. */
export const toolSymbols = (
  servers: readonly McpServer[],
  contracts: readonly Contract[],
  namespace: Namespace,
): readonly SymbolDef[] =>
  servers.flatMap((server) => {
    const contract = contracts.find(
      (c) => c.dialect === 'mcp' && c.id === server.id && c.at === server.at,
    )
    const tools = server.offers.filter((o) => o.type === 'tool' && o.tool?.role === undefined)
    const first = new Map<string, Offer>()
    for (const o of tools) if (!first.has(o.name)) first.set(o.name, o)
    return [...first.values()].map(
      (o): SymbolDef => ({
        address: formatSaddr({ namespace, type: 'tool', name: o.name, variant: server.service }),
        type: 'tool',
        name: o.name,
        lang: server.lang,
        at: o.at,
        ...(contract
          ? { contract: { digest: contract.digest, id: contract.id, dialect: contract.dialect } }
          : {}),
        evidence: 'ast',
        direction: 'provider',
      }),
    )
  })

/** Agents that are defined and call no server that is known: they are worth a symbol, and are no service. */
export const agentSymbols = (
  agents: readonly Agent[],
  services: readonly Service[],
  namespace: Namespace,
): readonly SymbolDef[] => {
  const wired = new Set(services.filter((s) => s.kind === 'agent').map((s) => s.name))
  const lone = agents.filter((a) => a.kind === 'definition' && !wired.has(a.name))
  const first = new Map([...lone].sort((a, b) => comparePlaces(b.at, a.at)).map((a) => [a.name, a]))
  return [...first.values()].map((a) => ({
    address: formatSaddr({ namespace, type: 'agent', name: a.name }),
    type: 'agent',
    name: a.name,
    lang: '',
    at: a.at,
    evidence: 'manifest',
    direction: 'consumer',
  }))
}
