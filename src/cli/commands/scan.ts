import { init } from '../../app/init.ts'
import { type Scanned, scan } from '../../app/scan.ts'
import { openStages } from '../../app/stages.ts'
import { rootsOf } from '../../core/doctor/root.ts'
import { wiringOf } from '../../core/link/wiring.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { countsOf } from '../../core/stats/counts.ts'
import type { Context } from '../context.ts'
import { withSlug } from '../envelope.ts'
import { columns, grouped, plural } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'
import { drawDiagnostic, drawDiagnostics } from '../views/diagnostic.ts'
import { drawFirstFindings } from '../views/findings.ts'
import { drawStats, type Run } from '../views/stats.ts'

const diagnosticsShown = 5
const findingsShown = 3

const runOf = ({ hit, times, summary }: Scanned): Run => ({
  times,
  read: summary.read,
  cached: hit ? summary.read : summary.cached,
})

/** Counts of what there is, and with `--stats` the numbers of this run, which no two runs share. */
const statsOf = (r: ScanResult, scanned: Scanned, options: Options) => {
  const { times, cached } = runOf(scanned)
  return {
    files: r.fileCount,
    read: r.readCount,
    counts: countsOf(r),
    ...(options['stats'] === true ? { cached, milliseconds: times } : {}),
  }
}

const draw = (r: ScanResult, scanned: Scanned, options: Options, painter: Painter): string => {
  const { style } = painter
  const s = scanned.summary
  const imports = r.imports ?? []
  const head = [
    `${grouped(s.files)} files, ${grouped(s.read)} read, ${plural(s.symbols, 'symbol')}`,
    `${plural(s.services, 'service')}, ${plural(s.contracts, 'contract')}, ${plural(s.confirmed, 'confirmed link')}, ${s.links - s.confirmed - s.dead} declared${s.dead > 0 ? `, ${s.dead} dead` : ''}`,
    ...(imports.length > 0 ? [`${plural(imports.length, 'import')} between packages`] : []),
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
    ...(options['stats'] === true ? ['', drawStats(countsOf(r), runOf(scanned), painter)] : []),
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
  const rootOf = rootsOf(result.packages, 'outermost')
  return {
    command: 'scan',
    exit: 0,
    diagnostics: result.diagnostics,
    data: {
      namespace: result.namespace,
      services: result.services.map((s) => ({ ...s, path: s.path ?? '' })),
      symbols: result.symbols,
      links: wiringOf(result),
      imports: result.imports ?? [],
      findings: result.findings.map(withSlug),
      contracts: result.contracts.map(({ body, ...c }) => c),
      packages: result.packages.map((p) => ({
        ...p,
        root: rootOf(p),
        dependencies: p.dependencies.length,
      })),
      stats: statsOf(result, scanned, options),
    },
    text: (painter) => draw(result, scanned, options, painter),
  }
}
