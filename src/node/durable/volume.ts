import { constants } from 'node:fs'
import { dirname } from 'node:path'
import { RttError } from '../../core/diag/error.ts'
import { locate, refused } from './path.ts'
import { errnoOf, type Syscalls } from './syscalls.ts'

/** One repository as `Durable` sees it. */
export type Volume = {
  readonly calls: Syscalls
  readonly root: string
  /** Folders whose own name is known to be on the disk. */
  readonly settled: Set<string>
  /** The first failed sync; after it nothing is written any more. */
  syncError: unknown
}

const { O_RDONLY } = constants
// Absent on Windows, where `locate` alone keeps links out.
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0
const O_DIRECTORY = constants.O_DIRECTORY ?? 0

/**
 * After a failed sync Linux drops the pages and forgets the error: a second try would succeed
 * without the data. So the volume stays closed for writing.
 */
export const assertWritable = (volume: Volume): void => {
  if (volume.syncError !== undefined)
    throw new RttError(
      'RTT4003',
      'an earlier write did not reach the disk; nothing more is written',
      {
        cause: volume.syncError,
        help: 'Check the disk, then run `rtt recover`.',
      },
    )
}

/** Syncs an open file or folder, or closes the volume for writing. */
export const sync = (volume: Volume, fd: number, path: string): void => {
  try {
    volume.calls.fsyncSync(fd)
  } catch (error) {
    volume.syncError = error
    throw refused(path, 'synced', error)
  }
}

/** Opens, uses and closes; the file is closed whatever happens. */
export const withFile = <T>(
  { calls }: Volume,
  how: { readonly absolute: string; readonly flags: number; readonly mode?: number },
  use: (fd: number) => T,
): T => {
  const fd = calls.openSync(how.absolute, how.flags | O_NOFOLLOW, how.mode)
  try {
    return use(fd)
  } finally {
    calls.closeSync(fd)
  }
}

// Some network file systems cannot sync a folder and say so with these.
const cannotSyncFolders = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'])

const syncNames = (volume: Volume, absolute: string, path: string): void => {
  if (process.platform === 'win32') return
  withFile(volume, { absolute, flags: O_RDONLY | O_DIRECTORY }, (fd) => {
    try {
      volume.calls.fsyncSync(fd)
    } catch (error) {
      if (cannotSyncFolders.has(errnoOf(error) ?? '')) return
      volume.syncError = error
      throw refused(path, 'synced', error)
    }
  })
}

const makeOne = (volume: Volume, absolute: string, mode: number): void => {
  try {
    volume.calls.mkdirSync(absolute, { mode })
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}

/** The folder that holds a path; `''` is the root. */
export const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/')

type FolderHow = { readonly mode?: number; readonly synced?: boolean }

/**
 * Makes a folder and its parents and, unless told otherwise, puts their names on the disk. A folder
 * that stands already may have been made by a process that died before it synced, so each is synced
 * once.
 */
export const settleFolder = (volume: Volume, path: string, how: FolderHow = {}): void => {
  const { mode = 0o755, synced = true } = how
  if (path === '') return
  const { absolute, kind } = locate(volume.calls, volume.root, path)
  if (kind === 'file') throw new RttError('RTT4003', `${path} is not a folder`)
  if (kind === 'folder' && (volume.settled.has(path) || !synced)) return
  settleFolder(volume, parentOf(path), how)
  if (kind === 'none') makeOne(volume, absolute, mode)
  if (!synced) return
  syncNames(volume, dirname(absolute), parentOf(path))
  volume.settled.add(path)
}

/** Puts the names in a folder on the disk. */
export const syncFolder = (volume: Volume, path: string): void => {
  settleFolder(volume, path)
  syncNames(volume, locate(volume.calls, volume.root, path).absolute, path)
}
