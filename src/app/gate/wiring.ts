import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Finding } from '../../core/diag/finding.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Workspace } from '../../ports/workspace.ts'
import type { Planned } from '../plan.ts'
import type { UniverseFile } from '../universe.ts'
import { callImpacts } from './calls.ts'
import { channelImpacts } from './channels.ts'
import { newFindings } from './findings.ts'
import { contractImpacts } from './impact.ts'
import { readLocked } from './locked.ts'
import { lostImpacts } from './lost.ts'
import { portImpacts } from './ports.ts'
import { wordFinder } from './words.ts'

/** What a plan locks against what the repository says now, by what is hurt. Each names both places. */
export type Impacts = {
  /** Contracts and tools that changed for those who use them. */
  readonly contracts: readonly Diagnostic[]
  /** Routes and channels that lost an end, or the way to it. */
  readonly routes: readonly Diagnostic[]
  /** The services that lost them. */
  readonly losers: ReadonlySet<string>
  /** Ports that one side moved. */
  readonly ports: readonly Diagnostic[]
  /** Wiring faults that were not there. */
  readonly findings: readonly Finding[]
}

/** What was scanned, and the files that it was found in. */
export type Found = { readonly scan: ScanResult; readonly files: readonly UniverseFile[] }

/**
 * Judges what became of the wiring that a plan locks.
 *
 * @throws RttError RTT3007 where the plan or a contract of it was changed
 */
export const wiringImpacts = async (
  space: Workspace,
  plan: { readonly dir: string; readonly planId: string },
  given: Found,
): Promise<Impacts> => {
  const { scan, files } = given
  const locked = await readLocked(space.durable, plan.dir, plan.planId)
  const words = wordFinder(space, files)
  const lost = [...lostImpacts(locked, scan, words), ...channelImpacts(locked, scan, words)]
  return {
    contracts: contractImpacts(space, locked, scan),
    routes: [...lost.map((l) => l.diagnostic), ...callImpacts(locked, scan)],
    losers: new Set(lost.map((l) => l.service)),
    ports: portImpacts(locked, scan),
    findings: newFindings(locked.body, scan),
  }
}

/**
 * What a new plan accepts: what became of the wiring since the plan that it is made upon. It stops nobody who plans on
 * purpose; whoever signs the plan has to know of it.
 */
export const acceptedImpacts = async (
  space: Workspace,
  { dir, base, status }: Pick<Planned, 'dir' | 'base' | 'status'>,
  given: Found,
): Promise<readonly Diagnostic[]> => {
  if (base === undefined || status !== 'new') return []
  try {
    const impacts = await wiringImpacts(space, { dir, planId: base.planId }, given)
    return [
      ...impacts.contracts,
      ...impacts.routes,
      ...impacts.ports,
      ...impacts.findings.map(({ ends: _, ...finding }) => finding),
    ].map((d) => ({
      ...d,
      severity: 'warning' as const,
      help: 'The new plan accepts it: look whether the other side was changed with it before you sign.',
    }))
  } catch (error) {
    // The plan before may be damaged or cut; that is told where it is verified.
    if (error instanceof RttError) return []
    throw error
  }
}
