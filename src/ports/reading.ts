import type { SourceFile } from '../core/model/facts.ts'

/** Facts of one file as they are stored: they go between threads, into the catalog and out of it as text. */
export type FileFacts = {
  readonly body: string
  /** Hold values as written: never stored. */
  readonly isVolatile: boolean
}

/**
 * Reads files in another thread. It may be asked again before it has answered.
 *
 * @throws Error when the thread has died: what was asked must be done elsewhere
 */
export type ReadingThread = (files: readonly SourceFile[]) => Promise<readonly FileFacts[]>

/** Other threads that read files beside this one. */
export type ReadingThreads = {
  /** None where no thread can be had. */
  readonly all: readonly ReadingThread[]
  /** Ends them all, whatever they are at. */
  readonly close: () => Promise<void>
}
