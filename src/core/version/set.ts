import type { Ecosystem } from '../model/package.ts'
import { type Intervals, meetIntervals } from './interval.ts'
import type { Key } from './key.ts'

/**
 * A range of one ecosystem as a set of versions.
 *
 * `tracks` holds one list of intervals for each class of versions that has rules of its own: npm and
 * Cargo have two, releases and pre-releases, because a range admits pre-releases of some versions
 * only; the others have one. So the sets are closed under intersection.
 *
 * `terms` are what `formatRange` writes where the intervals alone do not say it: the specifiers of
 * PEP 440, Maven's soft version, Go's minimum.
 */
export type IntervalSet = {
  readonly ecosystem: Ecosystem
  readonly tracks: readonly Intervals[]
  readonly terms: readonly string[]
}

/** What an ecosystem brings to the algebra. */
export type Dialect = {
  /** Undefined for text that the ecosystem's own tools refuse. */
  readonly parse: (text: string) => IntervalSet | undefined
  /** The text of a set that is not empty. Parsing it gives the set back. */
  readonly format: (set: IntervalSet) => string
  readonly contains: (set: IntervalSet, version: string) => boolean
  /** The terms of an intersection. */
  readonly meetTerms: (a: readonly string[], b: readonly string[]) => readonly string[]
}

export const isEmpty = (set: IntervalSet): boolean => set.tracks.every((t) => t.length === 0)

/** The tracks of both, met pairwise. */
export const meetTracks = (a: IntervalSet, b: IntervalSet): readonly Intervals[] =>
  a.tracks.map((t, i) => meetIntervals(t, b.tracks[i]!))

const keyText = (key: Key): string =>
  key.map((e) => (typeof e === 'string' ? JSON.stringify(e) : String(e))).join(' ')

/**
 * A text that two ranges of one ecosystem share if, and only if, they ask for the same: the same
 * versions, and of Maven and Go the same wish or minimum.
 */
export const signatureOf = ({ ecosystem, tracks, terms }: IntervalSet): string => {
  const track = (intervals: Intervals): string =>
    intervals.map(({ low, high }) => `[${keyText(low)}, ${keyText(high)})`).join(' ')
  const wish = ecosystem === 'pep440' ? [] : terms
  return [...tracks.map(track), ...wish].join(' | ')
}

export const noTerms = (): readonly string[] => []
