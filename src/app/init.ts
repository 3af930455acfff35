import { ignoredState, layout } from '../core/model/layout.ts'
import type { Workspace } from '../ports/workspace.ts'

const ignoreText = `# Made by rtt: what one clone knows, and others need not.\n${ignoredState.join('\n')}\n`

/** Whether this repository has RTT's state folder. */
export const isInitialised = (space: Workspace): boolean => space.durable.exists(layout.ignoreFile)

/**
 * Makes `.rtt/` with its own .gitignore. No prompt, no file of the user touched; nothing is written
 * when it is there already.
 */
export const init = (space: Workspace): { created: boolean } => {
  if (isInitialised(space)) return { created: false }
  space.durable.makeFolder(layout.state)
  return { created: space.durable.create(layout.ignoreFile, ignoreText) }
}
