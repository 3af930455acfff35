import { digits, type Key, top } from './key.ts'

/** A release of semantic versioning: major, minor, patch. */
export type Triple = readonly [number, number, number]

/** A version without its build metadata. `pre` is empty for a release. */
export type SemverVersion = { readonly triple: Triple; readonly pre: Key }

const numberMax = Number.MAX_SAFE_INTEGER

/** The release after a release: where a caret or `<=` ends. */
export const nextTriple = ([major, minor, patch]: Triple): Key => {
  if (patch < numberMax) return [major, minor, patch + 1]
  if (minor < numberMax) return [major, minor + 1, 0]
  return major < numberMax ? [major + 1, 0, 0] : top
}

/** The identifiers of a pre-release: digits are numbers and sort before texts. */
export const preKey = (identifiers: readonly (string | number)[]): Key =>
  identifiers.map((id) => (/^\d+$/.test(String(id)) ? digits(String(id)) : id))

/** The place before all pre-releases of a release, whose lowest is `-0`. */
export const firstPre = (triple: Triple): Key => [...triple, 0]
/** The place after all pre-releases of a release. */
export const endOfPre = (triple: Triple): Key => [...triple, Infinity]
/** The pre-release after a pre-release: `a` is followed by `a.0`. */
export const nextPre = ({ triple, pre }: SemverVersion): Key => [...triple, ...pre, 0]

const semverText =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/

/** Parses `1.2.3-rc.1+build` by semver.org 2.0.0; undefined where a number is beyond 2^53 - 1. */
export const parseSemver = (text: string): SemverVersion | undefined => {
  const m = semverText.exec(text)
  if (!m) return undefined
  const triple = [Number(m[1]), Number(m[2]), Number(m[3])] as const
  const ids = m[4]?.split('.') ?? []
  if (!triple.every(Number.isSafeInteger) || ids.some((id) => /^0\d+$/.test(id))) return undefined
  return { triple, pre: preKey(ids) }
}
