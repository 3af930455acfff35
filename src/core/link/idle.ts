import type { CodeFacts } from '../model/code.ts'

/** Settings that libraries of Django and Celery look up by their names: no other line has to. */
const ofLibrary =
  /^(?:AWS|GS|AZURE|CELERY|BROKER|EMAIL|CACHE|DATABASE|CHANNEL|HAYSTACK|RQ|OIDC_OP|SESSION)_/

const isOfLibrary = (f: CodeFacts, key: string): boolean =>
  f.lang === 'python' && ofLibrary.test(key)

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
  const only = new Map<string, CodeFacts | undefined>()
  for (const f of files)
    if (f.scope === 'main')
      for (const { key } of f.mentions ?? [])
        if (!only.has(key)) only.set(key, f)
        else if (only.get(key) !== f) only.set(key, undefined)
  const idle = new Set<string>()
  for (const [key, f] of only)
    if (f?.assignments.some((a) => a.name === key) && isShared(f.path) && !isOfLibrary(f, key))
      idle.add(key)
  return idle
}
