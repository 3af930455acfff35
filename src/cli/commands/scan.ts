import { init } from '../../app/init.ts'
import { type ScanSummary, scan } from '../../app/scan.ts'
import { openStages } from '../../app/stages.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Context } from '../context.ts'
import { withSlug } from '../envelope.ts'
import { columns, grouped, plural } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'
import { drawDiagnostic, drawDiagnostics } from '../views/diagnostic.ts'
import { drawFirstFindings } from '../views/findings.ts'

const diagnosticsShown = 5
const findingsShown = 3

const counts = (items: readonly string[]): [string, number][] => {
  const table = new Map<string, number>()
  for (const i of items) table.set(i, (table.get(i) ?? 0) + 1)
  return [...table].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** Counts by language, kind, status and signal, for `--stats` and for the JSON. */
export const statsOf = (r: ScanResult) => ({
  languages: Object.fromEntries(counts(r.services.map((s) => s.lang || 'image'))),
  kinds: Object.fromEntries(counts(r.services.map((s) => s.kind))),
  protocols: Object.fromEntries(counts(r.links.map((l) => l.via))),
  statuses: Object.fromEntries(counts(r.links.map((l) => l.status))),
  signals: Object.fromEntries(
    counts(r.links.flatMap((l) => [...new Set(l.evidence.map((e) => e.signal))])),
  ),
})

const drawStats = (r: ScanResult): string[] =>
  Object.entries(statsOf(r)).map(
    ([name, table]) =>
      `  ${name.padEnd(10)} ${
        Object.entries(table)
          .map(([k, n]) => `${k} ${n}`)
          .join('  ') || '-'
      }`,
  )

const draw = (r: ScanResult, s: ScanSummary, options: Options, painter: Painter): string => {
  const { style } = painter
  const head = [
    `${grouped(s.files)} files, ${grouped(s.read)} read, ${plural(s.symbols, 'symbol')}`,
    `${plural(s.services, 'service')}, ${plural(s.contracts, 'contract')}, ${plural(s.confirmed, 'confirmed link')}, ${s.links - s.confirmed} declared`,
  ]
  const services = columns(
    r.services.map((x) => [
      `  ${style.bold(x.name)}`,
      x.kind,
      x.lang || '-',
      style.dim(`${x.at.path}:${x.at.line}`),
    ]),
  )
  const problems =
    options['diagnostics'] === true
      ? r.diagnostics.map((d) => drawDiagnostic(d, painter)).join('\n\n')
      : drawDiagnostics(r.diagnostics, painter, {
          most: diagnosticsShown,
          more: 'rtt scan --diagnostics',
        })
  const faults = drawFirstFindings(r.findings, painter, findingsShown)
  return [
    ...head,
    '',
    ...services,
    ...(options['stats'] === true ? ['', ...drawStats(r)] : []),
    ...(problems === '' ? [] : ['', problems]),
    ...(faults === '' ? [] : ['', faults]),
  ].join('\n')
}

export const run = async ({ space, task }: Context, options: Options): Promise<Report> => {
  init(space)
  const stages = openStages(space.durable)
  const scanned = await scan(space, stages, task)
  const result = await scanned.load()
  stages.save()
  return {
    command: 'scan',
    exit: 0,
    diagnostics: result.diagnostics,
    data: {
      namespace: result.namespace,
      services: result.services.map((s) => ({ ...s, path: s.path ?? '' })),
      symbols: result.symbols,
      links: result.links,
      findings: result.findings.map(withSlug),
      contracts: result.contracts.map(({ body, ...c }) => c),
      packages: result.packages.map((p) => ({ ...p, dependencies: p.dependencies.length })),
      stats: { files: result.fileCount, read: result.readCount, ...statsOf(result) },
    },
    text: (painter) => draw(result, scanned.summary, options, painter),
  }
}
