import { cargoClause } from './cargo-clause.ts'
import { parsePartial } from './cargo-partial.ts'
import { comparators, piecesOf } from './semver-format.ts'
import { parseSemver } from './semver-key.ts'
import { type Clause, holdsSemver, semverSet } from './semver-set.ts'
import { type Dialect, noTerms } from './set.ts'

const comparator = /^(\^|~|=|>=|<=|>|<|)\s*(\S+)$/

const clauseOf = (text: string): Clause | undefined => {
  const m = comparator.exec(text)
  const partial = m ? parsePartial(m[2]!) : undefined
  if (!m || !partial) return undefined
  return cargoClause(m[1] || (partial.hasStar ? '=' : '^'), partial)
}

const parse: Dialect['parse'] = (text) => {
  if (/^[*xX]$/.test(text.trim())) return semverSet('cargo', [[]])
  const clauses = text.split(',').map((part) => clauseOf(part.trim()))
  if (clauses.includes(undefined)) return undefined
  return semverSet('cargo', [clauses.flatMap((c) => c ?? [])])
}

/** Version requirements of Cargo: a bare version is a caret, a comma means `and`. */
export const cargo: Dialect = {
  parse,
  // A conjunction is one piece always; ` || ` could only show a fault of the algebra.
  format: (set) =>
    piecesOf(set)
      .map((piece) => comparators(piece, '=').join(', ') || '*')
      .join(' || '),
  contains: (set, version) => holdsSemver(set, parseSemver(version)),
  meetTerms: noTerms,
}
