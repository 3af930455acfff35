/**
 * Every write that RTT makes to a repository goes through this port, so that crash tests can stand
 * in its place. Paths are relative to the root it was made for, with `/`. All calls throw RttError
 * RTT4003 when the system refuses, and refuse to pass through a symbolic link.
 */
export type Durable = {
  /** The bytes, or undefined when there is no such file. A file over 512 MiB is refused. */
  readonly read: (path: string) => Uint8Array | undefined
  /** Names in a folder, ordered, temporary files left out; empty when there is no such folder. */
  readonly list: (path: string) => readonly string[]
  readonly exists: (path: string) => boolean
  /** Creates the folder and its parents. */
  readonly makeFolder: (path: string, mode?: number) => void
  /**
   * Replaces the file in one step: temporary file, sync, rename, sync of the folder. Missing parent
   * folders are made, here and by every call that makes a file.
   */
  readonly replace: (path: string, bytes: string | Uint8Array, mode?: number) => void
  /** The same without syncing: for caches and whatever can be made again. */
  readonly replaceCache: (path: string, bytes: string | Uint8Array) => void
  /** Creates the file, synced; false, with nothing written, when it exists already. */
  readonly create: (path: string, bytes: string | Uint8Array, mode?: number) => boolean
  /** Appends and syncs; makes the file. What could not be written whole is cut off again. */
  readonly append: (path: string, bytes: string | Uint8Array) => void
  /** Cuts a file to a size and syncs. */
  readonly truncate: (path: string, size: number) => void
  /** Removes a file or a folder with all it holds; nothing happens when it does not exist. */
  readonly remove: (path: string) => void
  readonly syncFolder: (path: string) => void
  /**
   * Removes what writers that died left in a folder. Only for folders that the caller alone writes
   * to.
   */
  readonly sweep: (path: string) => void
}
