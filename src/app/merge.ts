import { RttError } from '../core/diag/error.ts'
import { canonicalize } from '../core/json/canonical.ts'
import { isDigest } from '../core/json/digest.ts'
import type { Route } from '../core/model/route.ts'
import type { ScanResult } from '../core/model/scan.ts'
import { type Bases, chainOf, commonBase, headsOf } from '../core/plan/chain.ts'
import { type MergeConflict, mergeRoutes } from '../core/plan/merge.ts'
import type { Base } from '../core/plan/project.ts'
import { routesOf } from '../core/plan/routes.ts'
import type { Durable } from '../ports/durable.ts'
import type { Workspace } from '../ports/workspace.ts'
import { type Planned, planUpon } from './plan.ts'
import { loadPlan } from './plans.ts'

/** What merging two plans came to. */
export type MergedPlans = {
  readonly planned: Planned
  readonly ours: string
  readonly theirs: string
  /** What both stand on, undefined where they have nothing in common. */
  readonly common: string | undefined
  readonly conflicts: readonly MergeConflict[]
  /** Routes that the merged files have and neither side's plan tells of, or the other way. */
  readonly unexpected: readonly string[]
}

/** All plans of a folder with what each stands on. */
export const readBases = async (
  durable: Durable,
  dir: string,
): Promise<{ readonly bases: Bases; readonly bodies: ReadonlyMap<string, Base> }> => {
  const ids = durable
    .list(dir)
    .flatMap((n) => (n.endsWith('.json') && isDigest(n.slice(0, -5)) ? [n.slice(0, -5)] : []))
  const bodies = new Map<string, Base>()
  for (const id of ids) bodies.set(id, await loadPlan(durable, dir, id))
  return { bases: new Map([...bodies].map(([id, b]) => [id, b.body.base])), bodies }
}

/** Ids of plans in LATEST, also where a merge left both of them there with its marks. */
const namedIn = (durable: Durable, dir: string): readonly string[] => {
  const bytes = durable.read(`${dir}/LATEST`)
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes.slice(0, 4096))
  return [...new Set(text.match(/^[0-9a-f]{64}$/gm))]
}

const missing = (id: string): RttError =>
  new RttError('RTT2002', `there is no plan ${id.slice(0, 8)} here`, {
    help: 'Take its file from the branch that has it, or run `rtt plan` to plan anew.',
  })

/** The two plans to be put together: those that a merge left in LATEST, or ours and the only other end. */
const sidesOf = (
  named: readonly string[],
  bases: Bases,
  asked: string | undefined,
): readonly [string, string] => {
  const [ours, second] = named
  if (ours === undefined || !bases.has(ours)) throw missing(ours ?? 'of LATEST')
  const fits = [...bases.keys()].filter((id) => asked !== undefined && id.startsWith(asked))
  if (asked !== undefined && fits.length !== 1) throw missing(asked)
  const theirs = fits[0] ?? second
  if (theirs !== undefined) {
    if (!bases.has(theirs)) throw missing(theirs)
    return [ours, theirs]
  }
  const own = new Set(chainOf(ours, bases))
  const others = headsOf(bases).filter((id) => !own.has(id))
  if (others.length === 1) return [ours, others[0]!]
  throw others.length === 0
    ? new RttError('RTT6001', 'there is nothing to merge: all plans stand in one line', {
        help: 'Run `rtt plan` if the repository has moved on.',
      })
    : new RttError('RTT6006', `${others.length} plans could be merged`, {
        help: `Name one: ${others.map((id) => `rtt plan --merge ${id.slice(0, 8)}`).join(', ')}.`,
      })
}

const keysOf = (routes: readonly Route[]): ReadonlyMap<string, string> =>
  new Map(routes.map(({ calls: _, ...r }) => [`${r.from} -> ${r.to}`, canonicalize(r)]))

const differing = (a: readonly Route[], b: readonly Route[]): string[] => {
  const [one, two] = [keysOf(a), keysOf(b)]
  return [...new Set([...one.keys(), ...two.keys()])]
    .filter((k) => one.get(k) !== two.get(k))
    .sort()
}

/**
 * Puts two plans together after their branches were merged: the plan is made from the merged files, upon what both sides have
 * in common; what both sides' differences come to is held against it.
 *
 * @throws RttError RTT6001 where there is nothing to merge, RTT6006 where it is not clear what, RTT2002 where a plan is gone
 */
export const mergePlans = async (
  space: Workspace,
  scan: ScanResult,
  { dir, asked }: { readonly dir: string; readonly asked: string | undefined },
): Promise<MergedPlans> => {
  const { bases, bodies } = await readBases(space.durable, dir)
  const [ours, theirs] = sidesOf(namedIn(space.durable, dir), bases, asked)
  const common = commonBase(ours, theirs, bases)
  const routes = (id: string | undefined): readonly Route[] =>
    id === undefined ? [] : (bodies.get(id)?.body.routes ?? [])
  const { routes: expected, conflicts } = mergeRoutes(routes(common), routes(ours), routes(theirs))
  const planned = await planUpon(space, scan, {
    dir,
    base: common === undefined ? undefined : bodies.get(common),
  })
  return {
    planned,
    ours,
    theirs,
    common,
    conflicts,
    unexpected: differing(expected, routesOf(scan)),
  }
}
