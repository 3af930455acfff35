import { join } from 'node:path'
import { RttError } from '../../core/diag/error.ts'
import { errnoOf, type Syscalls } from './syscalls.ts'

/** What stands at a path; nothing else may be written through. */
export type Kind = 'file' | 'folder' | 'none'

const isPlain = (segment: string): boolean =>
  segment !== '' && segment !== '.' && segment !== '..' && !/[\\\0]/.test(segment)

/** The segments of a relative path; the root itself is `''`. */
const segmentsOf = (path: string): readonly string[] => {
  const segments = path === '' ? [] : path.split('/')
  if (segments.every(isPlain)) return segments
  throw new RttError('RTT4003', `"${path}" is not a path below the repository`)
}

const kindAt = (calls: Syscalls, absolute: string, path: string): Kind => {
  const stat = calls.lstatSync(absolute, { throwIfNoEntry: false })
  if (stat === undefined) return 'none'
  if (stat.isFile()) return 'file'
  if (stat.isDirectory()) return 'folder'
  const what = stat.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a folder'
  throw new RttError('RTT4003', `${path} is ${what}; RTT does not pass through it`, {
    help: 'Remove it; RTT keeps its files inside the repository.',
  })
}

export type Located = { readonly absolute: string; readonly kind: Kind }

/**
 * Walks to a path below the root one name at a time. Each name must be a real folder, the last one
 * a file, a folder or nothing: a string comparison would lose to a symbolic link that lies in wait.
 *
 * @throws RttError RTT4003
 */
export const locate = (calls: Syscalls, root: string, path: string): Located => {
  let absolute = root
  let kind: Kind = 'folder'
  const segments = segmentsOf(path)
  for (const [i, segment] of segments.entries()) {
    if (kind === 'file')
      throw new RttError('RTT4003', `${segments.slice(0, i).join('/')} is not a folder`)
    absolute = join(absolute, segment)
    if (kind !== 'none') kind = kindAt(calls, absolute, segments.slice(0, i + 1).join('/'))
  }
  return { absolute, kind }
}

/** Turns a system error into RTT4003 that names the file; an RttError passes. */
export const refused = (path: string, what: string, error: unknown): RttError =>
  error instanceof RttError
    ? error
    : new RttError('RTT4003', `${path} could not be ${what} (${errnoOf(error) ?? 'unknown'})`, {
        cause: error,
      })
