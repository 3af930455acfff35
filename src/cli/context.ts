import type { Adapters } from '../app/up/round.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'

/** What a command is handed: the repository, a task to be cancelled, and the adapters of the shell. */
export type Context = {
  readonly space: Workspace
  readonly task: Task
  /** Adapters that only some commands need; what they load is not cheap. */
  readonly adapters: () => Promise<Adapters>
  readonly version: string
  readonly host: string
}
