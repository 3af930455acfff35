import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import { RttError } from '../../core/diag/error.ts'
import { sha256, sha256Parts } from '../../core/json/digest.ts'
import type { FileStat, Files } from '../../ports/files.ts'
import type { Task } from '../../ports/task.ts'
import type { UniverseFile } from '../universe.ts'

/** size, mtime, ctime, inode, digest of the text: `null` for a file that cannot be used. */
export type TreeRow = readonly [number, number, number, number, string | null]

/** What was seen of the read files at the last scan. A cache: losing it costs a read of each file. */
export type Tree = {
  readonly v: 1
  /** When it was looked at, in milliseconds of the file system's clock: younger files are read again. */
  readonly startedMs: number
  readonly rows: Readonly<Record<string, TreeRow>>
}

export const sourceBytesMax = 4 * 1024 * 1024
const filesPerPause = 200
/** Texts that are kept until they are read, in characters; what is beyond is read from the disk again. */
const textsMax = 48 * 1024 * 1024

/** Text as it is digested: UTF-8, without byte order mark, line ends made `\n`; undefined if not UTF-8. */
export const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
  } catch {
    return undefined
  }
}

/** A text that is kept until the first who asks for it takes it: of many files few are alive at a time. */
export type KeptText = { text: string | undefined }

/** A read file with its digest; `kept` is there when it had to be read. */
export type TreeFile = UniverseFile & { readonly digest: string; readonly kept?: KeptText }

export const rowOf = (s: FileStat, digest: string | null): TreeRow => [
  s.size,
  s.mtimeMs,
  s.ctimeMs,
  s.inode,
  digest,
]

const isYoung = (s: FileStat, startedMs: number): boolean =>
  s.mtimeMs >= startedMs || s.ctimeMs >= startedMs

/** By all that lstat tells, the file is the one of the row. */
export const unchanged = (s: FileStat, old: TreeRow | undefined, startedMs: number): boolean =>
  old !== undefined &&
  s.size === old[0] &&
  s.mtimeMs === old[1] &&
  s.ctimeMs === old[2] &&
  s.inode === old[3] &&
  !isYoung(s, startedMs)

/** Reads a file's text, or says why it cannot be used. */
export const readText = (
  files: Files,
  file: UniverseFile,
): { text?: string; problem?: Diagnostic } => {
  const at = { path: file.path, line: 1 }
  try {
    const text = decodeText(files.read(file.diskPath, sourceBytesMax))
    return text === undefined
      ? { problem: diagnostic('RTT1003', 'this file is not UTF-8', { at }) }
      : { text }
  } catch (error) {
    if (error instanceof RttError) return { problem: diagnostic(error.code, error.message, { at }) }
    throw error
  }
}

type Digested = {
  readonly files: readonly TreeFile[]
  readonly rows: Readonly<Record<string, TreeRow>>
  readonly diagnostics: readonly Diagnostic[]
  /** Some file has other times than at the last look, and the same content. */
  readonly touched: boolean
}

const digestOne = (
  files: Files,
  file: UniverseFile,
  old: Tree | undefined,
): { row?: TreeRow; file?: TreeFile; problem?: Diagnostic } => {
  const s = files.stat(file.diskPath)
  if (s?.kind !== 'file') return {}
  const before = old?.rows[file.path]
  const known = before?.[4]
  if (typeof known === 'string' && unchanged(s, before, old!.startedMs))
    return { row: rowOf(s, known), file: { ...file, digest: known } }
  const { text, problem } =
    s.size > sourceBytesMax
      ? {
          problem: diagnostic('RTT1004', `this file is larger than ${sourceBytesMax} bytes`, {
            at: { path: file.path, line: 1 },
          }),
        }
      : readText(files, file)
  if (problem || text === undefined) return { row: rowOf(s, null), ...(problem ? { problem } : {}) }
  const digest = sha256(text)
  return { row: rowOf(s, digest), file: { ...file, digest, kept: { text } } }
}

const withoutText = ({ path, diskPath, digest }: TreeFile): TreeFile => ({ path, diskPath, digest })

const differs = (row: TreeRow | undefined, old: Tree | undefined, path: string): boolean => {
  const before = old?.rows[path]
  return row !== undefined && before !== undefined && row.some((v, i) => v !== before[i])
}

/** Digests every file, reading only those that changed since `old` by all that lstat tells. */
export const digestTree = async (
  files: Files,
  wanted: readonly UniverseFile[],
  options: { old: Tree | undefined; task: Task },
): Promise<Digested> => {
  const out: TreeFile[] = []
  const rows: Record<string, TreeRow> = {}
  const diagnostics: Diagnostic[] = []
  let touched = false
  let kept = 0
  for (const [i, file] of wanted.entries()) {
    if (i % filesPerPause === filesPerPause - 1) {
      options.task.progress.step('scan', i, wanted.length)
      await options.task.pause()
    }
    const one = digestOne(files, file, options.old)
    if (one.row) rows[file.path] = one.row
    if (one.file?.kept !== undefined && differs(one.row, options.old, file.path)) touched = true
    if (one.file)
      out.push(
        (kept += one.file.kept?.text?.length ?? 0) > textsMax ? withoutText(one.file) : one.file,
      )
    if (one.problem) diagnostics.push(one.problem)
  }
  return { files: out, rows, diagnostics, touched }
}

/** One digest for paths and contents of all read files. */
export const treeDigest = (files: readonly Pick<TreeFile, 'path' | 'digest'>[]): string =>
  sha256Parts(files.map((f) => `${f.path}\0${f.digest}\n`))

/** A file whose content is another one than at the last look, and the digest that it had then. */
export type ChangedFile = { readonly file: TreeFile; readonly before: string }

/** What changed since `old`, while no file was added; undefined where one was. */
export const changedFiles = (
  files: readonly TreeFile[],
  old: Tree,
): readonly ChangedFile[] | undefined => {
  const changed: ChangedFile[] = []
  for (const file of files) {
    const before = old.rows[file.path]?.[4]
    if (typeof before !== 'string') return undefined
    if (before !== file.digest) changed.push({ file, before })
  }
  return changed
}
