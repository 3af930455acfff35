import { effectOf } from '../contract/breaking/change.ts'
import { changesOf } from '../contract/breaking/changes.ts'
import { canonicalize, type Json } from '../json/canonical.ts'
import { sha256 } from '../json/digest.ts'
import type { ContractBody } from '../model/contract.ts'
import { type Route, routeKey } from '../model/route.ts'
import type { ScanResult } from '../model/scan.ts'
import { type PlanBody, planVersion, projection, type ServiceRow, type StoredBody } from './body.ts'
import { diffRoutes } from './diff.ts'
import { firstRoutesOf, routesOf } from './routes.ts'
import { contractsOf, findingKey, findingRows, serviceRows, toolRows } from './rows.ts'

/** The plan in force before a new one is made. */
export type Base = { readonly planId: string; readonly body: StoredBody }

/** A plan with its content address and the exact bytes that have it. */
export type Plan = { readonly planId: string; readonly body: PlanBody; readonly text: string }

/** The content address of a body: sha256 of its RFC 8785 bytes. */
export const addressPlan = (body: PlanBody): Plan => {
  const text = canonicalize(body)
  return { planId: sha256(text), body, text }
}

type Projected = Pick<
  PlanBody,
  'routes' | 'contracts' | 'services' | 'tools' | 'requirements' | 'findings'
>

/** What a plan says of a repository, without what it says of the plan before it. */
const projected = (scan: ScanResult): Projected => {
  const routes = routesOf(scan).map((r) => ({ ...r, lanes: [...r.lanes] }))
  const tools = toolRows(scan)
  const digests = new Set([
    ...routes.flatMap((r) => r.contract ?? []),
    ...tools.map((t) => t.contract),
  ])
  return {
    routes,
    contracts: contractsOf(digests, scan),
    services: serviceRows(scan),
    tools,
    ...(scan.requirements === undefined ? {} : { requirements: scan.requirements }),
    findings: findingRows(scan),
  }
}

/** The body of a contract that a plan locks, by its digest. */
export type LockedContract = (digest: string) => ContractBody | undefined

const isSame = (a: unknown, b: unknown): boolean =>
  canonicalize(a as Json) === canonicalize(b as Json)

/**
 * The digest that a plan locks in place of the one that is found, where what was done since hurts nobody who uses it: a
 * contract that only grew is still the one that was agreed upon.
 */
const keeper = (scan: ScanResult, locked: LockedContract) => {
  const found = new Map(scan.contracts.map((c) => [c.digest, c.body]))
  return (was: string | null | undefined, is: string | null): string | null => {
    if (typeof was !== 'string' || is === null || was === is) return is
    const [before, after] = [locked(was), found.get(is)]
    if (before === undefined || after === undefined || before.id !== after.id) return is
    return changesOf(before, after).every((c) => effectOf(c) === 'safe') ? was : is
  }
}

type Keep = ReturnType<typeof keeper>

const keepRoutes = (now: readonly Route[], before: readonly Route[], keep: Keep): Route[] => {
  const old = new Map(before.map((r) => [routeKey(r), r]))
  return now.map(({ calls: _, ...r }) => {
    const was = old.get(routeKey(r))
    const calls = was?.calls === undefined ? {} : { calls: was.calls }
    return { ...r, ...calls, contract: keep(was?.contract, r.contract) }
  })
}

/** Whether a plan of projection 1 still says what was scanned, as far as it stores that. */
const firstStands = (scan: ScanResult, body: StoredBody, keep: Keep): boolean =>
  isSame(body.routes, keepRoutes(firstRoutesOf(scan), body.routes, keep))

/** Where a program listens as its code tells, which a reader may see or not see as the code is put. */
const guessed = 'code'

/** Rows of both sides without the guesses that only one of them has: to see less or more is no change. */
const withoutGuesses = (
  before: readonly ServiceRow[],
  now: readonly ServiceRow[],
): [ServiceRow[], ServiceRow[]] => {
  const idOf = (r: ServiceRow): string => `${r.of}\0${r.in}`
  const seenIn = (rows: readonly ServiceRow[]): ReadonlySet<string> =>
    new Set(rows.filter((r) => r.ports[guessed] !== undefined).map(idOf))
  const cut = (rows: readonly ServiceRow[], other: ReadonlySet<string>): ServiceRow[] =>
    rows
      .map((r) => {
        const { [guessed]: own, ...ports } = r.ports
        const isKept = own !== undefined && other.has(idOf(r))
        return { ...r, ports: isKept ? { ...ports, [guessed]: own } : ports }
      })
      .filter((r) => r.names.length > 0 || Object.keys(r.ports).length > 0)
  return [cut(before, seenIn(now)), cut(now, seenIn(before))]
}

/** Whether a plan still says what was scanned. Faults that are gone are no difference. */
const stands = (scan: ScanResult, body: StoredBody, locked: LockedContract): boolean => {
  if (!isSame(body.namespace, [...scan.namespace])) return false
  const keep = keeper(scan, locked)
  if (body.projection === 1) return firstStands(scan, body, keep)
  const now = projected(scan)
  const accepted = new Set(body.findings.map(findingKey))
  const toolsOf = new Map(body.tools.map((t) => [`${t.of}\0${locked(t.contract)?.id}`, t]))
  const idOf = new Map(scan.contracts.map((c) => [c.digest, c.id]))
  const tools = now.tools.map((t) => ({
    ...t,
    contract: keep(toolsOf.get(`${t.of}\0${idOf.get(t.contract)}`)?.contract, t.contract),
  }))
  return (
    isSame(body.routes, keepRoutes(now.routes, body.routes, keep)) &&
    isSame(...withoutGuesses(body.services, now.services)) &&
    isSame(body.tools, tools) &&
    isSame(body.requirements ?? [], now.requirements ?? []) &&
    now.findings.every((f) => accepted.has(findingKey(f)))
  )
}

/** How a plan is made: `isMoving` moves one of an older projection on, `isFresh` locks contracts that only grew. */
export type Making = {
  readonly locked: LockedContract
  /** The digest of the policy, null where none is written. */
  readonly policy: string | null
  readonly isMoving?: boolean
  readonly isFresh?: boolean
}

/**
 * Projects what was scanned onto a plan: only what the wiring depends on, so that an unrelated edit
 * leaves it byte-identical. `undefined` when the base still says it, as its own projection has it.
 */
export const projectPlan = (
  scan: ScanResult,
  base: Base | undefined,
  { locked, policy, isMoving = false, isFresh = false }: Making,
): Plan | undefined => {
  const isOld = base !== undefined && base.body.projection !== projection
  const isUnder = base?.body.projection === 1 || base?.body.policy === policy
  const isKept =
    base !== undefined && isUnder && stands(scan, base.body, isFresh ? () => undefined : locked)
  if (isKept && !(isOld && isMoving)) return undefined
  const now = projected(scan)
  const diff = diffRoutes(base?.body.routes ?? [], now.routes)
  return addressPlan({
    v: planVersion,
    projection,
    namespace: [...scan.namespace],
    base: base?.planId ?? null,
    ...now,
    policy,
    steps: [...diff.steps],
    inverse: [...diff.inverse],
  })
}
