import type { Diagnostic } from '../core/diag/diagnostic.ts'
import type { UnifyDocument } from '../core/doctor/document.ts'
import { type RankedDrift, rankDrifts } from '../core/doctor/rank.ts'
import { canonicalize } from '../core/json/canonical.ts'
import { sha256 } from '../core/json/digest.ts'
import type { ScanResult } from '../core/model/scan.ts'
import type { Workspace } from '../ports/workspace.ts'
import { doctor } from './doctor.ts'
import { plansFolder, unifyPath } from './plans.ts'

/** What the doctor stage found and whether it wrote. `digest` is of the document, for the record. */
export type Unified = {
  readonly ecosystems: number
  readonly packages: number
  readonly drifts: number
  readonly conflicts: number
  readonly wrote: boolean
  readonly digest: string
  readonly diagnostics: readonly Diagnostic[]
  readonly document: UnifyDocument
  /** The drifts by what they can break. */
  readonly ranked: readonly RankedDrift[]
}

/**
 * Runs the doctor over the scanned manifests and keeps `dep.unify.json` beside the plans current. A
 * repository in which nothing drifts gets no file, unless one is there to be emptied.
 */
export const unify = (space: Workspace, scan: ScanResult): Unified => {
  const { report, document, diagnostics } = doctor(scan.packages)
  const text = canonicalize(document)
  const conflicts = report.drifts.filter((d) => d.roots.some((r) => r.isConflict)).length
  const drifts = report.drifts.length
  const path = unifyPath(space.durable)
  const old = space.durable.read(path)
  const known = old === undefined ? undefined : new TextDecoder().decode(old)
  const wrote = known !== text && (known !== undefined || drifts > 0)
  if (wrote) {
    space.durable.makeFolder(plansFolder(space.durable))
    space.durable.replace(path, text)
  }
  return {
    ecosystems: new Set(scan.packages.map((p) => p.ecosystem)).size,
    packages: scan.packages.length,
    drifts,
    conflicts,
    wrote,
    digest: sha256(text),
    diagnostics,
    document,
    ranked: rankDrifts(report.drifts, scan),
  }
}
