import type { ScanResult } from '../core/model/scan.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'
import { init } from './init.ts'
import { scan } from './scan.ts'
import { openStages, type Stages } from './stages.ts'
import type { UniverseFile } from './universe.ts'

/** A scan that is up to date, with the manifests that a plan's envelope vouches for. */
export type Fresh = {
  readonly result: ScanResult
  readonly stages: Stages
  readonly manifestFiles: readonly string[]
  /** All files of the universe. */
  readonly files: readonly UniverseFile[]
}

/** The `rtt.manifest.json` files that the scanned symbols come from, ordered. */
export const manifestFilesOf = (result: ScanResult): string[] =>
  [
    ...new Set(
      result.symbols
        .filter((s) => s.evidence === 'manifest' && s.at.path.endsWith('rtt.manifest.json'))
        .map((s) => s.at.path),
    ),
  ].sort()

/** Scans what changed and answers with the whole. What a command does that needs the wiring. */
export const loadScanned = async (space: Workspace, task: Task): Promise<Fresh> => {
  init(space)
  const stages = openStages(space.durable)
  const scanned = await scan(space, stages, task)
  const result = await scanned.load()
  stages.save()
  return { result, stages, manifestFiles: manifestFilesOf(result), files: scanned.files }
}
