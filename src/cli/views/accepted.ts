import type { Accepted, AcceptedChange } from '../../app/gate/accepted.ts'
import { type RouteStep, shortRoute } from '../../app/gate/steps.ts'
import { plural } from '../table.ts'
import type { Painter } from '../view.ts'
import { drawDiagnostic, wrap } from './diagnostic.ts'

const marks = { add: '+', change: '~', remove: '-' } as const

const stepLines = (steps: readonly RouteStep[], { style, columns }: Painter): string[] => {
  const paint = { add: style.green, change: style.yellow, remove: style.red }
  return steps.flatMap((s) => [
    `  ${paint[s.op](marks[s.op])} ${shortRoute(s)}  ${style.dim(s.class)}`,
    ...s.what.map((w) => `      ${wrap(w, columns - 6, '      ')}`),
  ])
}

/** Both texts whole, the old above the new: a word may matter. */
const changeLines = (c: AcceptedChange, { style, columns }: Painter): string[] => {
  const side = (mark: string, text: string): string[] =>
    text === ''
      ? []
      : text.split('\n').map((l) => `      ${mark} ${wrap(l, columns - 8, '        ')}`)
  const word =
    c.rule === 'method-added'
      ? style.green('adds')
      : c.effect === 'breaking'
        ? style.red('breaks')
        : style.yellow('alters')
  return [
    `  ${word} ${c.path} ${style.dim(`${c.rule}, ${c.provider}`)}`,
    ...side(style.red('-'), c.before),
    ...side(style.green('+'), c.after),
  ]
}

/** What is accepted, nothing left out. */
export const drawAccepted = (a: Accepted, painter: Painter): string[] => {
  const isNothing = a.steps.length + a.contracts.length + a.impacts.length + a.also.length === 0
  if (isNothing) return ['the plan says what the repository says already']
  return [
    ...(a.steps.length > 0
      ? [`${plural(a.steps.length, 'route')} changed:`, ...stepLines(a.steps, painter), '']
      : []),
    ...(a.contracts.length > 0
      ? [
          `${plural(a.contracts.length, 'change')} of contracts and tools:`,
          ...a.contracts.flatMap((c) => changeLines(c, painter)),
          '',
        ]
      : []),
    ...a.impacts.map((d) => `${drawDiagnostic(d, painter)}\n`),
    ...(a.also.length > 0 ? [`changed as well: ${a.also.join(', ')}`, ''] : []),
  ]
}
