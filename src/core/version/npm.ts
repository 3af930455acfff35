import semver from 'semver'
import { comparators, type Piece, piecesOf } from './semver-format.ts'
import { parseSemver, preKey } from './semver-key.ts'
import { type Clause, clauseOf, holdsSemver, semverSet } from './semver-set.ts'
import { type Dialect, noTerms } from './set.ts'

const clausesOf = (c: semver.Comparator): readonly Clause[] => {
  const { major, minor, patch, prerelease } = c.semver
  // A comparator that holds everything has no version, whatever its type says.
  if (major === undefined) return []
  const operator = c.operator === '' ? '=' : c.operator
  return [clauseOf({ operator, triple: [major, minor, patch], pre: preKey(prerelease) })]
}

const parse: Dialect['parse'] = (text) => {
  let range: semver.Range
  try {
    range = new semver.Range(text)
  } catch {
    return undefined
  }
  return semverSet(
    'npm',
    range.set.map((list) => list.flatMap(clausesOf)),
  )
}

/** `*` beside another alternative makes semver forget the other one: everything is said in two parts. */
const everythingSplit = '<1.0.0 || >=1.0.0'

const pieceText = (piece: Piece, isAlone: boolean): string => {
  const parts = comparators(piece, '')
  if (parts.length > 0) return parts.join(' ')
  return isAlone ? '*' : everythingSplit
}

/** Ranges of package.json, as the `semver` package reads them (strictly, without `loose`). */
export const npm: Dialect = {
  parse,
  format: (set) => {
    const pieces = piecesOf(set)
    return pieces.map((p) => pieceText(p, pieces.length === 1)).join(' || ')
  },
  contains: (set, version) => holdsSemver(set, parseSemver(version)),
  meetTerms: noTerms,
}
