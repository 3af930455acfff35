import { topicSymbols } from '../../core/contract/topics.ts'
import { compareDiagnostics, type Diagnostic } from '../../core/diag/diagnostic.ts'
import type { Finding } from '../../core/diag/finding.ts'
import { channelEnds } from '../../core/findings/channelends.ts'
import { findFaults } from '../../core/findings/findings.ts'
import { withIgnored } from '../../core/findings/ignored.ts'
import { callsIn } from '../../core/findings/paths.ts'
import { portFacts } from '../../core/findings/portfacts.ts'
import { standingsOf } from '../../core/findings/standings.ts'
import type { Wiring } from '../../core/findings/wiring.ts'
import { type LinkResult, link } from '../../core/link/link.ts'
import { packageLinks } from '../../core/link/packages.ts'
import type { Contract } from '../../core/model/contract.ts'
import type { Facts } from '../../core/model/facts.ts'
import type { Link } from '../../core/model/link.ts'
import { compareText } from '../../core/model/place.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { tally } from '../../core/stats/counts.ts'
import type { Task } from '../../ports/task.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { linkDeployments } from '../../read/deploy/link.ts'
import { linkProto } from '../../read/proto/link/link.ts'
import { readers } from '../../read/readers.ts'
import type { Config } from '../config.ts'
import { scanAgents, serverPrograms } from './agents.ts'
import { readFacts } from './facts.ts'
import {
  contractOf,
  danglingContracts,
  mergeLinks,
  requiredLinks,
  requirementRows,
  unmet,
} from './manifests.ts'
import { namespaceOf } from './namespace.ts'
import { offerSymbols } from './offers.ts'
import type { Phases } from './phases.ts'
import { symbolsOf } from './symbols.ts'
import type { TreeFile } from './tree.ts'

type Input = {
  readonly space: Workspace
  readonly config: Config
  readonly tree: readonly TreeFile[]
  readonly problems: readonly Diagnostic[]
  readonly fileCount: number
  readonly phases?: Phases
}

const gather = <K extends keyof Facts>(
  facts: readonly Facts[],
  key: K,
): NonNullable<Facts[K]>[number & keyof NonNullable<Facts[K]>][] =>
  facts.flatMap((f) => (f[key] ?? []) as never[])

const unique = (all: readonly Diagnostic[]): Diagnostic[] => {
  const seen = new Map(all.map((d) => [`${d.code}\0${d.at?.path}\0${d.at?.line}\0${d.summary}`, d]))
  return [...seen.values()].sort(compareDiagnostics)
}

const byId = (a: Contract, b: Contract): number =>
  compareText(a.id, b.id) || compareText(a.at.path, b.at.path) || a.at.line - b.at.line

const byEnds = (a: Link, b: Link): number =>
  compareText(a.from, b.from) || compareText(a.port, b.port) || compareText(a.to, b.to)

const agentsIn = (
  facts: readonly Facts[],
  known: Pick<Parameters<typeof scanAgents>[0], 'code' | 'packages' | 'services' | 'namespace'>,
) =>
  scanAgents({
    toolServers: gather(facts, 'toolServers'),
    agents: gather(facts, 'agents'),
    toolLists: gather(facts, 'toolLists'),
    ...known,
  })

type Known = Pick<Input, 'config' | 'phases'> &
  Pick<ScanResult, 'contracts' | 'packages'> & {
    readonly found: LinkResult
    /** Faults of tools, and of what manifests put together. */
    readonly declared: readonly Finding[]
  }

/** What is worked out of links and readings together: wiring faults, ends of channels, ports. */
const lookInto = (
  facts: readonly Facts[],
  { found, contracts, packages, config, phases, declared }: Known,
): Pick<ScanResult, 'findings' | 'channels' | 'ports' | 'standings' | 'calls'> => {
  phases?.start('findings')
  const wiring: Wiring = {
    ...found,
    hosts: gather(facts, 'hosts'),
    rawBindings: gather(facts, 'bindings'),
    contracts,
    protoFiles: gather(facts, 'protoFiles'),
    packages,
  }
  return {
    findings: withIgnored(
      [...findFaults(wiring), ...declared].sort(compareDiagnostics),
      config.ignore,
    ),
    channels: channelEnds(wiring),
    ports: portFacts(wiring),
    standings: standingsOf(wiring),
    calls: callsIn(wiring),
  }
}

/** What the linker is given of the facts as they are. */
const gathered = (facts: readonly Facts[]) => ({
  units: gather(facts, 'units'),
  hosts: gather(facts, 'hosts'),
  exposures: gather(facts, 'exposures'),
  subsets: gather(facts, 'subsets'),
  bindings: gather(facts, 'bindings'),
  names: gather(facts, 'names'),
  configStores: gather(facts, 'configStores'),
  projects: gather(facts, 'projects'),
})

/** Joins what the readers found in all files. Pure. */
export const assemble = (
  read: readonly Facts[],
  input: Omit<Input, 'space' | 'tree'> & { readCount: number },
): ScanResult => {
  input.phases?.start('link')
  const facts = [...read, linkDeployments(gather(read, 'deploySources'))]
  const code = gather(facts, 'code')
  const packages = gather(facts, 'packages').sort((a, b) => compareText(a.at.path, b.at.path))
  const namespace = namespaceOf(input.config.name, packages)
  const proto = linkProto(gather(facts, 'protoFiles'))
  const written = [...proto.contracts, ...gather(facts, 'contracts')].sort(byId)
  const manifests = gather(facts, 'manifests')
  const found = link({
    ...gathered(facts),
    code,
    contracts: written,
    packages,
    servers: serverPrograms({
      code,
      toolServers: gather(facts, 'toolServers'),
      packages,
    }),
  })
  const agents = agentsIn(facts, { code, packages, services: found.services, namespace })
  const services = [...found.services, ...agents.services].sort((a, b) =>
    compareText(a.name, b.name),
  )
  const contracts = [...written, ...agents.contracts].sort(byId)
  const requirements = requirementRows(manifests)
  const declared = requiredLinks(manifests, services, namespace)
  const resolve = contractOf(contracts)
  const offers = offerSymbols({ namespace, services, packages, code })
  return {
    namespace,
    services,
    contracts,
    packages,
    links: mergeLinks([...found.links, ...agents.links], declared.links).sort(byEnds),
    imports: packageLinks({ packages, services: found.services, code }),
    symbols: symbolsOf({
      namespace,
      services,
      packages,
      contracts,
      manifests,
      offered: [...agents.symbols, ...offers, ...topicSymbols(contracts, namespace, offers)],
      contractOf: resolve,
    }),
    diagnostics: unique([
      ...input.problems,
      ...gather(facts, 'diagnostics'),
      ...proto.diagnostics,
      ...danglingContracts(manifests, contracts),
      ...declared.diagnostics,
    ]),
    languages: tally(code.map((c) => c.lang)),
    fileCount: input.fileCount,
    readCount: input.readCount,
    toolSets: agents.toolSets,
    ...(requirements === undefined ? {} : { requirements }),
    ...lookInto(facts, {
      ...input,
      found,
      contracts,
      packages,
      declared: [...agents.faults, ...unmet(manifests, { contracts, code })],
    }),
  }
}

/** Reads every file that changed, takes the rest from the catalog, and assembles the result. */
export const readAll = async (
  input: Input,
  task: Task,
): Promise<{ result: ScanResult; cached: number }> => {
  const catalog = await input.space.openCatalog()
  const { phases } = input
  try {
    phases?.start('read')
    const { facts, cached } = await readFacts(
      input.tree,
      {
        files: input.space.files,
        readers,
        catalog,
        openThreads: input.space.openReadingThreads,
      },
      task,
    )
    const result = await task.writingNothing(() =>
      assemble(facts, {
        config: input.config,
        problems: input.problems,
        fileCount: input.fileCount,
        readCount: input.tree.length,
        ...(phases ? { phases } : {}),
      }),
    )
    phases?.start('store')
    catalog.setSymbols(
      result.symbols.map((s) => ({
        address: s.address,
        kind: s.type,
        lang: s.lang,
        path: s.at.path,
        line: s.at.line,
        contract: s.contract?.digest ?? null,
        evidence: s.evidence,
      })),
    )
    return { result, cached }
  } finally {
    catalog.close()
  }
}
