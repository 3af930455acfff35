import ignore, { type Ignore } from 'ignore'
import { compareDiagnostics, type Diagnostic, diagnostic } from '../core/diag/diagnostic.ts'
import { RttError } from '../core/diag/error.ts'
import { compareText } from '../core/model/place.ts'
import {
  configurationFiles,
  configurationFolders,
  excludedFolders,
} from '../core/model/universe.ts'
import type { Files, FolderEntry } from '../ports/files.ts'
import type { Task } from '../ports/task.ts'
import { type Tracked, trackedPaths } from '../read/git/index.ts'

/** A file of the universe: its path in NFC, and as the disk spells it. */
export type UniverseFile = { readonly path: string; readonly diskPath: string }

export type UniverseInput = {
  readonly files: Files
  /** Patterns of `scan.exclude`, in the syntax of .gitignore. */
  readonly exclude: readonly string[]
  /** Folders that belong to RTT itself: `plans` where it is ours. */
  readonly own: readonly string[]
}

type Rules = { readonly base: string; readonly matcher: Ignore }
type State = {
  readonly input: UniverseInput
  /** What git tracks, read when first asked for: patterns of .gitignore do not hold for it. */
  readonly tracked: () => Tracked | undefined
  readonly out: UniverseFile[]
  readonly diagnostics: Diagnostic[]
  count: number
}

const indexBytesMax = 128 * 1024 * 1024
const gitignoreBytesMax = 1024 * 1024
const depthMax = 200
const entriesPerPause = 2000
const control = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** Shows control and direction characters as escapes, so that a name cannot dress up as another. */
export const visible = (name: string): string =>
  name.replace(new RegExp(control, 'g'), (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`)

const isIgnored = (path: string, isFolder: boolean, rules: readonly Rules[]): boolean => {
  for (let i = rules.length - 1; i >= 0; i--) {
    const { base, matcher } = rules[i]!
    const relative = base === '' ? path : path.slice(base.length + 1)
    const verdict = matcher.test(isFolder ? `${relative}/` : relative)
    if (verdict.ignored || verdict.unignored) return verdict.ignored
  }
  return false
}

const rulesIn = (folder: string, names: ReadonlySet<string>, state: State): Rules[] => {
  if (!names.has('.gitignore')) return []
  try {
    const bytes = state.input.files.read(
      folder === '' ? '.gitignore' : `${folder}/.gitignore`,
      gitignoreBytesMax,
    )
    return [
      {
        base: folder,
        matcher: ignore({ allowRelativePaths: true }).add(new TextDecoder().decode(bytes)),
      },
    ]
  } catch (error) {
    if (!(error instanceof RttError)) throw error
    state.diagnostics.push(
      diagnostic(error.code, error.message, { ...(error.at ? { at: error.at } : {}) }),
    )
    return []
  }
}

const isOwn = (path: string, state: State): boolean => {
  if (state.input.own.includes(path)) return true
  if (path === '.rtt') return false
  return (
    path.startsWith('.rtt/') &&
    !configurationFolders.some((f) => path === f || path.startsWith(`${f}/`))
  )
}

const isTracked = ({ kind }: FolderEntry, path: string, state: State): boolean => {
  const tracked = state.tracked()
  return (kind === 'folder' ? tracked?.folders : tracked?.files)?.has(path) === true
}

/** The index of git at the root; in a worktree or below another root it stands outside, where nothing is read. */
const readTracked = (files: Files): Tracked | undefined => {
  try {
    if (files.stat('.git')?.kind !== 'folder') return undefined
    const settings = new TextDecoder().decode(files.read('.git/config', gitignoreBytesMax))
    const isLong = /^\s*objectformat\s*=\s*sha256\s*$/im.test(settings)
    return trackedPaths(files.read('.git/index', indexBytesMax), isLong ? 'sha256' : 'sha1')
  } catch (error) {
    if (error instanceof RttError) return undefined
    throw error
  }
}

/** Names that cannot be used as they are, each with its reason. */
const problemOf = (entry: FolderEntry, path: string): Diagnostic | undefined => {
  const at = { path: visible(path), line: 1 }
  if (entry.name === undefined)
    return diagnostic('RTT1006', `the name ${visible(entry.raw)} is not UTF-8`, { at })
  if (control.test(entry.name))
    return diagnostic('RTT1006', `the name ${visible(entry.name)} holds control characters`, { at })
  if (entry.kind === 'symlink')
    return diagnostic('RTT1008', `${visible(path)} is a symbolic link and was not followed`, { at })
  return entry.kind === 'other'
    ? diagnostic('RTT1005', `${visible(path)} is a special file`, { at })
    : undefined
}

/** In a worktree or a submodule `.git` is a file. Of some excluded folders a file or two is looked at. */
const isExcluded = (entry: FolderEntry, folder: string): boolean => {
  const wanted = configurationFiles.get(folder.slice(folder.lastIndexOf('/') + 1))
  if (wanted !== undefined) return entry.kind !== 'file' || !wanted.has(entry.raw)
  if (entry.raw === '.git') return true
  return (
    entry.kind === 'folder' && excludedFolders.has(entry.raw) && !configurationFiles.has(entry.raw)
  )
}

const collisions = (
  entries: readonly { entry: FolderEntry; path: string }[],
  state: State,
): void => {
  const seen = new Map<string, string>()
  for (const { path } of entries) {
    const key = path.normalize('NFC').toLowerCase()
    const other = seen.get(key)
    if (other !== undefined)
      state.diagnostics.push(
        diagnostic(
          'RTT1007',
          `${visible(other)} and ${visible(path)} differ only by case or normal form`,
          { at: { path: visible(path), line: 1 } },
        ),
      )
    else seen.set(key, path)
  }
}

const visit = async (
  folder: string,
  rules: readonly Rules[],
  state: State,
  task: Task,
): Promise<void> => {
  let entries: readonly FolderEntry[]
  try {
    entries = state.input.files.list(folder)
  } catch (error) {
    if (!(error instanceof RttError) || folder === '') throw error
    state.diagnostics.push(
      diagnostic('RTT1009', error.message, { at: { path: visible(folder), line: 1 } }),
    )
    return
  }
  const all = [...rules, ...rulesIn(folder, new Set(entries.map((e) => e.raw)), state)]
  const named = entries
    .map((entry) => ({ entry, path: folder === '' ? entry.raw : `${folder}/${entry.raw}` }))
    .sort((a, b) => compareText(a.path, b.path))
  const kept = named.filter(
    ({ entry, path }) =>
      !isExcluded(entry, folder) &&
      !isOwn(path, state) &&
      (!isIgnored(path, entry.kind === 'folder', all) || isTracked(entry, path, state)),
  )
  collisions(kept, state)
  for (const { entry, path } of kept) {
    if (++state.count % entriesPerPause === 0) await task.pause()
    const problem = problemOf(entry, path)
    if (problem) state.diagnostics.push(problem)
    else if (entry.kind === 'file') state.out.push({ path: path.normalize('NFC'), diskPath: path })
    else if (path.split('/').length > depthMax)
      state.diagnostics.push(
        diagnostic('RTT1013', `${visible(path)} is nested deeper than ${depthMax} folders`, {
          at: { path: visible(path), line: 1 },
        }),
      )
    else await visit(path, all, state, task)
  }
}

/**
 * Lists the universe (design: the way of the data): all files below the root less what .gitignore
 * files (but not of what git tracks all the same), the fixed list of folders, RTT's own state and
 * `scan.exclude` take away. Ordered by path.
 */
export const listUniverse = async (
  input: UniverseInput,
  task: Task,
): Promise<{ files: readonly UniverseFile[]; diagnostics: readonly Diagnostic[] }> => {
  let tracked: { readonly of: Tracked | undefined } | undefined
  const state: State = {
    input,
    out: [],
    diagnostics: [],
    count: 0,
    tracked: () => (tracked ??= { of: readTracked(input.files) }).of,
  }
  const excluded: Rules[] =
    input.exclude.length === 0
      ? []
      : [{ base: '', matcher: ignore({ allowRelativePaths: true }).add([...input.exclude]) }]
  await visit('', [], state, task)
  const files = state.out
    .filter((f) => !isIgnored(f.path, false, excluded))
    .sort((a, b) => compareText(a.path, b.path))
  return {
    files,
    diagnostics: state.diagnostics
      .filter((d) => !d.at || !isIgnored(d.at.path, false, excluded))
      .sort(compareDiagnostics),
  }
}
