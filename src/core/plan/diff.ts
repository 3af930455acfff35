import { canonicalize } from '../json/canonical.ts'
import { compareText } from '../model/place.ts'
import { type Route, routeKey } from '../model/route.ts'
import type { InverseStep, Step } from './body.ts'
import { orderRoutes } from './order.ts'

/** What leads from one set of routes to another, in the order in which it is done. */
export type Diff = { readonly steps: readonly Step[]; readonly inverse: readonly InverseStep[] }

const byKey = (routes: readonly Route[]): Map<string, Route> =>
  new Map(routes.map((r) => [routeKey(r), r]))
/** A route without what others are held to. */
const textOf = ({ calls: _, ...route }: Route): string => canonicalize(route)

const step =
  (op: Step['op']) =>
  (r: Route): Step => ({ op, from: r.from, to: r.to })

/**
 * The difference between two sets of routes and the way back: removals first, then changes and
 * additions, each in the order of `orderRoutes`; the inverse runs backwards.
 */
export const diffRoutes = (before: readonly Route[], after: readonly Route[]): Diff => {
  const old = byKey(before)
  const now = byKey(after)
  const removed = orderRoutes(before.filter((r) => !now.has(routeKey(r)))).reverse()
  const kept = after.filter(
    (r) => old.has(routeKey(r)) && textOf(old.get(routeKey(r))!) !== textOf(r),
  )
  const changed = orderRoutes(kept)
  const added = orderRoutes(after.filter((r) => !old.has(routeKey(r))))
  const inverse: InverseStep[] = [
    ...added.map((r): InverseStep => ({ op: 'remove', from: r.from, to: r.to })),
    ...changed.map((r): InverseStep => ({ op: 'change', route: old.get(routeKey(r))! })),
    ...removed.map((r): InverseStep => ({ op: 'add', route: r })),
  ]
  return {
    steps: [
      ...removed.map(step('remove')),
      ...changed.map(step('change')),
      ...added.map(step('add')),
    ],
    inverse: inverse.reverse(),
  }
}

export const compareRouteKeys = (a: Route, b: Route): number =>
  compareText(routeKey(a), routeKey(b))

/** Routes after the inverse of a plan was applied to the plan's own routes. */
export const applyInverse = (
  routes: readonly Route[],
  inverse: readonly InverseStep[],
): Route[] => {
  const now = byKey(routes)
  for (const s of inverse) {
    if (s.op === 'remove') now.delete(`${s.from} -> ${s.to}`)
    else now.set(routeKey(s.route), s.route)
  }
  return [...now.values()].sort(compareRouteKeys)
}
