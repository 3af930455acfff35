import type { Ecosystem } from '../model/package.ts'
import {
  between,
  everything,
  holds,
  type Intervals,
  joinIntervals,
  meetIntervals,
  nothing,
} from './interval.ts'
import { bottom, compareKeys, type Key, top } from './key.ts'
import {
  endOfPre,
  firstPre,
  nextPre,
  nextTriple,
  type SemverVersion,
  type Triple,
} from './semver-key.ts'
import { type IntervalSet, noTerms } from './set.ts'

/** One comparison of a range: `>=1.2.3-rc.1`. */
export type Comparison = SemverVersion & { readonly operator: '=' | '<' | '<=' | '>' | '>=' }

/** What one comparator of a range asks for. */
export type Clause = {
  readonly releases: Intervals
  /** Which pre-releases it would hold, were they admitted. */
  readonly pres: Intervals
  /** Whose pre-releases it admits: those of the release it names with one. */
  readonly admits: Intervals
}

type Tracks = readonly [releases: Intervals, pres: Intervals]

const lowest = (triple: Key): Key => (compareKeys(triple, [0, 0, 0]) <= 0 ? bottom : triple)

/** The releases from one on, up to another. */
export const releasesFrom = (low: Key, high: Key): Intervals => between(lowest(low), lowest(high))

const releasesOf = ({ operator, triple, pre }: Comparison): Intervals => {
  const isRelease = pre.length === 0
  const after = isRelease ? nextTriple(triple) : triple
  if (operator === '=') return isRelease ? releasesFrom(triple, after) : nothing
  if (operator === '>=') return releasesFrom(triple, top)
  if (operator === '>') return releasesFrom(after, top)
  return releasesFrom(bottom, operator === '<' ? triple : after)
}

const presOf = (c: Comparison): Intervals => {
  const isRelease = c.pre.length === 0
  const at = isRelease ? endOfPre(c.triple) : [...c.triple, ...c.pre]
  const after = isRelease ? at : nextPre(c)
  if (c.operator === '=') return between(at, after)
  if (c.operator === '>=') return between(at, top)
  if (c.operator === '>') return between(after, top)
  return between(bottom, c.operator === '<' ? at : after)
}

/** All pre-releases of a release that is named with one. */
export const admittedBy = ({ triple, pre }: SemverVersion): Intervals =>
  pre.length === 0 ? nothing : between(firstPre(triple), endOfPre(triple))

/** A comparator with a whole version. */
export const clauseOf = (c: Comparison): Clause => ({
  releases: releasesOf(c),
  pres: presOf(c),
  admits: admittedBy(c),
})

/**
 * The versions that pass every clause. A pre-release is admitted only if one of the clauses names a
 * pre-release of the same release: the rule of npm and of Cargo. It is settled here, once, so that
 * intersections need not know of it.
 */
const allOf = (clauses: readonly Clause[]): Tracks => [
  clauses.map((c) => c.releases).reduce(meetIntervals, everything),
  clauses.map((c) => c.pres).reduce(meetIntervals, joinIntervals(clauses.map((c) => c.admits))),
]

/** The versions that any of the lists of clauses admits. */
export const semverSet = (
  ecosystem: Ecosystem,
  alternatives: readonly (readonly Clause[])[],
): IntervalSet => {
  const tracks = alternatives.map(allOf)
  return {
    ecosystem,
    tracks: [joinIntervals(tracks.map((t) => t[0])), joinIntervals(tracks.map((t) => t[1]))],
    terms: noTerms(),
  }
}

/** Whether a set made by `semverSet` holds a version. */
export const holdsSemver = (set: IntervalSet, version: SemverVersion | undefined): boolean =>
  version !== undefined &&
  (version.pre.length === 0
    ? holds(set.tracks[0]!, version.triple)
    : holds(set.tracks[1]!, [...version.triple, ...version.pre]))

export const tripleOf = (key: Key): Triple =>
  key.length < 3 ? [0, 0, 0] : (key.slice(0, 3) as unknown as Triple)
