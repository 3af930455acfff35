import { codeInfo } from '../../core/diag/codes.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import { formatPlace, type Place } from '../../core/model/place.ts'
import { width } from '../table.ts'
import type { Painter } from '../view.ts'

/** Breaks a text at blanks so that no line is wider than the terminal; long words stay whole. */
export const wrap = (text: string, columns: number, indent: string): string => {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && width(line) + 1 + width(word) > columns) lines.push(`${indent}${word}`)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n')
}

const heading = (d: Diagnostic, { style, columns }: Painter): string => {
  const word =
    d.severity === 'error'
      ? style.red('error')
      : d.severity === 'warning'
        ? style.yellow('warning')
        : style.cyan('note')
  return wrap(`${word}${style.bold(`[${d.code}]`)}: ${d.summary}`, columns, '  ')
}

/** The user's own line, with carets below the columns that are meant. */
const frame = (at: Place, label: string, painter: Painter): string[] => {
  const line = at.line > 0 ? painter.source(at.path, at.line) : undefined
  const where = `  ${painter.style.cyan(formatPlace(at))}`
  if (line === undefined || line.trim() === '') return [label === '' ? where : `${where}  ${label}`]
  const number = String(at.line)
  const frameWidthMax = painter.columns - number.length - 5
  const gutter = ' '.repeat(number.length)
  const column = at.column ?? line.length - line.trimStart().length + 1
  const width = Math.max(1, Math.min((at.endColumn ?? column + 1) - column, frameWidthMax))
  const text = line.replaceAll('\t', ' ').slice(0, frameWidthMax)
  if (column > frameWidthMax) return [where, `  ${number} | ${text}`]
  return [
    where,
    `  ${number} | ${text}`,
    `  ${gutter} | ${' '.repeat(column - 1)}${painter.style.red('^'.repeat(width))}${label === '' ? '' : ` ${label}`}`,
  ]
}

/** A diagnostic as a person reads it: what, where, the line itself, what to do next. */
export const drawDiagnostic = (d: Diagnostic, painter: Painter): string =>
  [
    heading(d, painter),
    ...(d.at ? frame(d.at, '', painter) : []),
    ...(d.related ?? []).flatMap((r) => frame(r.at, r.label, painter)),
    `  ${wrap(`${painter.style.dim('help:')} ${d.help ?? codeInfo(d.code).help}`, painter.columns - 2, '    ')}`,
  ].join('\n')

/** How many to draw, and the command that shows all. */
export type Shown = { readonly most: number; readonly more: string }

/** The worst first, each drawn; the rest counted, with the command that shows them. */
export const drawDiagnostics = (
  all: readonly Diagnostic[],
  painter: Painter,
  { most, more: command }: Shown,
): string => {
  const rank = { error: 0, warning: 1, note: 2 } as const
  const shown = [...all]
    .filter((d) => d.severity !== 'note')
    .sort((a, b) => rank[a.severity] - rank[b.severity])
    .slice(0, most)
  const rest = all.length - shown.length
  const more = rest > 0 ? [painter.style.dim(`${rest} more: ${command}`)] : []
  return [...shown.map((d) => drawDiagnostic(d, painter)), ...more].join('\n\n')
}
