import type { Ecosystem } from '../model/package.ts'
import { cargo } from './cargo.ts'
import { gomod } from './gomod.ts'
import { maven } from './maven.ts'
import { npm } from './npm.ts'
import { pep440 } from './pep440.ts'
import { type Dialect, type IntervalSet, isEmpty, meetTracks } from './set.ts'

const dialects: Readonly<Record<Ecosystem, Dialect>> = { npm, pep440, cargo, gomod, maven }

/** Longer ranges are refused: nobody writes them, and the cost of reading them is bounded so. */
const rangeLengthMax = 512

/**
 * A range as the set of versions that it holds; undefined where the ecosystem's own tools would not
 * understand it. The set may be empty.
 *
 * @example parseRange('npm', '^1.2.0')
 */
export const parseRange = (ecosystem: Ecosystem, text: string): IntervalSet | undefined =>
  text.length > rangeLengthMax ? undefined : dialects[ecosystem].parse(text)

/** The versions that both hold. Both must be of one ecosystem. */
export const meetRanges = (a: IntervalSet, b: IntervalSet): IntervalSet => ({
  ecosystem: a.ecosystem,
  tracks: meetTracks(a, b),
  terms: dialects[a.ecosystem].meetTerms(a.terms, b.terms),
})

/** Whether a set holds a version; false for text that is no version. */
export const containsVersion = (set: IntervalSet, version: string): boolean =>
  dialects[set.ecosystem].contains(set, version)

/** The canonical text of a set; null for the empty set, which not every ecosystem can write. */
export const formatRange = (set: IntervalSet): string | null =>
  isEmpty(set) ? null : dialects[set.ecosystem].format(set)

/**
 * The one range that asks for what both ask for; null where no version satisfies both, or where one
 * of them is no range. Associative, commutative and idempotent up to the canonical text.
 *
 * @example meet('npm', '^1.2.0', '>=1.4.0') // '^1.4.0'
 * @example meet('pep440', '>=1.0', '<2') // '>=1.0,<2'
 * @example meet('npm', '^1.0.0', '^2.0.0') // null
 */
export const meet = (ecosystem: Ecosystem, a: string, b: string): string | null => {
  const x = parseRange(ecosystem, a)
  const y = parseRange(ecosystem, b)
  return x && y ? formatRange(meetRanges(x, y)) : null
}
