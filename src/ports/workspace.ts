import type { Catalog } from './catalog.ts'
import type { Clock } from './clock.ts'
import type { Durable } from './durable.ts'
import type { Files } from './files.ts'
import type { ReadingThreads } from './reading.ts'

/** A repository as a use case sees it: what it may read, write and ask. Built by a shell. */
export type Workspace = {
  /** Absolute path, for messages to people only; never part of a document. */
  readonly root: string
  readonly files: Files
  readonly durable: Durable
  readonly clock: Clock
  readonly openCatalog: () => Promise<Catalog>
  /** Threads that read files beside this one. */
  /** Where it is not there, all is read in this thread. */
  readonly openReadingThreads?: () => Promise<ReadingThreads>
  /** Templates that ship with RTT, by name below `templates/`. */
  readonly asset: (name: string) => string
  readonly assetNames: (prefix: string) => readonly string[]
}
