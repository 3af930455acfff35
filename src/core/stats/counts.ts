import { compareText } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'

/** How often each value occurs, the most frequent first. */
export type Tally = Readonly<Record<string, number>>

const ordered = (rows: Iterable<readonly [string, number]>): Tally =>
  Object.fromEntries([...rows].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])))

/**
 * Counts equal values.
 *
 * @example tally(['go', 'ts', 'go']) // { go: 2, ts: 1 }
 */
export const tally = (values: readonly string[]): Tally => {
  const table = new Map<string, number>()
  for (const v of values) table.set(v, (table.get(v) ?? 0) + 1)
  return ordered(table)
}

/** What a scan found, counted: of each kind of thing by each of its properties. */
export type Counts = {
  readonly files: { readonly language: Tally }
  readonly services: { readonly language: Tally; readonly kind: Tally }
  readonly symbols: { readonly type: Tally; readonly evidence: Tally }
  readonly links: { readonly via: Tally; readonly status: Tally; readonly signal: Tally }
  readonly imports: { readonly ecosystem: Tally; readonly status: Tally }
  readonly contracts: { readonly dialect: Tally }
  readonly findings: { readonly code: Tally; readonly severity: Tally }
}

/** Counts what was scanned. A link has one of each of its signals; a service without source is `image`. */
export const countsOf = (r: ScanResult): Counts => ({
  files: { language: ordered(Object.entries(r.languages ?? {})) },
  services: {
    language: tally(r.services.map((s) => s.lang || 'image')),
    kind: tally(r.services.map((s) => s.kind)),
  },
  symbols: {
    type: tally(r.symbols.map((s) => s.type)),
    evidence: tally(r.symbols.map((s) => s.evidence)),
  },
  links: {
    via: tally(r.links.map((l) => l.via)),
    status: tally(r.links.map((l) => l.status)),
    signal: tally(r.links.flatMap((l) => [...new Set(l.evidence.map((e) => e.signal))])),
  },
  imports: {
    ecosystem: tally((r.imports ?? []).map((l) => l.ecosystem)),
    status: tally((r.imports ?? []).map((l) => l.status)),
  },
  contracts: { dialect: tally(r.contracts.map((c) => c.dialect)) },
  findings: {
    code: tally(r.findings.map((f) => f.code)),
    severity: tally(r.findings.map((f) => f.severity)),
  },
})
