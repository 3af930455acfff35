import { plansFolder } from '../../app/plans.ts'
import { loadScanned } from '../../app/scanned.ts'
import type { Unified } from '../../app/unify.ts'
import { unify } from '../../app/unify.ts'
import type { Context } from '../context.ts'
import { plural } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'
import { drawDiagnostic } from '../views/diagnostic.ts'
import { drawDrifts } from '../views/drifts.ts'

type Drawn = { readonly painter: Painter; readonly isDetailed: boolean }

const linesShown = 20

/** All drifts in a line each, the worst first; with their places those that stop somebody, or all of them. */
const draw = (u: Unified, folder: string, { painter, isDetailed }: Drawn): string => {
  const head = `${plural(u.ecosystems, 'ecosystem')}, ${plural(u.packages, 'package')}: ${plural(u.drifts, 'drift')}, ${plural(u.conflicts, 'conflict')}`
  const lines = drawDrifts(isDetailed ? u.ranked : u.ranked.slice(0, linesShown), painter)
  const left = u.ranked.length - lines.length
  const told = isDetailed ? u.diagnostics : u.diagnostics.filter((d) => d.severity === 'error')
  const hint = isDetailed || u.drifts === 0 ? '' : 'rtt doctor --detailed shows every place'
  return [
    head,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...told.map((d) => drawDiagnostic(d, painter)),
    ...(hint === '' ? [] : [painter.style.dim(left > 0 ? `${left} more; ${hint}` : hint)]),
    ...(u.drifts > 0 ? [painter.style.dim(`written to ${folder}/dep.unify.json`)] : []),
  ].join('\n\n')
}

export const run = async ({ space, task }: Context, options: Options): Promise<Report> => {
  const { result } = await loadScanned(space, task)
  const unified = unify(space, result)
  return {
    command: 'doctor',
    exit: 0,
    diagnostics: unified.diagnostics,
    data: { drifts: unified.drifts, conflicts: unified.conflicts, document: unified.document },
    text: (painter) =>
      draw(unified, plansFolder(space.durable), {
        painter,
        isDetailed: options['detailed'] === true,
      }),
  }
}
