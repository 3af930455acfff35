import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../core/json/digest.ts'

/** A file that the binary carries and the kernel must be able to map. */
export type Packed = { readonly sha256: string; readonly bytes: () => Uint8Array }

/** Where files are unpacked: `base` must exist, the folders below it are made, the last one private. */
export type PrivateFolder = { readonly base: string; readonly below: readonly string[] }

const isOurs = (uid: number): boolean => process.getuid === undefined || uid === process.getuid()

const makePrivate = ({ base, below }: PrivateFolder): string => {
  let path = base
  for (const name of below) {
    path = join(path, name)
    try {
      mkdirSync(path, 0o700)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (!lstatSync(path).isDirectory()) throw new Error(`${path} is not a folder`)
  }
  const { uid, mode } = lstatSync(path)
  if (!isOurs(uid) || (mode & 0o077) !== 0) throw new Error(`${path} is open to others`)
  return path
}

const holds = (path: string, digest: string): boolean => {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch {
    return false
  }
  try {
    const stat = fstatSync(fd)
    return stat.isFile() && isOurs(stat.uid) && sha256(readFileSync(fd)) === digest
  } finally {
    closeSync(fd)
  }
}

/**
 * Puts a packed file into a private folder (0700) under its own digest, unless it lies there already,
 * and returns its path. Its hash is checked each time: whoever can write into the folder could
 * otherwise have their code run as RTT.
 *
 * @throws Error when the folder is a link, belongs to someone else, or cannot be written
 */
export const unpack = (file: Packed, folder: PrivateFolder): string => {
  const home = makePrivate(folder)
  const path = join(home, `${file.sha256}.node`)
  if (holds(path, file.sha256)) return path
  const temporary = join(home, `.${randomBytes(8).toString('hex')}`)
  writeFileSync(temporary, file.bytes(), { mode: 0o500, flag: 'wx' })
  renameSync(temporary, path)
  if (!holds(path, file.sha256)) throw new Error(`${path} does not hold what was written to it`)
  return path
}
