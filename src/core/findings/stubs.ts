import { diagnostic, type Related } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { lastOf } from '../link/names.ts'
import type { Contract } from '../model/contract.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Wiring } from './wiring.ts'

/** What a dead client was built for: a service of a .proto file, or whom its address leads to. */
type Target = { readonly name: string; readonly related: readonly Related[] }

const contractsByName = (w: Wiring): ReadonlyMap<string, readonly Contract[]> =>
  Map.groupBy(
    w.contracts.filter((c) => c.dialect === 'proto' && c.kind === 'service'),
    (c) => lastOf(c.id),
  )

const served = (contract: Contract): Target => ({
  name: contract.id,
  related: [{ at: contract.at, label: `${contract.id} is defined here` }],
})

/** An end without a contract is told of where a dead link shows whom it would reach. */
const reached = (w: Wiring, service: string, { at }: Endpoint): Target | undefined => {
  const found = w.links.find(
    (l) =>
      l.from === service &&
      l.status === 'dead' &&
      l.evidence.some((e) => e.path === at.path && e.line === at.line),
  )
  const to = found && w.services.find((s) => s.name === found.to)
  return to && { name: to.name, related: [{ at: to.at, label: `${to.name} is declared here` }] }
}

const isBuiltAgain = (w: Wiring, service: string, contract: string): boolean =>
  (w.files.get(service) ?? []).some(
    (f) =>
      f.scope === 'main' &&
      f.endpoints.some((e) => e.role === 'consumer' && e.contract === contract),
  )

const toFinding = (service: string, e: Endpoint, { name, related }: Target): Finding => ({
  ...diagnostic('RTT1117', `${service} builds a client of ${name} and never uses it`, {
    at: { path: e.at.path, line: e.at.line },
    related,
    help:
      e.contract === undefined
        ? `Remove the client, or call ${name} with it.`
        : `Remove ${e.idle?.name ?? 'the client'}, or call a method of ${name} on it.`,
  }),
  ends: [service, name],
})

/** Clients that are built in a service and on which nothing of it ever calls anything. */
export const unusedStubs = (w: Wiring): Finding[] => {
  if (w.dead.size === 0) return []
  const contracts = contractsByName(w)
  return [...w.dead].flatMap(([service, files]) =>
    files
      .flatMap((f) => f.endpoints)
      .flatMap((e): Finding[] => {
        if (e.contract === undefined) {
          const target = reached(w, service, e)
          return target ? [toFinding(service, e, target)] : []
        }
        const [contract] = contracts.get(e.contract) ?? []
        if (contract === undefined || isBuiltAgain(w, service, e.contract)) return []
        return [toFinding(service, e, served(contract))]
      }),
  )
}
