import type { Candidate } from './candidates.ts'

/** Who shares the files of a service. */
export type Sharing = {
  /** The services that a file belongs to. */
  readonly ownersOf: (path: string) => readonly string[]
  /** Whether the deployment of a candidate sets its variable for a service that shares the file. */
  readonly isToldThere: (candidate: Candidate, path: string) => boolean
  /** Whether two services are one program. */
  readonly isSibling: (a: string, b: string) => boolean
  /** Whether a deployment sets a variable for a service. */
  readonly isTold: (service: string, deployment: string, key: string) => boolean
}

const isSet = (c: Candidate): boolean => c.evidence.some((e) => e.signal === 'env-binding')

/** A default in shared code, of a variable that is not told here, and is to another one that shares it. */
const isOfOthers = (c: Candidate, { ownersOf, isToldThere }: Sharing): boolean => {
  const places = c.evidence.filter((e) => e.signal === 'default')
  return (
    !isSet(c) &&
    places.length > 0 &&
    places.every(
      (e) => ownersOf(e.path).length > 1 && (c.key === undefined || isToldThere(c, e.path)),
    )
  )
}

/** From so many on, addresses are given to all alike, and not to who needs them. */
const blockMin = 3

/**
 * Services of one program are often given one block of addresses, of all of them: who is told its own by the same
 * variable is told for the others.
 */
const isOfBlock = (c: Candidate, { isSibling, isTold }: Sharing): boolean =>
  c.key !== undefined && isSibling(c.from, c.to) && isTold(c.to, c.deployment, c.key)

/** Of one program that is started as several services, which of them dials the other no text of it tells. */
const isAmongSiblings = (c: Candidate, { ownersOf }: Sharing): boolean =>
  !isSet(c) &&
  c.evidence.length > 0 &&
  c.evidence.every((e) => {
    const owners = ownersOf(e.path)
    return owners.length > 2 && owners.includes(c.from) && owners.includes(c.to)
  })

/**
 * Of code that several services share, a default says nothing of the one whose deployment tells its
 * addresses: what is not told there, and told elsewhere, the others use. Nor does an address of one of those that
 * share it.
 */
export const withoutSharedDefaults = (
  candidates: readonly Candidate[],
  sharing: Sharing,
): readonly Candidate[] => {
  const told = new Set(candidates.filter(isSet).map((c) => c.key))
  const block = new Set(candidates.filter((c) => isOfBlock(c, sharing)).map((c) => c.to))
  return candidates.map((c) => {
    if (!c.sure || c.isOwn === true) return c
    const isDoubtful =
      (told.size > 0 && !told.has(c.key) && isOfOthers(c, sharing)) ||
      isAmongSiblings(c, sharing) ||
      (block.size >= blockMin && isOfBlock(c, sharing))
    return isDoubtful ? { ...c, sure: false } : c
  })
}
