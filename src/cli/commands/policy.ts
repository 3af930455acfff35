import { initPolicy } from '../../app/config/init.ts'
import { judgePolicy } from '../../app/policy.ts'
import { loadScanned } from '../../app/scanned.ts'
import { RttError } from '../../core/diag/error.ts'
import { exitOf } from '../../core/diag/exit.ts'
import { layout } from '../../core/model/layout.ts'
import type { Context } from '../context.ts'
import { plural } from '../table.ts'
import type { Options, Report } from '../view.ts'
import { drawDiagnostic } from '../views/diagnostic.ts'

const make = async ({ space, task }: Context): Promise<Report> => {
  const { result } = await loadScanned(space, task)
  const path = initPolicy(space.durable, result)
  return {
    command: 'policy',
    exit: 0,
    data: { path, rules: 0, violations: 0 },
    text: () =>
      `${path} allows what there is today, and nothing else.\nRead it, loosen it, commit it; then: rtt plan`,
  }
}

const check = async ({ space, task }: Context): Promise<Report> => {
  const { result } = await loadScanned(space, task)
  const { file, violations, warnings } = await judgePolicy(space.durable, result)
  const diagnostics = [...violations, ...warnings]
  const rules = file === undefined ? 0 : file.value.rules.length
  return {
    command: 'policy',
    exit: exitOf(diagnostics),
    diagnostics,
    data: { path: file === undefined ? null : file.path, rules, violations: violations.length },
    text: (painter) =>
      [
        ...diagnostics.map((d) => `${drawDiagnostic(d, painter)}\n`),
        file === undefined
          ? `no ${layout.policy}: everything found is allowed. Next: rtt policy init`
          : violations.length === 0
            ? `${file.path}: ${plural(rules, 'rule')}, all kept`
            : `${file.path}: ${plural(violations.length, 'violation')}`,
      ].join('\n'),
  }
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  const what = options['argument'] ?? 'check'
  if (what === 'init') return make(context)
  if (what === 'check') return check(context)
  throw new RttError('RTT6001', `"${String(what)}" is nothing that policy can do`, {
    help: 'Write rtt policy check or rtt policy init.',
  })
}
