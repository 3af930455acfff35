import { realpathSync } from 'node:fs'
import type { Durable } from '../ports/durable.ts'
import { locate, refused } from './durable/path.ts'
import { listFolder, readFile } from './durable/read.ts'
import { type Syscalls, systemCalls } from './durable/syscalls.ts'
import { assertWritable, settleFolder, syncFolder, type Volume } from './durable/volume.ts'
import {
  appendFile,
  createFile,
  removePath,
  replaceFile,
  sweepFolder,
  truncateFile,
} from './durable/write.ts'

const utf8 = new TextEncoder()
const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? utf8.encode(data) : data

const attempt = <T>(path: string, what: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw refused(path, what, error)
  }
}

/**
 * `Durable` on the real file system.
 *
 * Every name on the way to a file is looked at before it is passed, and opened with O_NOFOLLOW;
 * Node has no openat2, so a process of the same user that swaps a folder at the right moment is not
 * held off. A failed sync closes the instance for writing.
 *
 * @param root the repository; may itself be reached by a symbolic link
 * @param calls for tests
 */
export const nodeDurable = (root: string, calls: Syscalls = systemCalls): Durable => {
  const home = calls === systemCalls ? realpathSync(root) : root
  const volume: Volume = { calls, root: home, settled: new Set(), syncError: undefined }
  const write = <T>(path: string, what: string, work: () => T): T =>
    attempt(path, what, () => {
      assertWritable(volume)
      return work()
    })
  return {
    read: (path) => attempt(path, 'read', () => readFile(volume, path)),
    list: (path) => attempt(path, 'listed', () => listFolder(volume, path)),
    exists: (path) => attempt(path, 'looked at', () => locate(calls, home, path).kind !== 'none'),
    makeFolder: (path, mode) =>
      write(path, 'made', () => settleFolder(volume, path, mode === undefined ? {} : { mode })),
    replace: (path, data, mode = 0o644) =>
      write(path, 'written', () => replaceFile(volume, { path, bytes: bytesOf(data), mode }, true)),
    replaceCache: (path, data) =>
      write(path, 'written', () =>
        replaceFile(volume, { path, bytes: bytesOf(data), mode: 0o644 }, false),
      ),
    create: (path, data, mode = 0o644) =>
      write(path, 'made', () => createFile(volume, { path, bytes: bytesOf(data), mode })),
    append: (path, data) =>
      write(path, 'written', () => appendFile(volume, { path, bytes: bytesOf(data), mode: 0o644 })),
    truncate: (path, size) => write(path, 'cut', () => truncateFile(volume, path, size)),
    remove: (path) => write(path, 'removed', () => removePath(volume, path)),
    syncFolder: (path) => write(path, 'synced', () => syncFolder(volume, path)),
    sweep: (path) => write(path, 'swept', () => sweepFolder(volume, path)),
  }
}
