import { RttError } from '../core/diag/error.ts'
import { layout } from '../core/model/layout.ts'
import { folderOf } from '../core/model/path.ts'
import type { ScanResult } from '../core/model/scan.ts'
import { type Change, changesOf } from '../core/watch/changes.ts'
import type { Task } from '../ports/task.ts'
import type { Watcher } from '../ports/watcher.ts'
import type { Workspace } from '../ports/workspace.ts'
import { init } from './init.ts'
import { scan } from './scan.ts'
import { openStages } from './stages.ts'
import type { UniverseFile } from './universe.ts'

/** What watching tells: how it stands at first, then every change; and what keeps it from looking. */
export type WatchEvent =
  | { readonly event: 'ready'; readonly result: ScanResult }
  | Change
  | { readonly event: 'gone' | 'back' }
  | { readonly event: 'failed'; readonly error: RttError }

type Round = { readonly result: ScanResult | undefined; readonly folders: readonly string[] }

/** However well the system tells of changes, now and then they are looked for. */
const pollMs = 10_000
const pollBlindMs = 1000
const goneMs = 1000
const settleMs = 250
/** Of its time it spends at most a quarter on scanning, however fast files change. */
const restShare = 3
const restMaxMs = 5000

/** Folders with files of the universe in or below them, and the one with the settings of RTT. */
const foldersOf = (files: readonly UniverseFile[]): readonly string[] => {
  const out = new Set(['', layout.state])
  for (const { diskPath } of files)
    for (let f = folderOf(diskPath); !out.has(f); f = folderOf(f)) out.add(f)
  return [...out]
}

/** One scan; without a result where nothing has changed since `known`. */
const scanOnce = async (
  space: Workspace,
  known: ScanResult | undefined,
  task: Task,
): Promise<Round> => {
  init(space)
  const stages = openStages(space.durable)
  const scanned = await scan(space, stages, task)
  const isSame = scanned.hit && known !== undefined
  const result = isSame ? undefined : await scanned.load()
  stages.save()
  task.progress.end()
  return { result, folders: foldersOf(scanned.files) }
}

/** Looked at before anything is written, which would bring the folder back. */
const isThere = (space: Workspace): boolean => {
  try {
    space.files.list('')
    return true
  } catch {
    return false
  }
}

type Watching = {
  readonly watcher: Watcher
  readonly tell: (event: WatchEvent) => void
}

class Watch {
  private readonly space: Workspace
  private readonly to: Watching
  private readonly task: Task
  private known: ScanResult | undefined
  private isGone = false
  private failure = ''

  constructor(space: Workspace, to: Watching, task: Task) {
    this.space = space
    this.to = to
    this.task = task
  }

  async run(): Promise<void> {
    while (!this.task.signal.aborted) {
      const started = this.space.clock.monotonicMs()
      const waitMs = await this.step()
      const spent = this.space.clock.monotonicMs() - started
      const leastMs = Math.min(restMaxMs, restShare * spent)
      const waited = await this.to.watcher.wait({ leastMs, mostMs: waitMs }, this.task.signal)
      if (waited === 'stopped') break
    }
    this.to.watcher.look([])
  }

  /** One look at the repository; answers with how long to wait at most for the next. */
  private async step(): Promise<number> {
    if (!isThere(this.space)) return this.gone()
    if (this.isGone) this.to.tell({ event: 'back' })
    this.isGone = false
    try {
      const { result, folders } = await scanOnce(this.space, this.known, this.task)
      this.failure = ''
      if (result !== undefined) this.told(result)
      const { isComplete, opened } = this.to.watcher.look(folders)
      if (opened > 0) return settleMs
      return isComplete ? pollMs : pollBlindMs
    } catch (error) {
      if (this.task.signal.aborted) return 0
      if (!isThere(this.space)) return this.gone()
      this.failed(error)
      return pollBlindMs
    }
  }

  private gone(): number {
    if (!this.isGone) this.to.tell({ event: 'gone' })
    this.isGone = true
    this.to.watcher.look([])
    return goneMs
  }

  /** What a person can mend, a file of settings that is broken for instance, is told once and waited for. */
  private failed(error: unknown): void {
    this.task.progress.end()
    if (!(error instanceof RttError)) throw error
    if (error.message !== this.failure) this.to.tell({ event: 'failed', error })
    this.failure = error.message
  }

  private told(result: ScanResult): void {
    const before = this.known
    this.known = result
    if (before === undefined) this.to.tell({ event: 'ready', result })
    else for (const change of changesOf(before, result)) this.to.tell(change)
  }
}

/**
 * Scans whenever files change, until the task is cancelled, which is how it is meant to end. A repository that
 * is deleted is waited for.
 */
export const watch = (space: Workspace, to: Watching, task: Task): Promise<void> =>
  new Watch(space, to, task).run()
