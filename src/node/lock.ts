import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { RttError } from '../core/diag/error.ts'
import type { Lock } from '../ports/lock.ts'
import { errnoOf } from './durable/syscalls.ts'
import { nodeDurable } from './durable.ts'
import { type Database, openDatabase } from './sqlite.ts'

const folder = '.rtt/run'
const path = `${folder}/lock.db`

const failed = (error: unknown): RttError => {
  if (error instanceof RttError) return error
  const code = errnoOf(error) ?? 'unknown'
  if (code.startsWith('SQLITE_BUSY'))
    return new RttError('RTT4002', 'another rtt is at work in this repository')
  return new RttError('RTT4003', `${path} could not be locked (${code})`, {
    cause: error,
    help: `Check permissions; ${path} holds nothing and may be deleted while no rtt runs.`,
  })
}

// SQLite follows symbolic links, so `Durable` looks first. It only looks: closing any other
// descriptor of this file would drop the process's lock on it (POSIX).
const prepare = (root: string): string => {
  const durable = nodeDurable(root)
  durable.makeFolder(folder, 0o700)
  durable.exists(path)
  return join(realpathSync(root), path)
}

const begin = (root: string): Database => {
  let database: Database | undefined
  try {
    database = openDatabase(prepare(root), { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database?.close()
    throw failed(error)
  }
}

/**
 * The lock of a repository: an exclusive transaction on `.rtt/run/lock.db`. The kernel holds it for
 * the process, so it falls when the process dies, however that happens.
 */
export const nodeLock = (root: string): Lock => ({
  hold: async (work) => {
    const database = begin(root)
    try {
      return await work()
    } finally {
      database.close()
    }
  },
})
