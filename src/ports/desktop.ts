import type { Durable } from './durable.ts'

/** A file outside RTT's own folders: `durable` is of the folder that it lies in. */
export type NamedFile = {
  readonly path: string
  readonly name: string
  readonly durable: Durable
}

/** The person's own machine, outside the repository: their browser, and files that they name. */
export type Desktop = {
  /**
   * Opens an address or a file in the browser, and does not wait for it.
   *
   * @returns false where nothing here can open it
   */
  readonly open: (target: string) => Promise<boolean>
  /**
   * Where a file that was named on the command line is, and what writes it.
   *
   * @throws RttError RTT6001 when its folder does not exist
   */
  readonly place: (file: string) => NamedFile
}
