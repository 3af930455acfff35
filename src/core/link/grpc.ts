import type { CodeFacts } from '../model/code.ts'
import type { Contract } from '../model/contract.ts'
import type { Evidence } from '../model/link.ts'
import { append } from '../model/multimap.ts'
import { compareText } from '../model/place.ts'
import { lastOf } from './names.ts'

/** Which services build stubs of which contracts, and which serve them. Contracts by full name. */
export type GrpcEnds = {
  readonly stubsOf: (service: string) => readonly string[]
  readonly providersOf: (contract: string) => readonly string[]
  /** Contracts that one builds stubs of and the other serves. */
  readonly shared: (from: string, to: string) => readonly string[]
  readonly evidence: (from: string, contracts: readonly string[]) => readonly Evidence[]
}

/** Joins the stub and server names of the code with the services of the repository's contracts. */
export const grpcEnds = (
  files: ReadonlyMap<string, readonly CodeFacts[]>,
  contracts: readonly Contract[],
): GrpcEnds => {
  const byLast = new Map<string, string[]>()
  for (const id of [
    ...new Set(
      contracts.filter((c) => c.dialect === 'proto' && c.kind === 'service').map((c) => c.id),
    ),
  ].sort(compareText))
    append(byLast, lastOf(id), id)
  const ends = [...files].flatMap(([service, list]) =>
    list
      .filter((f) => f.scope === 'main')
      .flatMap((f) => f.endpoints)
      .filter((e) => e.contract !== undefined)
      .flatMap((e) =>
        (byLast.get(e.contract!) ?? []).map((contract) => ({
          service,
          contract,
          role: e.role,
          at: e.at,
        })),
      ),
  )
  const stubsOf = (service: string) =>
    [
      ...new Set(
        ends.filter((e) => e.service === service && e.role === 'consumer').map((e) => e.contract),
      ),
    ].sort(compareText)
  const providersOf = (contract: string) =>
    [
      ...new Set(
        ends.filter((e) => e.contract === contract && e.role === 'provider').map((e) => e.service),
      ),
    ].sort(compareText)
  return {
    stubsOf,
    providersOf,
    shared: (from, to) => stubsOf(from).filter((c) => providersOf(c).includes(to)),
    evidence: (from, wanted) =>
      ends
        .filter((e) => e.service === from && e.role === 'consumer' && wanted.includes(e.contract))
        .map((e) => ({ path: e.at.path, line: e.at.line, signal: 'stub' as const })),
  }
}
