import type { CodeFacts } from '../model/code.ts'
import { folderOf } from '../model/path.ts'

/** Names of a package's functions that are needed from outside it, and by those inside that are. */
const needed = (folder: readonly CodeFacts[], wanted: ReadonlySet<string>): ReadonlySet<string> => {
  const functions = folder.flatMap((f) => f.functions ?? [])
  const out = new Set(functions.filter((f) => wanted.has(f.name)).map((f) => f.name))
  for (const name of out)
    for (const f of functions)
      if (f.name === name)
        for (const call of f.calls)
          if (!out.has(call) && functions.some((x) => x.name === call)) out.add(call)
  return out
}

const cut = (file: CodeFacts, names: ReadonlySet<string>): CodeFacts => {
  const idle = (file.functions ?? []).filter((f) => !names.has(f.name))
  const isReached = ({ at }: { readonly at: { readonly line: number } }) =>
    !idle.some((f) => at.line >= f.from && at.line <= f.to)
  return {
    ...file,
    endpoints: file.endpoints.filter(isReached),
    reads: file.reads.filter(isReached),
    assignments: file.assignments.filter(isReached),
    keyCalls: file.keyCalls.filter(isReached),
    ...(file.mentions ? { mentions: file.mentions.filter(isReached) } : {}),
    ...(file.channels ? { channels: file.channels.filter(isReached) } : {}),
  }
}

/**
 * Of a package that several services import, what the functions say that this one needs: one service
 * takes the client of this peer, another of that.
 *
 * @param isOwn whether a file stands in the service's own folder
 */
export const reachedFiles = (
  files: readonly CodeFacts[],
  isOwn: (path: string) => boolean,
): readonly CodeFacts[] => {
  const shared = files.filter((f) => f.functions !== undefined && !isOwn(f.path))
  if (shared.length === 0) return files
  const byFolder = new Map<string, CodeFacts[]>()
  for (const f of shared)
    byFolder.set(folderOf(f.path), [...(byFolder.get(folderOf(f.path)) ?? []), f])
  const wanted = new Set(files.filter((f) => f.scope === 'main').flatMap((f) => f.uses ?? []))
  const names = new Map([...byFolder].map(([folder, own]) => [folder, needed(own, wanted)]))
  return files.map((f) => {
    const reached = names.get(folderOf(f.path))
    return reached && f.functions !== undefined && !isOwn(f.path) ? cut(f, reached) : f
  })
}
