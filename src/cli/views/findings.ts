import type { Finding } from '../../core/diag/finding.ts'
import { countFindings, type FindingCounts, openFindings } from '../../core/findings/open.ts'
import { plural } from '../table.ts'
import type { Painter } from '../view.ts'
import { drawDiagnostic } from './diagnostic.ts'

/** `1 error, 2 warnings`; what there is none of is left out. */
export const findingWords = (c: FindingCounts): string =>
  [
    ...(c.error > 0 ? [plural(c.error, 'error')] : []),
    ...(c.warning > 0 ? [plural(c.warning, 'warning')] : []),
    ...(c.note > 0 ? [plural(c.note, 'note')] : []),
    ...(c.ignored > 0 ? [`${c.ignored} ignored`] : []),
  ].join(', ')

/** Every finding with its code frames, and a line that counts them. */
export const drawFindings = (all: readonly Finding[], painter: Painter): string => {
  const open = openFindings(all)
  const words = findingWords(countFindings(all))
  const end =
    open.length === 0
      ? `${painter.style.green('No wiring faults.')}${words === '' ? '' : ` ${words}.`}`
      : `${plural(open.length, 'finding')}: ${words}`
  return [...open.map((f) => drawDiagnostic(f, painter)), end].join('\n\n')
}

/** The first few that ask for an edit, for commands that have more to say; then where to see all. */
export const drawFirstFindings = (
  all: readonly Finding[],
  painter: Painter,
  most: number,
): string => {
  const open = openFindings(all)
  if (open.length === 0) return ''
  const shown = open.filter((f) => f.severity !== 'note').slice(0, most)
  const rest = open.length - shown.length
  return [
    ...shown.map((f) => drawDiagnostic(f, painter)),
    ...(rest > 0 ? [painter.style.dim(`${plural(rest, 'finding')} more: rtt check`)] : []),
  ].join('\n\n')
}
