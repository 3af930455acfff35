import type { Interval } from './interval.ts'
import { compareKeys, type Key, top } from './key.ts'
import { endOfPre, firstPre, nextTriple, type Triple } from './semver-key.ts'
import { tripleOf } from './semver-set.ts'
import type { IntervalSet } from './set.ts'

/** A run of versions that one list of comparators can say. Keys are a triple, then identifiers. */
export type Piece = { readonly low: Key; readonly high: Key }

const same = (a: Key, b: Key): boolean => compareKeys(a, b) === 0
const isTop = (key: Key): boolean => same(key, top)
const endsPre = (key: Key): boolean => key.at(-1) === Infinity
const hasPre = (key: Key): boolean => key.length > 3

const versionText = (key: Key): string => {
  const release = tripleOf(key).join('.')
  return hasPre(key) ? `${release}-${key.slice(3).join('.')}` : release
}

/** Widens a run of releases by the pre-releases that a comparator at its ends would admit as well. */
const widen = (releases: Interval, pres: Set<Interval>): Piece => {
  const take = (fits: (pre: Interval) => boolean): Interval | undefined => {
    const found = [...pres].find(fits)
    if (found) pres.delete(found)
    return found
  }
  const low = tripleOf(releases.low)
  const before = take((p) => same(tripleOf(p.low), low) && endsPre(p.high))
  if (isTop(releases.high)) return { low: before?.low ?? low, high: top }
  const high = tripleOf(releases.high)
  const after = take((p) => same(p.low, firstPre(high)) && !endsPre(p.high))
  return { low: before?.low ?? low, high: after?.high ?? high }
}

/** The pieces of a set made by `semverSet`, sorted. */
export const piecesOf = (set: IntervalSet): readonly Piece[] => {
  const pres = new Set(set.tracks[1]!)
  const wide = set.tracks[0]!.map((releases) => widen(releases, pres))
  const alone = [...pres].map(({ low, high }) => ({
    low,
    high: same(high, endOfPre(tripleOf(high))) ? tripleOf(high) : high,
  }))
  return [...wide, ...alone].sort((a, b) => compareKeys(a.low, b.low))
}

/** Where `^` ends: the next release that may break. */
const caretEnd = ([major, minor, patch]: Triple): Key => {
  if (major > 0) return nextTriple([major, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])
  if (minor > 0) return nextTriple([0, minor, Number.MAX_SAFE_INTEGER])
  return nextTriple([0, 0, patch])
}

const tildeEnd = ([major, minor]: Triple): Key =>
  nextTriple([major, minor, Number.MAX_SAFE_INTEGER])

/** The one version of a piece, if it holds only one. */
const single = ({ low, high }: Piece): string | undefined => {
  const next = hasPre(low) ? [...low, 0] : nextTriple(tripleOf(low))
  return same(high, next) ? versionText(low) : undefined
}

const highText = (high: Key): string =>
  hasPre(high) && high.at(-1) === 0 && high.length > 4
    ? `<=${versionText(high.slice(0, -1))}`
    : `<${versionText(high)}`

const isZero = (key: Key): boolean => same(key, [0, 0, 0])

/** The comparators of a piece; `exact` comes before a single version. An empty list is everything. */
export const comparators = (piece: Piece, exact: string): readonly string[] => {
  const version = single(piece)
  if (version !== undefined) return [exact + version]
  const { low, high } = piece
  if (same(high, caretEnd(tripleOf(low))) && !isZero(low)) return [`^${versionText(low)}`]
  if (same(high, tildeEnd(tripleOf(low))) && !isZero(low)) return [`~${versionText(low)}`]
  return [
    ...(isZero(low) ? [] : [`>=${versionText(low)}`]),
    ...(isTop(high) ? [] : [highText(high)]),
  ]
}
