/** The plan that each plan was made upon; null for a first one. */
export type Bases = ReadonlyMap<string, string | null>

const stepsMax = 100_000

/** A plan and all that it stands on, the newest first; it ends where a base is not there any more. */
export const chainOf = (planId: string, bases: Bases): readonly string[] => {
  const chain: string[] = []
  const seen = new Set<string>()
  for (
    let id: string | null | undefined = planId;
    id && chain.length < stepsMax;
    id = bases.get(id)
  ) {
    if (seen.has(id) || !bases.has(id)) break
    seen.add(id)
    chain.push(id)
  }
  return chain
}

/** The newest plan that two plans both stand on; undefined where they have none in common. */
export const commonBase = (a: string, b: string, bases: Bases): string | undefined => {
  const own = new Set(chainOf(a, bases))
  return chainOf(b, bases).find((id) => own.has(id))
}

/** Plans that no other stands on, ordered: the ends of what was planned apart. */
export const headsOf = (bases: Bases): readonly string[] => {
  const used = new Set(bases.values())
  return [...bases.keys()].filter((id) => !used.has(id)).sort()
}
