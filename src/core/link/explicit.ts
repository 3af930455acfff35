import type { Candidate } from './candidates.ts'

/**
 * Of code that several services share, a default says nothing of the one whose deployment tells its
 * addresses: what is not told there, the others use.
 *
 * @param isShared whether a file belongs to other services, too
 */
export const withoutSharedDefaults = (
  candidates: readonly Candidate[],
  isShared: (path: string) => boolean,
): readonly Candidate[] => {
  const isTold = (c: Candidate) => c.evidence.some((e) => e.signal === 'env-binding')
  const told = new Set(candidates.filter(isTold).map((c) => c.key))
  if (told.size === 0) return candidates
  return candidates.map((c) => {
    const isDefault = !isTold(c) && c.evidence.some((e) => e.signal === 'default')
    if (!c.sure || !isDefault || told.has(c.key)) return c
    const places = c.evidence.filter((e) => e.signal === 'default')
    return places.every((e) => isShared(e.path)) ? { ...c, sure: false } : c
  })
}
