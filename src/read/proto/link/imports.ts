import { compareText } from '../../../core/model/place.ts'
import type { ProtoFile } from '../../../core/model/protofile.ts'
import { wellKnownFiles } from '../wellknown.ts'

/** Finds the file that an import of the file at `from` means. */
export type ImportFinder = (from: string, path: string) => ProtoFile | undefined

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
const join = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`)
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The folder itself, its parent, and so on to the root. */
const withAncestors = (folder: string): readonly string[] => {
  const all = [folder]
  while (all.at(-1) !== '') all.push(folderOf(all.at(-1)!))
  return all
}

const sharedSegments = (a: string, b: string): number => {
  const [x, y] = [a.split('/'), b.split('/')]
  let n = 0
  while (n < x.length && n < y.length && x[n] === y[n]) n++
  return n
}

/** Nearest first: the longest way in common with `from`, then the shortest path, then its name. */
const byNearness =
  (from: string) =>
  (a: ProtoFile, b: ProtoFile): number =>
    sharedSegments(b.path, from) - sharedSegments(a.path, from) ||
    a.path.split('/').length - b.path.split('/').length ||
    compareText(a.path, b.path)

/**
 * Import paths are relative to include folders that only a build system knows. So: the importing
 * file's folder, each folder above it up to the root, then any folder below which the path exists,
 * the nearest to the importing file first.
 */
export const importFinder = (files: readonly ProtoFile[]): ImportFinder => {
  const byPath = new Map(files.map((f) => [f.path, f]))
  const byBase = Map.groupBy(files, (f) => baseName(f.path))
  return (from, path) => {
    const builtIn = wellKnownFiles.get(path)
    if (builtIn && builtIn.messages.length > 0) return builtIn
    for (const folder of withAncestors(folderOf(from))) {
      const found = byPath.get(join(folder, path))
      if (found && found.path !== from) return found
    }
    const elsewhere = (byBase.get(baseName(path)) ?? []).filter(
      (f) => f.path !== from && f.path.endsWith(`/${path}`),
    )
    return elsewhere.sort(byNearness(from))[0] ?? builtIn
  }
}
