/** What lstat says, as far as RTT needs it. Times are milliseconds since 1970, with their fraction. */
export type FileStat = {
  readonly kind: 'file' | 'folder' | 'symlink' | 'other'
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly inode: number
}

/** One name in a folder. `name` is undefined when its bytes are not UTF-8; `raw` shows them. */
export type FolderEntry = {
  readonly name: string | undefined
  readonly raw: string
  readonly kind: FileStat['kind']
}

/**
 * Read-only view of the scanned tree. It opens regular files only, never follows a symbolic link, and
 * never blocks on a FIFO. Paths are relative to the root.
 */
export type Files = {
  /** @throws RttError RTT1009 */
  readonly list: (folder: string) => readonly FolderEntry[]
  readonly stat: (path: string) => FileStat | undefined
  /** @throws RttError RTT1001 when it cannot be read, RTT1004 when it is larger than `bytesMax`. */
  readonly read: (path: string, bytesMax: number) => Uint8Array
}
