import { loadScanned } from '../../app/scanned.ts'
import { RttError } from '../../core/diag/error.ts'
import { exitOf } from '../../core/diag/exit.ts'
import type { Finding } from '../../core/diag/finding.ts'
import { countFindings, openFindings } from '../../core/findings/open.ts'
import type { Context } from '../context.ts'
import { reportJson, withSlug } from '../envelope.ts'
import type { Options, Painter, Report } from '../view.ts'
import { toAnnotations } from '../views/annotations.ts'
import { drawFindings } from '../views/findings.ts'
import { toSarif } from '../views/sarif.ts'

type Draw = (report: Report, findings: readonly Finding[], to: Painter) => string

const formats = (version: string): Readonly<Record<string, Draw>> => ({
  text: (_, findings, painter) => drawFindings(findings, painter),
  json: (report) => reportJson(report, version),
  sarif: (_, findings) => toSarif(findings, version),
  github: (_, findings) => toAnnotations(openFindings(findings)),
})

/** The wiring faults of the repository; exit 3 when there is an error that nobody has accepted. */
export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task, version } = context
  const all = formats(version)
  const format = String(options['format'] ?? 'text')
  const draw = Object.hasOwn(all, format) ? all[format] : undefined
  if (draw === undefined)
    throw new RttError('RTT6001', `"${format}" is not a format of findings`, {
      help: `Write --format ${Object.keys(all)
        .join(', ')
        .replace(/, (\w+)$/, ' or $1')}.`,
    })
  const { findings } = (await loadScanned(space, task)).result
  const report: Report = {
    command: 'check',
    exit: exitOf(openFindings(findings)),
    data: {
      findings: findings.map(withSlug),
      counts: countFindings(findings),
    },
    text: (painter) => draw(report, findings, painter),
  }
  return report
}
