import type { Diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import type { Call } from './call.ts'
import type { ChannelEnd } from './channelend.ts'
import type { Contract } from './contract.ts'
import type { Link, PackageLink } from './link.ts'
import type { Package } from './package.ts'
import type { PortFact } from './portfact.ts'
import type { RequirementRow } from './requirementrow.ts'
import type { Service } from './service.ts'
import type { Standing } from './standing.ts'
import type { SymbolDef } from './symbol.ts'
import type { ToolSet } from './toolset.ts'

/** Everything that scanning knows of a repository. All lists are ordered; no secret is in it. */
export type ScanResult = {
  readonly namespace: readonly string[]
  readonly services: readonly Service[]
  readonly symbols: readonly SymbolDef[]
  readonly links: readonly Link[]
  /** Who imports whom among the packages of each workspace. Never part of a plan. */
  readonly imports?: readonly PackageLink[]
  /** Who sends to which topic or queue, and who receives from it. */
  readonly channels: readonly ChannelEnd[]
  /** Where services are started, and by which names they are reached there. */
  readonly standings: readonly Standing[]
  /** Calls of paths of services of the repository. */
  readonly calls: readonly Call[]
  /** What is said of the ports of services, and by whom. */
  readonly ports: readonly PortFact[]
  /** What the MCP servers of the repository offer. */
  readonly toolSets: readonly ToolSet[]
  /** What manifests ask for. Absent where none asks. */
  readonly requirements?: readonly RequirementRow[]
  readonly contracts: readonly Contract[]
  readonly packages: readonly Package[]
  /** Wiring faults, ordered by place. */
  readonly findings: readonly Finding[]
  readonly diagnostics: readonly Diagnostic[]
  /** Files of code by the language that they were read as. */
  readonly languages?: Readonly<Record<string, number>>
  /** Number of files in the universe, and of those that a reader took. */
  readonly fileCount: number
  readonly readCount: number
}
