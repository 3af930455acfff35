import {
  between,
  everything,
  holds,
  type Interval,
  type Intervals,
  joinIntervals,
} from './interval.ts'
import { bottom, compareKeys, type Key, top } from './key.ts'
import { mavenKey, mavenText } from './maven-key.ts'
import type { Dialect, IntervalSet } from './set.ts'

const after = (key: Key): Key => [...key, Number.NEGATIVE_INFINITY]
const isAfter = (key: Key): boolean => key.at(-1) === Number.NEGATIVE_INFINITY

const set = (track: Intervals, terms: readonly string[] = []): IntervalSet => ({
  ecosystem: 'maven',
  tracks: [track],
  terms,
})

const restriction = /\s*([[(])\s*([^\s,[\]()]*)\s*(?:(,)\s*([^\s,[\]()]*)\s*)?([\])])\s*/y

const intervalOf = (m: RegExpExecArray): Intervals | undefined => {
  const [, open, lowText = '', comma, highText = '', close] = m
  const low = lowText === '' ? bottom : mavenKey(lowText)
  const isExact = comma === undefined
  if (isExact && (open !== '[' || close !== ']' || lowText === '')) return undefined
  const high = isExact ? low : highText === '' ? top : mavenKey(highText)
  if (!low || !high) return undefined
  const from = open === '(' && lowText !== '' ? after(low) : low
  return between(from, close === ']' && high !== top ? after(high) : high)
}

const restrictionsOf = (text: string): Intervals | undefined => {
  const found: Intervals[] = []
  restriction.lastIndex = 0
  for (let at = 0; at < text.length; at = restriction.lastIndex) {
    const m = restriction.exec(text)
    const interval = m ? intervalOf(m) : undefined
    if (!interval) return undefined
    found.push(interval)
    if (text[restriction.lastIndex] === ',') restriction.lastIndex += 1
    else if (restriction.lastIndex < text.length) return undefined
  }
  return text.endsWith(',') ? undefined : joinIntervals(found)
}

const parse: Dialect['parse'] = (text) => {
  const trimmed = text.trim()
  if (trimmed === '') return set(everything)
  if (!/^[[(]/.test(trimmed)) {
    return mavenKey(trimmed) ? set(everything, [trimmed]) : undefined
  }
  const track = restrictionsOf(trimmed)
  return track && set(track)
}

const intervalText = ({ low, high }: Interval): string => {
  const isExact = compareKeys(high, after(low)) === 0
  if (isExact) return `[${mavenText(low)}]`
  const open = low.length === 0 || isAfter(low) ? '(' : '['
  const close = isAfter(high) ? ']' : ')'
  const lowText = low.length === 0 ? '' : mavenText(low)
  const highText = compareKeys(high, top) === 0 ? '' : mavenText(high)
  return `${open}${lowText},${highText}${close}`
}

/** Later by Maven's order; of two spellings of one version the one written out, then by code unit. */
const later = (a: string, b: string): string => {
  const order = compareKeys(mavenKey(a)!, mavenKey(b)!) || a.length - b.length
  return order > 0 || (order === 0 && a > b) ? a : b
}

/**
 * Versions of a POM. A bare version is soft: a wish that any range overrules. Of two wishes the later
 * one is kept, for Maven's own choice (the nearest) depends on who asks.
 */
export const maven: Dialect = {
  parse,
  format: ({ tracks, terms }) =>
    compareKeys(tracks[0]![0]!.high, top) === 0 && tracks[0]![0]!.low.length === 0
      ? (terms[0] ?? '')
      : tracks[0]!.map(intervalText).join(','),
  contains: ({ tracks }, version) => {
    const key = mavenKey(version)
    return key !== undefined && holds(tracks[0]!, key)
  },
  meetTerms: (a, b) => {
    const terms = [...a, ...b]
    return terms.length === 0 ? [] : [terms.reduce(later)]
  },
}
