import { compareText } from '../model/place.ts'
import { everything, holds, meetIntervals, sameIntervals } from './interval.ts'
import { parsePython, spelledKey } from './pep440-key.ts'
import type { Dialect } from './set.ts'
import { parseSpecifier, type Specifier } from './specifier.ts'

const order = ['===', '==', '>=', '>', '<', '<=', '!=']

const textOf = (s: Specifier): string => s.operator + s.version

const compareSpecifiers = (a: Specifier, b: Specifier): number =>
  order.indexOf(a.operator) - order.indexOf(b.operator) || compareText(a.version, b.version)

/** Of two ways to write one set, the plainer: without .dev0, then the one written out in full. */
const isPlainer = (a: Specifier, b: Specifier): boolean => {
  const hasLetter = (s: Specifier): number => Number(/[a-z]/.test(s.version))
  const difference =
    hasLetter(a) - hasLetter(b) || b.version.length - a.version.length || compareSpecifiers(a, b)
  return difference < 0
}

const implies = (a: Specifier, b: Specifier): boolean =>
  sameIntervals(meetIntervals(a.holds, b.holds), a.holds)

/** Whether `a` says all that `b` says, and is the one to keep. */
const outdoes = (a: Specifier, b: Specifier): boolean =>
  textOf(a) !== textOf(b) && implies(a, b) && (!implies(b, a) || isPlainer(a, b))

/**
 * Leaves only specifiers that no single other one implies. What is left depends on neither the order
 * nor the grouping in which they came, so that `meet` is associative on texts as well.
 */
const reduce = (specifiers: readonly Specifier[]): readonly Specifier[] => {
  const distinct = [...new Map(specifiers.map((s) => [textOf(s), s])).values()]
  return distinct
    .filter((s) => !distinct.some((other) => outdoes(other, s)))
    .sort(compareSpecifiers)
}

const specifiersOf = (text: string): readonly Specifier[] | undefined => {
  const bare = /^\((.*)\)$/s.exec(text.trim())?.[1] ?? text
  const parts = bare.split(',').map((t) => t.trim())
  const lists = parts.filter((t) => t !== '').map(parseSpecifier)
  return lists.includes(undefined) ? undefined : lists.flatMap((l) => l ?? [])
}

const reread = (terms: readonly string[]): readonly Specifier[] =>
  terms.flatMap((t) => parseSpecifier(t) ?? [])

const isPrefixOf = (wildcard: string, low: string): boolean => {
  const p = parsePython(wildcard.slice('=='.length, -'.*'.length))
  const v = parsePython(low.slice('>='.length))
  if (!p || !v || p.epoch !== v.epoch || v.release.length !== p.release.length + 1) return false
  return p.release.every((n, i) => n === v.release[i])
}

/** Says `>=1.2,==1.*` as `~=1.2`. */
const joinCompatible = (terms: readonly string[]): readonly string[] => {
  const wildcard = terms.find((t) => t.startsWith('==') && t.endsWith('.*'))
  const low = terms.find((t) => t.startsWith('>=') && wildcard && isPrefixOf(wildcard, t))
  if (low === undefined) return terms
  return [`~=${low.slice('>='.length)}`, ...terms.filter((t) => t !== low && t !== wildcard)]
}

/**
 * Version specifiers of PEP 440. Pre-releases are members wherever their order puts them: that an
 * installer prefers others is a choice among members, and not part of the range (packaging 26).
 */
export const pep440: Dialect = {
  parse: (text) => {
    const specifiers = specifiersOf(text)
    if (!specifiers) return undefined
    const track = specifiers.map((s) => s.holds).reduce(meetIntervals, everything)
    return { ecosystem: 'pep440', tracks: [track], terms: specifiers.map(textOf) }
  },
  format: (set) => joinCompatible(reduce(reread(set.terms)).map(textOf)).join(','),
  contains: (set, version) => {
    const text = version.trim()
    const v = parsePython(text)
    return v !== undefined && holds(set.tracks[0]!, spelledKey(v, text))
  },
  meetTerms: (a, b) => [...new Set([...a, ...b])],
}
