import { plansFolder } from '../../app/plans.ts'
import { loadScanned } from '../../app/scanned.ts'
import type { Unified } from '../../app/unify.ts'
import { unify } from '../../app/unify.ts'
import type { Context } from '../context.ts'
import { plural } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'
import { drawDiagnostic } from '../views/diagnostic.ts'

const draw = (u: Unified, folder: string, painter: Painter): string => {
  const head = `${plural(u.ecosystems, 'ecosystem')}, ${plural(u.packages, 'package')}: ${plural(u.drifts, 'drift')}, ${plural(u.conflicts, 'conflict')}`
  const found = u.diagnostics.map((d) => drawDiagnostic(d, painter))
  return [
    head,
    ...found,
    ...(u.drifts > 0 ? [painter.style.dim(`written to ${folder}/dep.unify.json`)] : []),
  ].join('\n\n')
}

export const run = async ({ space, task }: Context, _options: Options): Promise<Report> => {
  const { result } = await loadScanned(space, task)
  const unified = unify(space, result)
  return {
    command: 'doctor',
    exit: 0,
    diagnostics: unified.diagnostics,
    data: { drifts: unified.drifts, conflicts: unified.conflicts, document: unified.document },
    text: (painter) => draw(unified, plansFolder(space.durable), painter),
  }
}
