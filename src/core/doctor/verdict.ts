import { bottom, compareKeys, type Key } from '../version/key.ts'
import { formatRange, meetRanges } from '../version/range.ts'
import { type IntervalSet, isEmpty, signatureOf } from '../version/set.ts'
import type { Verdict, Witness } from './report.ts'

/** A witness with what it asks for. */
export type Asking = {
  readonly witness: Witness
  readonly set: IntervalSet
  readonly signature: string
}

export const asking = (witness: Witness, set: IntervalSet): Asking => ({
  witness,
  set,
  signature: signatureOf(set),
})

/** One of each that ask for the same. */
export const distinct = (all: readonly Asking[]): readonly Asking[] =>
  [...new Map([...all].reverse().map((a) => [a.signature, a])).values()].reverse()

/** The versions that all hold; `all` must not be empty. */
const meetAll = (all: readonly Asking[]): IntervalSet =>
  distinct(all)
    .map((a) => a.set)
    .reduce(meetRanges)

/** Conditions that differ are taken to exclude each other; an unconditional range counts with each. */
const fitsUnderEachCondition = (all: readonly Asking[]): boolean => {
  const always = all.filter((a) => a.witness.when === undefined)
  const conditions = new Set(all.flatMap((a) => a.witness.when ?? []))
  const worlds = [...conditions].map((when) => [
    ...always,
    ...all.filter((a) => a.witness.when === when),
  ])
  return conditions.size > 0 && worlds.every((world) => !isEmpty(meetAll(world)))
}

/** One range for all, a conflict, or neither. */
export const judge = (all: readonly Asking[]): Verdict => {
  const meet = formatRange(meetAll(all))
  if (meet !== null) return { meet, isConflict: false }
  return { isConflict: !fitsUnderEachCondition(all) }
}

/** Above this many different ranges no single culprit is looked for: the search is quadratic. */
const culpritsMax = 64

type Way = { readonly odd: readonly Asking[]; readonly rest: IntervalSet }

const lowest = (set: IntervalSet): Key => set.tracks.find((t) => t.length > 0)?.[0]?.low ?? bottom

/** Fewest changes first; of equally many the way that leads to the newer versions. */
const compareWays = (a: Way, b: Way): number =>
  a.odd.length - b.odd.length || compareKeys(lowest(b.rest), lowest(a.rest))

const culpritFix = (all: readonly Asking[]): string | undefined => {
  const kinds = distinct(all)
  if (kinds.length > culpritsMax) return undefined
  const ways = kinds.map(({ signature }) => ({
    odd: all.filter((a) => a.signature === signature),
    rest: meetAll(all.filter((a) => a.signature !== signature)),
  }))
  const best = ways.filter((way) => !isEmpty(way.rest)).sort(compareWays)[0]
  if (!best) return undefined
  const { file, key } = best.odd[0]!.witness
  const more = best.odd.length - 1
  const others = more === 0 ? '' : more === 1 ? ', and 1 more place,' : `, and ${more} more places,`
  return `Change ${key} in ${file}${others} to "${formatRange(best.rest)}", which all others accept.`
}

/** Whether a witness is a peer dependency of npm. */
export const isPeer = ({ witness }: Asking): boolean => witness.key.startsWith('peerDependencies.')

const meetFix = (all: readonly Asking[], meet: string): string => {
  const installing = all.filter((a) => !isPeer(a)).length
  if (installing === 0 || installing === all.length)
    return `Ask for "${meet}" in all ${all.length} places: it satisfies each of them.`
  const where =
    installing === 1 ? 'the place that installs' : `the ${installing} places that install`
  return `Ask for "${meet}" in ${where} it: the peer ranges accept it as they are.`
}

/** What to do: ask for the same everywhere, or the fewest changes after which that is possible. */
export const fixFor = (all: readonly Asking[], verdict: Verdict): string | undefined => {
  if (verdict.meet !== undefined) return meetFix(all, verdict.meet)
  return verdict.isConflict ? culpritFix(all) : undefined
}
