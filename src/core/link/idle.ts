import type { CodeFacts } from '../model/code.ts'

/**
 * Variables that a settings file shared by several services puts into a constant, which nothing else of
 * this service names: the others use them.
 *
 * @param isShared whether a file belongs to other services, too
 */
export const idleKeys = (
  files: readonly CodeFacts[],
  isShared: (path: string) => boolean,
): ReadonlySet<string> => {
  const places = new Map<string, Set<CodeFacts>>()
  for (const f of files)
    if (f.scope === 'main')
      for (const m of f.mentions ?? []) {
        const own = places.get(m.key)
        if (own) own.add(f)
        else places.set(m.key, new Set([f]))
      }
  const idle = new Set<string>()
  for (const [key, where] of places) {
    const [only] = where
    if (where.size > 1 || only === undefined || !isShared(only.path)) continue
    if (only.assignments.some((a) => a.name === key)) idle.add(key)
  }
  return idle
}
