/** The paths that git tracks, and the folders that hold any of them. */
export type Tracked = {
  readonly files: ReadonlySet<string>
  readonly folders: ReadonlySet<string>
}

const entriesMax = 5_000_000
const foldersMax = 500_000
/** No system opens longer paths. Entries of version 4 unfold, so that a small index can stand for many bytes. */
const pathBytesMax = 4096
const allBytesMax = 256 * 1024 * 1024
const digestBytes = { sha1: 20, sha256: 32 }
/** Times, device, inode, mode, owner, size: what stands before the digest of an entry. */
const statBytes = 40

/** A number as version 4 writes how much of the last path goes: seven bits a byte, the highest first. */
const strippedAt = (bytes: Uint8Array, from: number): { value: number; next: number } => {
  let at = from
  let value = bytes[at]! & 127
  while (at < bytes.length && bytes[at]! & 128) value = ((value + 1) << 7) | (bytes[++at]! & 127)
  return { value, next: at + 1 }
}

const withFolders = (files: ReadonlySet<string>): Tracked | undefined => {
  const folders = new Set<string>()
  for (const path of files)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      if (folders.has(folder)) break
      folders.add(folder)
      if (folders.size > foldersMax) return undefined
    }
  return { files, folders }
}

/** Whether paths stand in a shared index beside this one, by the extensions after its entries. */
const isSplit = (view: DataView, from: number, end: number): boolean => {
  for (let at = from; at + 8 <= end; at += 8 + view.getUint32(at + 4))
    if (view.getUint32(at) === 0x6c696e6b) return true
  return false
}

/**
 * The paths in an index of git, versions 2 to 4; undefined for what is none, is damaged, or is kept in two parts.
 *
 * Source: `gitformat-index`.
 *
 * @param algorithm the object format of the repository
 */
export const trackedPaths = (
  bytes: Uint8Array,
  algorithm: keyof typeof digestBytes = 'sha1',
): Tracked | undefined => {
  if (bytes.length < 12 + digestBytes[algorithm]) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(4)
  const count = view.getUint32(8)
  const isIndex = view.getUint32(0) === 0x44495243 && version >= 2 && version <= 4
  if (!isIndex || count > entriesMax) return undefined
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const files = new Set<string>()
  let at = 12
  let unfolded = 0
  let last: Uint8Array = new Uint8Array()
  for (let i = 0; i < count; i++) {
    const start = at
    at += statBytes + digestBytes[algorithm]
    if (at + 2 > bytes.length) return undefined
    const flags = view.getUint16(at)
    at += version >= 3 && flags & 0x4000 ? 4 : 2
    let kept: Uint8Array = new Uint8Array()
    if (version === 4) {
      const { value, next } = strippedAt(bytes, at)
      if (value > last.length) return undefined
      kept = last.subarray(0, last.length - value)
      at = next
    }
    const end = bytes.indexOf(0, at)
    if (end < 0) return undefined
    const length = kept.length + end - at
    unfolded += length
    if (length > pathBytesMax || unfolded > allBytesMax) return undefined
    last = Buffer.concat([kept, bytes.subarray(at, end)])
    files.add(decoder.decode(last))
    at = version === 4 ? end + 1 : start + Math.ceil((end + 1 - start) / 8) * 8
  }
  const isPart = isSplit(view, at, bytes.length - digestBytes[algorithm])
  return isPart ? undefined : withFolders(files)
}
