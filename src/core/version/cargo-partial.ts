import type { Key } from './key.ts'
import { nextTriple, parseSemver, type SemverVersion } from './semver-key.ts'

const max = Number.MAX_SAFE_INTEGER

/** A version of a Cargo requirement, with parts left out: `1`, `1.2`, `1.2.*`, `1.2.3-rc.1`. */
export type Partial = {
  /** One to three numbers. */
  readonly parts: readonly number[]
  /** With zeros for what is left out. */
  readonly low: SemverVersion
  readonly hasStar: boolean
}

/** The release after all that begin with these numbers. */
export const endOf = ([major, minor = max, patch = max]: readonly number[]): Key =>
  nextTriple([major!, minor, patch])

const isStar = (text: string | undefined): boolean => text !== undefined && /^[*xX]$/.test(text)

const shape = /^(\d+)(?:\.(\d+|[*xX]))?(?:\.(\d+|[*xX]))?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/

/** Reads it as the `semver` crate does: no leading zeros, nothing but stars after a star. */
export const parsePartial = (text: string): Partial | undefined => {
  const m = shape.exec(text)
  if (!m) return undefined
  const [, major, minor, patch, pre = ''] = m
  const written = [major!, minor, patch].filter((t) => t !== undefined)
  const star = written.findIndex(isStar)
  const given = star < 0 ? written : written.slice(0, star)
  const onlyStarsFollow = written.slice(given.length).every(isStar)
  const hasSuffix = /[-+]/.test(text)
  if (!onlyStarsFollow || (hasSuffix && given.length < 3)) return undefined
  const low = parseSemver([...given, '0', '0'].slice(0, 3).join('.') + pre)
  return low && { parts: given.map(Number), low, hasStar: star >= 0 }
}
