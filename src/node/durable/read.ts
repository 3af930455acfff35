import { constants } from 'node:fs'
import { RttError } from '../../core/diag/error.ts'
import { compareText } from '../../core/model/place.ts'
import { locate } from './path.ts'
import { type Volume, withFile } from './volume.ts'

const bytesMax = 512 * 1024 * 1024
// Without O_NONBLOCK, opening a FIFO that takes the file's place would wait for ever.
const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const temporaryName = /^\.rtt-[0-9a-f]{16}\.tmp$/

/** True for the name of a file that was being written when its writer died. */
export const isTemporary = (name: string): boolean => temporaryName.test(name)

const readAll = ({ calls }: Volume, fd: number, path: string): Uint8Array => {
  const stat = calls.fstatSync(fd)
  if (!stat.isFile()) throw new RttError('RTT4003', `${path} is not a file`)
  if (stat.size > bytesMax)
    throw new RttError('RTT4003', `${path} is larger than ${bytesMax} bytes`)
  const bytes = new Uint8Array(stat.size)
  let filled = 0
  while (filled < bytes.length) {
    const n = calls.readSync(fd, bytes, filled, bytes.length - filled, filled)
    if (n === 0) break
    filled += n
  }
  return bytes.subarray(0, filled)
}

/** The bytes of a file, or undefined where no file stands. */
export const readFile = (volume: Volume, path: string): Uint8Array | undefined => {
  const { absolute, kind } = locate(volume.calls, volume.root, path)
  if (kind !== 'file') return undefined
  return withFile(volume, { absolute, flags: readOnly }, (fd) => readAll(volume, fd, path))
}

/** Names in a folder, ordered, less the ones that only a crash leaves behind. */
export const listFolder = (volume: Volume, path: string): readonly string[] => {
  const { absolute, kind } = locate(volume.calls, volume.root, path)
  if (kind !== 'folder') return []
  return volume.calls
    .readdirSync(absolute)
    .filter((name) => !isTemporary(name))
    .sort(compareText)
}
