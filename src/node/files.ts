import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs'
import { join } from 'node:path'
import { RttError } from '../core/diag/error.ts'
import type { FileStat, Files, FolderEntry } from '../ports/files.ts'

type Typed = { isFile: () => boolean; isDirectory: () => boolean; isSymbolicLink: () => boolean }

const kindOf = (t: Typed): FileStat['kind'] => {
  if (t.isFile()) return 'file'
  if (t.isDirectory()) return 'folder'
  return t.isSymbolicLink() ? 'symlink' : 'other'
}

const reason = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)

const list = (root: string, folder: string): FolderEntry[] => {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  const odd = entries.some((e) => e.name.includes('\uFFFD'))
  if (!odd) return entries.map((e) => ({ name: e.name, raw: e.name, kind: kindOf(e) }))
  // Only bytes tell a name that is not UTF-8 from one that really holds U+FFFD.
  return readdirSync(join(root, folder), { withFileTypes: true, encoding: 'buffer' }).map((e) => {
    const text = e.name.toString('utf8')
    if (Buffer.from(text, 'utf8').equals(e.name)) return { name: text, raw: text, kind: kindOf(e) }
    const escaped = e.name
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
    return { name: undefined, raw: escaped, kind: kindOf(e) }
  })
}

const stat = (root: string, path: string): FileStat | undefined => {
  const s = lstatSync(join(root, path), { throwIfNoEntry: false })
  return (
    s && { kind: kindOf(s), size: s.size, mtimeMs: s.mtimeMs, ctimeMs: s.ctimeMs, inode: s.ino }
  )
}

const readAll = (fd: number, size: number, bytesMax: number): Buffer => {
  const buffer = Buffer.allocUnsafe(Math.min(size, bytesMax) + 1)
  let at = 0
  for (;;) {
    const n = readSync(fd, buffer, at, buffer.length - at, null)
    if (n === 0 || at + n === buffer.length) return buffer.subarray(0, at + n)
    at += n
  }
}

const read = (root: string, path: string, bytesMax: number): Uint8Array => {
  let fd: number | undefined
  try {
    // NONBLOCK keeps a FIFO from stopping us, NOFOLLOW a symbolic link from leading us out.
    fd = openSync(
      join(root, path),
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0),
    )
    const s = fstatSync(fd)
    if (!s.isFile())
      throw new RttError('RTT1005', `${path} is not a regular file`, { at: { path, line: 1 } })
    const bytes = readAll(fd, s.size, bytesMax)
    if (bytes.length > bytesMax)
      throw new RttError('RTT1004', `${path} is larger than ${bytesMax} bytes`, {
        at: { path, line: 1 },
      })
    return bytes
  } catch (cause) {
    if (cause instanceof RttError) throw cause
    throw new RttError('RTT1001', `${path} could not be read (${reason(cause)})`, {
      at: { path, line: 1 },
      cause,
    })
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** The files below `root`, read only. */
export const nodeFiles = (root: string): Files => ({
  list: (folder) => {
    try {
      return list(root, folder)
    } catch (cause) {
      throw new RttError('RTT1009', `${folder || '.'} could not be listed (${reason(cause)})`, {
        at: { path: folder || '.', line: 1 },
        cause,
      })
    }
  },
  stat: (path) => stat(root, path),
  read: (path, bytesMax) => read(root, path, bytesMax),
})
