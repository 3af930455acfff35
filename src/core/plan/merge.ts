import { canonicalize } from '../json/canonical.ts'
import { type Route, routeKey } from '../model/route.ts'
import { diffRoutes } from './diff.ts'

/** A route that both sides changed, and not in the same way. */
export type MergeConflict = {
  readonly route: string
  /** What each side made of it; undefined where it removed the route. */
  readonly ours: Route | undefined
  readonly theirs: Route | undefined
}

export type Merged = {
  /** The routes with what both sides did. */
  readonly routes: readonly Route[]
  readonly conflicts: readonly MergeConflict[]
}

type Side = ReadonlyMap<string, Route | undefined>

/** What one side did: a route by its key, undefined where it is gone. */
const editsOf = (base: readonly Route[], side: readonly Route[]): Side => {
  const now = new Map(side.map((r) => [routeKey(r), r]))
  const { steps } = diffRoutes(base, side)
  return new Map(
    steps.map((s) => [routeKey(s), s.op === 'remove' ? undefined : now.get(routeKey(s))]),
  )
}

const isSame = (a: Route | undefined, b: Route | undefined): boolean =>
  canonicalize(a ?? null) === canonicalize(b ?? null)

/**
 * Replays the differences of two sides over what they have in common. Routes that only one side touched, or both in the same
 * way, merge without a question; the order of the sides matters only in a conflict, where ours stands.
 */
export const mergeRoutes = (
  base: readonly Route[],
  ours: readonly Route[],
  theirs: readonly Route[],
): Merged => {
  const [mine, other] = [editsOf(base, ours), editsOf(base, theirs)]
  const routes = new Map(base.map((r) => [routeKey(r), r]))
  const conflicts: MergeConflict[] = []
  for (const [key, route] of [...other, ...mine]) {
    if (route === undefined) routes.delete(key)
    else routes.set(key, route)
  }
  for (const [key, route] of mine)
    if (other.has(key) && !isSame(route, other.get(key)))
      conflicts.push({ route: key, ours: route, theirs: other.get(key) })
  return {
    routes: [...routes.values()].sort((a, b) => (routeKey(a) < routeKey(b) ? -1 : 1)),
    conflicts: conflicts.sort((a, b) => (a.route < b.route ? -1 : 1)),
  }
}
