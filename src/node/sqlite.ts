import { sep } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { loadAddon, requirePackage } from './native.ts'

export type Database = Sqlite.Database

const stateFolder = (path: string): string | undefined => {
  const parts = path.split(sep)
  const at = parts.lastIndexOf('.rtt')
  return at < 0 ? undefined : parts.slice(0, at + 1).join(sep)
}

/**
 * Opens a database; better-sqlite3 and its addon are loaded by the first call, so a command that opens
 * none pays for none. Its folder must exist. `:memory:` gives a database that is not on disk.
 *
 * @throws SqliteError of better-sqlite3 (its `code` is SQLite's), RttError RTT4003 when the addon
 * cannot be loaded
 */
export const openDatabase = (
  path: string,
  options: Omit<Sqlite.Options, 'nativeBinding'> = {},
): Database => {
  const Database = requirePackage('better-sqlite3') as typeof Sqlite
  const addon = loadAddon('better-sqlite3', stateFolder(path))
  // The types know only of a path; better-sqlite3 takes the loaded addon, too.
  return new Database(path, addon ? { ...options, nativeBinding: addon as never } : options)
}
