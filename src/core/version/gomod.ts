import { between, holds } from './interval.ts'
import { compareKeys, type Key, top } from './key.ts'
import { parseSemver } from './semver-key.ts'
import type { Dialect } from './set.ts'

const shape = /^v(\d+)(?:\.(\d+)(?:\.(\d+)([-+].*)?)?)?$/

const release = 1
const preRelease = 0
const build = -1

/** A build such as `+incompatible` is no part of the order; here it only makes the order total. */
const keyOf = (text: string): Key | undefined => {
  const m = shape.exec(text)
  if (!m) return undefined
  const [, major, minor = '0', patch = '0', suffix = ''] = m
  const v = parseSemver(`${major}.${minor}.${patch}${suffix}`)
  if (!v) return undefined
  const metadata = /\+(.*)$/.exec(suffix)?.[1] ?? ''
  const pre = v.pre.length === 0 ? [release] : [preRelease, ...v.pre]
  return [...v.triple, ...pre, build, metadata]
}

const canonical = (text: string): string =>
  text.includes('.') ? (/^v\d+\.\d+$/.test(text) ? `${text}.0` : text) : `${text}.0.0`

const later = (a: string, b: string): string => (compareKeys(keyOf(a)!, keyOf(b)!) < 0 ? b : a)

/**
 * Versions of go.mod. A requirement is a minimum, and minimal version selection takes the maximum of
 * the minimums, so that two requirements of one module never conflict: a version that may break has
 * another module path (`/v2`).
 */
export const gomod: Dialect = {
  parse: (text) => {
    const low = keyOf(text)
    if (!low) return undefined
    return { ecosystem: 'gomod', tracks: [between(low, top)], terms: [canonical(text)] }
  },
  format: (set) => set.terms[0] ?? '',
  contains: (set, version) => {
    const key = keyOf(version)
    return key !== undefined && holds(set.tracks[0]!, key)
  },
  meetTerms: ([a], [b]) => [later(a!, b!)],
}
