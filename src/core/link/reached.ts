import type { CodeFacts } from '../model/code.ts'
import type { Expression } from '../model/expression.ts'
import { append } from '../model/multimap.ts'
import { folderOf } from '../model/path.ts'
import { lastOf } from './names.ts'

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

const exported = /^\p{Lu}/u

/** Lines of constants for others that this service takes none of, and the package itself does not name. */
const idleConstants = (
  file: CodeFacts,
  folder: readonly CodeFacts[],
  wanted: ReadonlySet<string>,
): ReadonlySet<number> => {
  const functions = file.functions ?? []
  const named = new Set(folder.flatMap(namesIn))
  return new Set(
    file.assignments
      .filter(({ name, at }) => {
        const isTop = !functions.some((f) => at.line >= f.from && at.line <= f.to)
        return isTop && exported.test(name) && !wanted.has(name) && !named.has(name)
      })
      .map((a) => a.at.line),
  )
}

const namesOf = (e: Expression): readonly string[] => {
  if (e.kind === 'name') return [lastOf(e.name)]
  if (e.kind === 'concat') return e.parts.flatMap(namesOf)
  if (e.kind === 'either') return e.of.flatMap(namesOf)
  return e.kind === 'env' && e.fallback !== undefined ? namesOf(e.fallback) : []
}

const namesIn = (f: CodeFacts): readonly string[] => [
  ...f.endpoints.flatMap((e) => namesOf(e.address)),
  ...f.assignments.flatMap((a) => namesOf(a.value)),
  ...(f.functions ?? []).flatMap((x) => x.calls),
]

const cut = (
  file: CodeFacts,
  names: ReadonlySet<string>,
  constants: ReadonlySet<number>,
): CodeFacts => {
  const idle = (file.functions ?? []).filter((f) => !names.has(f.name))
  const isReached = ({ at }: { readonly at: { readonly line: number } }) =>
    !constants.has(at.line) && !idle.some((f) => at.line >= f.from && at.line <= f.to)
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
  const isShared = (f: CodeFacts) => f.lang === 'go' && !isOwn(f.path)
  const shared = files.filter(isShared)
  if (shared.length === 0) return files
  const byFolder = new Map<string, CodeFacts[]>()
  for (const f of shared) append(byFolder, folderOf(f.path), f)
  const wanted = new Set(files.filter((f) => f.scope === 'main').flatMap((f) => f.uses ?? []))
  const names = new Map([...byFolder].map(([folder, own]) => [folder, needed(own, wanted)]))
  return files.map((f) => {
    const folder = folderOf(f.path)
    const reached = names.get(folder)
    return reached && isShared(f)
      ? cut(f, reached, idleConstants(f, byFolder.get(folder)!, wanted))
      : f
  })
}
