import type { Wired } from '../../app/up/round.ts'
import { up } from '../../app/up.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import { gravest } from '../../core/diag/exit.ts'
import type { Context } from '../context.ts'
import type { Options, Report } from '../view.ts'
import { drawStages, drawUp } from '../views/up.ts'

const errorOf = (w: Wired): Diagnostic[] =>
  w.error
    ? [
        {
          code: w.error.code,
          severity: 'error',
          summary: w.error.message,
          help: w.error.help,
          related: w.error.related,
          ...(w.error.at ? { at: w.error.at } : {}),
        },
      ]
    : []

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task, adapters, version, host } = context
  const wired = await up({ space, task, adapters, version, host })
  const exit = gravest([wired.error?.exit ?? 0, wired.verified?.exit ?? 0])
  const explain = options['explain'] === true
  return {
    command: 'up',
    exit,
    diagnostics: [...errorOf(wired), ...wired.diagnostics],
    data: {
      stages: wired.stages.map((s) => ({ ...s, milliseconds: Math.round(s.milliseconds) })),
      plan:
        wired.planned?.planId ??
        wired.stages.find((s) => s.name === 'plan')?.summary['planId'] ??
        null,
      wrote: wired.wrote,
      verified: exit === 0,
      checks: wired.verified?.checks ?? [],
      findings: Number(wired.stages.find((s) => s.name === 'scan')?.summary['findings'] ?? 0),
    },
    text: (painter) =>
      [drawUp(wired, exit, painter), ...(explain ? ['', ...drawStages(wired)] : [])].join('\n'),
  }
}
