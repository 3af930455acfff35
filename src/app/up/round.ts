import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import type { RttError } from '../../core/diag/error.ts'
import type { Finding } from '../../core/diag/finding.ts'
import type { Keys } from '../../ports/keys.ts'
import type { Lock } from '../../ports/lock.ts'
import type { Random } from '../../ports/random.ts'
import type { Task } from '../../ports/task.ts'
import type { Workspace } from '../../ports/workspace.ts'
import type { Applied } from '../apply.ts'
import type { Planned } from '../plan.ts'
import type { Scanned } from '../scan.ts'
import type { Stage, StageName, Stages } from '../stages.ts'
import type { Verified } from '../verify.ts'

/** What signing and applying need of the machine; loaded only when there is something to do. */
export type Adapters = { readonly lock: Lock; readonly keys: Keys; readonly random: Random }

export type Up = {
  readonly space: Workspace
  readonly task: Task
  readonly adapters: () => Promise<Adapters>
  readonly version: string
  readonly host: string
}

/** A stage that was run or skipped: what it depended on, what came of it, how long it took. */
export type StageRun = Stage & {
  readonly name: StageName
  readonly hit: boolean
  readonly milliseconds: number
}

/** What a stage answers with. */
export type Outcome = Stage & { readonly hit: boolean }

/** All of one `rtt up`. `error` is what stopped it, after the stages that were done. */
export type Wired = {
  readonly stages: readonly StageRun[]
  readonly created: boolean
  readonly planned: Planned | undefined
  readonly applied: Applied | undefined
  readonly verified: Verified | undefined
  readonly namespace: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  /** Wiring faults, where the scan was not skipped. */
  readonly findings: readonly Finding[]
  readonly error: RttError | undefined
  readonly wrote: boolean
  readonly milliseconds: number
}

/** `Wired` while it grows. */
export type Work = { -readonly [K in keyof Wired]: Wired[K] } & {
  stages: StageRun[]
  diagnostics: Diagnostic[]
  /** Generated files are to be remembered as they are at the end. */
  generated: boolean
  /** A cache was written only because times of files moved. */
  touched: boolean
}

/** What every stage is handed. */
export type Round = {
  readonly up: Up
  readonly work: Work
  readonly stages: Stages
  readonly scanned: () => Scanned
}
