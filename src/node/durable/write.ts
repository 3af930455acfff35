import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { RttError } from '../../core/diag/error.ts'
import { locate } from './path.ts'
import { isTemporary } from './read.ts'
import { errnoOf } from './syscalls.ts'
import { parentOf, settleFolder, sync, syncFolder, type Volume, withFile } from './volume.ts'

const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND } = constants

/** What to write, where. */
export type Writing = {
  readonly path: string
  readonly bytes: Uint8Array
  readonly mode: number
}

const writeAll = ({ calls }: Volume, fd: number, bytes: Uint8Array): void => {
  let written = 0
  while (written < bytes.length)
    written += calls.writeSync(fd, bytes, written, bytes.length - written)
}

/** Where a file will stand; a folder or a link in its place is refused. */
const placeFor = (volume: Volume, path: string, synced = true): string => {
  settleFolder(volume, parentOf(path), { synced })
  const { absolute, kind } = locate(volume.calls, volume.root, path)
  if (kind === 'folder') throw new RttError('RTT4003', `${path} is a folder, not a file`)
  return absolute
}

const drop = ({ calls }: Volume, absolute: string): void => {
  try {
    calls.unlinkSync(absolute)
  } catch {
    // Only tidying up: the name is hidden from readers and swept by recovery.
  }
}

/** Writes a synced temporary file beside `absolute`, hands it on, and leaves none behind. */
const viaTemporary = (
  volume: Volume,
  how: Writing & { readonly absolute: string; readonly synced: boolean },
  place: (temporary: string) => void,
): void => {
  const { absolute, bytes, mode } = how
  const temporary = join(dirname(absolute), `.rtt-${randomBytes(8).toString('hex')}.tmp`)
  try {
    withFile(volume, { absolute: temporary, flags: O_WRONLY | O_CREAT | O_EXCL, mode }, (fd) => {
      writeAll(volume, fd, bytes)
      if (how.synced) sync(volume, fd, how.path)
    })
    place(temporary)
  } catch (error) {
    drop(volume, temporary)
    throw error
  }
}

/** Replaces a file by rename: whoever looks sees all of the old bytes or all of the new ones. */
export const replaceFile = (volume: Volume, writing: Writing, synced: boolean): void => {
  const absolute = placeFor(volume, writing.path, synced)
  viaTemporary(volume, { ...writing, absolute, synced }, (temporary) =>
    volume.calls.renameSync(temporary, absolute),
  )
  if (synced) syncFolder(volume, parentOf(writing.path))
}

// File systems without hard links answer one of these.
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Gives a file its name unless the name is taken. */
const linkOnce = ({ calls }: Volume, temporary: string, absolute: string): boolean => {
  try {
    calls.linkSync(temporary, absolute)
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    if (!noLinks.has(errnoOf(error) ?? '')) throw error
    if (calls.lstatSync(absolute, { throwIfNoEntry: false }) !== undefined) return false
    calls.renameSync(temporary, absolute)
    return true
  }
  calls.unlinkSync(temporary)
  return true
}

/** Creates a file whole and synced, or says that one stands there. */
export const createFile = (volume: Volume, writing: Writing): boolean => {
  const absolute = placeFor(volume, writing.path)
  let created = false
  viaTemporary(volume, { ...writing, absolute, synced: true }, (temporary) => {
    created = linkOnce(volume, temporary, absolute)
    if (!created) drop(volume, temporary)
  })
  syncFolder(volume, parentOf(writing.path))
  return created
}

/** Takes back what a failed write left, since the next append must not stand behind a torn one. */
const cutBack = (volume: Volume, fd: number, size: number): void => {
  try {
    volume.calls.ftruncateSync(fd, size)
  } catch (error) {
    volume.syncError = error
  }
}

/** Appends whole and synced. */
export const appendFile = (volume: Volume, { path, bytes, mode }: Writing): void => {
  const absolute = placeFor(volume, path)
  const isNew = locate(volume.calls, volume.root, path).kind === 'none'
  withFile(volume, { absolute, flags: O_WRONLY | O_CREAT | O_APPEND, mode }, (fd) => {
    const { size } = volume.calls.fstatSync(fd)
    try {
      writeAll(volume, fd, bytes)
    } catch (error) {
      cutBack(volume, fd, size)
      throw error
    }
    sync(volume, fd, path)
  })
  if (isNew) syncFolder(volume, parentOf(path))
}

/** Cuts a file to a size, synced. */
export const truncateFile = (volume: Volume, path: string, size: number): void => {
  const absolute = placeFor(volume, path)
  withFile(volume, { absolute, flags: O_WRONLY }, (fd) => {
    volume.calls.ftruncateSync(fd, size)
    sync(volume, fd, path)
  })
}

/** Links in a folder are removed themselves, never followed. */
const removeTree = (volume: Volume, absolute: string): void => {
  const { calls } = volume
  if (calls.lstatSync(absolute).isDirectory()) {
    for (const name of calls.readdirSync(absolute)) removeTree(volume, join(absolute, name))
    calls.rmdirSync(absolute)
  } else calls.unlinkSync(absolute)
}

/** Removes a file, or a folder with all it holds, synced. */
export const removePath = (volume: Volume, path: string): void => {
  const { absolute, kind } = locate(volume.calls, volume.root, path)
  if (path === '' || kind === 'none') return
  removeTree(volume, absolute)
  for (const settled of volume.settled)
    if (settled === path || settled.startsWith(`${path}/`)) volume.settled.delete(settled)
  syncFolder(volume, parentOf(path))
}

/** Removes what dead writers left in a folder. Only for folders that the caller alone writes to. */
export const sweepFolder = (volume: Volume, path: string): void => {
  const { absolute, kind } = locate(volume.calls, volume.root, path)
  if (kind !== 'folder') return
  for (const name of volume.calls.readdirSync(absolute).filter(isTemporary))
    drop(volume, join(absolute, name))
}
