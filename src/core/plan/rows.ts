import { compareText } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'
import type { FindingRow, PlanBody, ServiceRow, ToolRow } from './body.ts'
import { serviceAddress } from './routes.ts'

/** The contracts of these digests, as a plan names them. */
export const contractsOf = (
  digests: ReadonlySet<string>,
  scan: ScanResult,
): PlanBody['contracts'] => {
  const rows = scan.contracts
    .filter((c) => digests.has(c.digest))
    .map((c) => [c.digest, { digest: c.digest, id: c.id, dialect: c.dialect }] as const)
  return [...new Map(rows).values()].sort((a, b) => compareText(a.digest, b.digest))
}

/** Where services stand and what is said of their ports there, ordered. */
export const serviceRows = ({ ports, standings, namespace }: ScanResult): ServiceRow[] => {
  const rows = new Map<string, ServiceRow>()
  const rowOf = (service: string, deployment: string): ServiceRow => {
    const of = serviceAddress(namespace, service)
    const id = `${of}\0${deployment}`
    const row = rows.get(id) ?? { of, in: deployment, names: [], ports: {} }
    rows.set(id, row)
    return row
  }
  for (const s of standings) rowOf(s.service, s.in).names.push(...s.names)
  for (const { service, in: deployment, role, port } of ports) {
    const said = rowOf(service, deployment).ports
    said[role] = [...(said[role] ?? []), port]
  }
  return [...rows].sort(([a], [b]) => compareText(a, b)).map(([, row]) => row)
}

/** What each MCP server offers, ordered. */
export const toolRows = ({ toolSets, namespace }: ScanResult): ToolRow[] =>
  toolSets
    .map(({ service, contract }) => ({ of: serviceAddress(namespace, service), contract }))
    .sort((a, b) => compareText(a.of, b.of) || compareText(a.contract, b.contract))

/** What makes two findings the same finding, wherever they stand. */
export const findingKey = ({
  code,
  ends,
}: {
  readonly code: string
  readonly ends: readonly string[]
}): string => [code, ...ends].join('\0')

/** The wiring faults that a plan accepts: errors and warnings that no configuration accepts already. */
export const findingRows = ({ findings }: ScanResult): FindingRow[] => {
  const rows = findings
    .filter((f) => f.severity !== 'note' && f.ignored === undefined)
    .map(({ code, ends }): [string, FindingRow] => [
      findingKey({ code, ends: [...ends] }),
      { code, ends: [...ends] },
    ])
  return [...new Map(rows)].sort(([a], [b]) => compareText(a, b)).map(([, row]) => row)
}
