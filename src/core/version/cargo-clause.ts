import { endOf, type Partial } from './cargo-partial.ts'
import { between, type Intervals, nothing } from './interval.ts'
import { bottom, type Key, top } from './key.ts'
import { endOfPre, firstPre } from './semver-key.ts'
import {
  admittedBy,
  type Clause,
  type Comparison,
  clauseOf,
  releasesFrom,
  tripleOf,
} from './semver-set.ts'

const start = (release: Key): Key => (release === top ? top : firstPre(tripleOf(release)))

/** Where a caret ends: after the parts up to the first that is not zero. */
const caretEnd = (parts: readonly number[]): Key => {
  const leading = parts.findIndex((n) => n > 0)
  return endOf(leading < 0 ? parts : parts.slice(0, leading + 1))
}

const window = (partial: Partial, high: Key, pres: Intervals): Clause => ({
  releases: releasesFrom(partial.low.triple, high),
  pres,
  admits: admittedBy(partial.low),
})

const lowOfPres = ({ triple, pre }: Partial['low']): Key =>
  pre.length === 0 ? endOfPre(triple) : [...triple, ...pre]

const caret = (p: Partial): Clause => {
  const high = caretEnd(p.parts)
  const low = p.parts.length === 3 ? lowOfPres(p.low) : firstPre(p.low.triple)
  return window(p, high, between(low, start(high)))
}

const tilde = (p: Partial): Clause => {
  const high = endOf(p.parts.slice(0, 2))
  // The crate compares pre-releases even where the patch is left out, so none passes there.
  const pres = p.parts.length === 3 ? between(lowOfPres(p.low), start(high)) : nothing
  return window(p, high, pres)
}

/** A comparison with parts left out: no pre-release of what begins with them passes. */
const partialComparison = (operator: string, p: Partial): Clause => {
  const low = p.low.triple
  const high = endOf(p.parts)
  const admits = nothing
  const below = between(bottom, firstPre(low))
  const above = between(start(high), top)
  if (operator === '=') return { releases: releasesFrom(low, high), pres: nothing, admits }
  if (operator === '>') return { releases: releasesFrom(high, top), pres: above, admits }
  if (operator === '>=') return { releases: releasesFrom(low, top), pres: above, admits }
  const end = operator === '<' ? low : high
  return { releases: releasesFrom(bottom, end), pres: below, admits }
}

/** What a comparator of Cargo holds, pre-releases included, as the `semver` crate decides it. */
export const cargoClause = (operator: string, p: Partial): Clause => {
  if (operator === '^') return caret(p)
  if (operator === '~') return tilde(p)
  if (p.parts.length < 3) return partialComparison(operator, p)
  return clauseOf({ operator: operator as Comparison['operator'], ...p.low })
}
