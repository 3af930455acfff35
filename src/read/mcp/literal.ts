import type { Json } from '../../core/json/canonical.ts'
import type { Constants } from './constants.ts'
import type { Entry, Term } from './term.ts'

const depthMax = 40
const itemsMax = 2000

/** The members of an object literal with the constants that are spread into it; undefined where one is unknown. */
export const membersOf = (
  entries: readonly Entry[],
  at: number,
  constants: Constants,
): readonly (readonly [string, Term])[] | undefined => {
  const out: (readonly [string, Term])[] = []
  for (const e of entries.slice(0, itemsMax)) {
    if (e.key !== undefined) {
      out.push([e.key, e.value])
      continue
    }
    const spread = e.value.kind === 'spread' ? constants.resolve(e.value.of, at) : undefined
    if (spread?.kind !== 'object' || spread.entries === entries) return undefined
    for (const inner of spread.entries) {
      if (inner.key === undefined) return undefined
      out.push([inner.key, inner.value])
    }
  }
  return out
}

/** The items of a list with the constant lists that are spread into it. */
export const itemsOf = (
  term: Term | undefined,
  at: number,
  constants: Constants,
): readonly Term[] | undefined => {
  const list = constants.resolve(term, at)
  if (list?.kind !== 'list') return undefined
  return list.items.slice(0, itemsMax).flatMap((item) => {
    if (item.kind !== 'spread') return [item]
    const inner = constants.resolve(item.of, at)
    return inner?.kind === 'list' && inner !== list ? inner.items : [item]
  })
}

/** The JSON value that a term is, names of constants put in; undefined where any part of it is computed. */
export const literalOf = (
  term: Term | undefined,
  at: number,
  constants: Constants,
  depth = 0,
): Json | undefined => {
  const t = constants.resolve(term, at)
  if (t === undefined || depth > depthMax) return undefined
  if (t.kind === 'text' || t.kind === 'number' || t.kind === 'word') return t.value
  const inner = (x: Term): Json | undefined => literalOf(x, at, constants, depth + 1)
  if (t.kind === 'list') {
    const items = itemsOf(t, at, constants)?.map(inner)
    return items?.every((v) => v !== undefined) ? (items as Json[]) : undefined
  }
  if (t.kind !== 'object') return undefined
  const members = membersOf(t.entries, at, constants)
    ?.map(([k, v]) => [k, inner(v)] as const)
    // A description that is computed leaves the shape as it is.
    .filter(([k, v]) => v !== undefined || k !== 'description')
  return members?.every(([, v]) => v !== undefined)
    ? (Object.fromEntries(members) as Json)
    : undefined
}
