import { bottom, compareKeys, type Key, maxKey, minKey, top } from './key.ts'

/** All versions whose key is at or above `low` and below `high`. Never empty. */
export type Interval = { readonly low: Key; readonly high: Key }

/** Sorted by `low`, disjoint, and no two of them touch: so equal sets are equal lists. */
export type Intervals = readonly Interval[]

export const everything: Intervals = [{ low: bottom, high: top }]
export const nothing: Intervals = []

/** The versions from `low` up to, and without, `high`. */
export const between = (low: Key, high: Key): Intervals =>
  compareKeys(low, high) < 0 ? [{ low, high }] : nothing

/** The versions that both hold: one walk along both lists. */
export const meetIntervals = (a: Intervals, b: Intervals): Intervals => {
  const out: Interval[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i]!
    const y = b[j]!
    out.push(...between(maxKey(x.low, y.low), minKey(x.high, y.high)))
    if (compareKeys(x.high, y.high) < 0) i++
    else j++
  }
  return out
}

/** The versions that any of the lists holds. */
export const joinIntervals = (lists: readonly Intervals[]): Intervals => {
  const sorted = lists.flat().sort((x, y) => compareKeys(x.low, y.low))
  const out: Interval[] = []
  for (const next of sorted) {
    const last = out.at(-1)
    if (last === undefined || compareKeys(next.low, last.high) > 0) out.push(next)
    else out[out.length - 1] = { low: last.low, high: maxKey(last.high, next.high) }
  }
  return out
}

/** Everything but the versions from `low` up to `high`. */
export const outside = (low: Key, high: Key): Intervals => [
  ...between(bottom, low),
  ...between(high, top),
]

export const holds = (set: Intervals, key: Key): boolean =>
  set.some(({ low, high }) => compareKeys(low, key) <= 0 && compareKeys(key, high) < 0)

export const sameIntervals = (a: Intervals, b: Intervals): boolean =>
  a.length === b.length &&
  a.every((x, i) => compareKeys(x.low, b[i]!.low) === 0 && compareKeys(x.high, b[i]!.high) === 0)
