import type { Adapters } from '../app/up/round.ts'
import type { Cue } from '../ports/cue.ts'
import type { Desktop } from '../ports/desktop.ts'
import type { Task } from '../ports/task.ts'
import type { ToolServers } from '../ports/toolservers.ts'
import type { Watcher } from '../ports/watcher.ts'
import type { Web } from '../ports/web.ts'
import type { Workspace } from '../ports/workspace.ts'
import type { Report } from './view.ts'

/**
 * What lies outside the repository: the person's browser and files, a server for it, the system's word
 * that files changed, the `cue` that is installed, servers of tools, and the environment.
 */
export type Outside = {
  readonly desktop: Desktop
  readonly web: Web
  readonly watcher: Watcher
  readonly cue: Cue
  readonly toolServers: ToolServers
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What a command is handed: the repository, a task to be cancelled, and the adapters of the shell. */
export type Context = {
  readonly space: Workspace
  readonly task: Task
  /** Adapters that only some commands need; what they load is not cheap. */
  readonly adapters: () => Promise<Adapters>
  readonly outside: () => Promise<Outside>
  /** Prints a report while the command goes on: where a server listens. */
  readonly announce: (report: Report) => void
  readonly version: string
  readonly host: string
}
