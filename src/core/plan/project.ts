import { canonicalize } from '../json/canonical.ts'
import { sha256 } from '../json/digest.ts'
import type { Contract } from '../model/contract.ts'
import type { Link } from '../model/link.ts'
import { compareText } from '../model/place.ts'
import type { Route } from '../model/route.ts'
import { formatSaddr } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import type { Service } from '../model/service.ts'
import { type PlanBody, planVersion, projection } from './body.ts'
import { compareRouteKeys, diffRoutes } from './diff.ts'

/** The address of a service, with the port where it is the consumer's end. */
export const serviceAddress = (namespace: readonly string[], name: string, port?: string): string =>
  formatSaddr({
    namespace,
    type: 'service',
    name,
    ...(port === undefined ? {} : { variant: port }),
  })

const isUnder = (path: string, folder: string | undefined): boolean =>
  folder !== undefined && (folder === '' || path.startsWith(`${folder}/`))

/** Among copies of one contract the provider's own, else the consumer's, else the one nearest the root. */
export const contractOf = (
  id: string,
  contracts: readonly Contract[],
  ends: { from?: Service; to?: Service },
): Contract | undefined => {
  const copies = contracts.filter((c) => c.id === id)
  const rank = (c: Contract): number =>
    isUnder(c.at.path, ends.to?.path) ? 0 : isUnder(c.at.path, ends.from?.path) ? 1 : 2
  return copies.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.at.path.split('/').length - b.at.path.split('/').length ||
      compareText(a.at.path, b.at.path),
  )[0]
}

const toRoute = (l: Link, scan: ScanResult): Route => {
  const from = scan.services.find((s) => s.name === l.from)
  const to = scan.services.find((s) => s.name === l.to)
  const contract =
    l.contract === undefined
      ? undefined
      : contractOf(l.contract, scan.contracts, { ...(from ? { from } : {}), ...(to ? { to } : {}) })
  return {
    from: serviceAddress(scan.namespace, l.from, l.port),
    to: serviceAddress(scan.namespace, l.to),
    rung: 'observed',
    class: l.via,
    lanes: [`native(${l.via})`],
    contract: contract?.digest ?? null,
  }
}

/** The routes that the confirmed links of a repository make, ordered by their ends. */
export const routesOf = (scan: ScanResult): Route[] =>
  scan.links
    .filter((l) => l.status === 'confirmed')
    .map((l) => toRoute(l, scan))
    .sort(compareRouteKeys)

/** The link that a route was made of, as it is found now. */
export const linkOfRoute = (
  route: Pick<Route, 'from' | 'to'>,
  scan: ScanResult,
): Link | undefined =>
  scan.links.find(
    (l) =>
      l.status === 'confirmed' &&
      serviceAddress(scan.namespace, l.from, l.port) === route.from &&
      serviceAddress(scan.namespace, l.to) === route.to,
  )

const contractsOf = (routes: readonly Route[], scan: ScanResult): PlanBody['contracts'] => {
  const used = new Set(routes.flatMap((r) => (r.contract === null ? [] : [r.contract])))
  const rows = scan.contracts
    .filter((c) => used.has(c.digest))
    .map((c) => [c.digest, { digest: c.digest, id: c.id, dialect: c.dialect }] as const)
  return [...new Map(rows).values()].sort((a, b) => compareText(a.digest, b.digest))
}

/** The plan in force before a new one is made. */
export type Base = { readonly planId: string; readonly body: PlanBody }

/** A plan with its content address and the exact bytes that have it. */
export type Plan = { readonly planId: string; readonly body: PlanBody; readonly text: string }

/** The content address of a body: sha256 of its RFC 8785 bytes. */
export const addressPlan = (body: PlanBody): Plan => {
  const text = canonicalize(body)
  return { planId: sha256(text), body, text }
}

/**
 * Projects what was scanned onto a plan: only what the wiring depends on, so that an unrelated edit
 * leaves it byte-identical. `undefined` when nothing differs from the base.
 */
export const projectPlan = (scan: ScanResult, base: Base | undefined): Plan | undefined => {
  const routes = routesOf(scan)
  const contracts = contractsOf(routes, scan)
  const diff = diffRoutes(base?.body.routes ?? [], routes)
  const sameContracts = canonicalize(base?.body.contracts ?? []) === canonicalize(contracts)
  const sameNamespace =
    base === undefined || canonicalize(base.body.namespace) === canonicalize(scan.namespace)
  if (diff.steps.length === 0 && sameContracts && sameNamespace) return undefined
  return addressPlan({
    v: planVersion,
    projection,
    namespace: [...scan.namespace],
    base: base?.planId ?? null,
    routes: routes.map((r) => ({ ...r, lanes: [...r.lanes] })),
    contracts,
    steps: [...diff.steps],
    inverse: [...diff.inverse],
  })
}
