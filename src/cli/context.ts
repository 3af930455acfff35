import type { Keys } from '../ports/keys.ts'
import type { Lock } from '../ports/lock.ts'
import type { Random } from '../ports/random.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'

/** Adapters that only some commands need; what they load is not cheap. */
export type Adapters = { readonly lock: Lock; readonly keys: Keys; readonly random: Random }

/** What a command is handed: the repository, a task to be cancelled, and the adapters of the shell. */
export type Context = {
  readonly space: Workspace
  readonly task: Task
  readonly adapters: () => Promise<Adapters>
  readonly version: string
  readonly host: string
}
