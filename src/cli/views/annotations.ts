import type { Diagnostic } from '../../core/diag/diagnostic.ts'

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const line = (f: Diagnostic): string => {
  const place =
    f.at === undefined
      ? []
      : [
          `file=${property(f.at.path)}`,
          `line=${f.at.line}`,
          ...(f.at.column === undefined ? [] : [`col=${f.at.column}`]),
        ]
  const others = (f.related ?? []).map((r) => `\n${r.at.path}:${r.at.line}: ${r.label}`).join('')
  const text = `${f.summary}${others}${f.help === undefined ? '' : `\n${f.help}`}`
  return `::${commands[f.severity]} ${[...place, `title=${f.code}`].join(',')}::${data(text)}`
}

/** Diagnostics as commands of a GitHub workflow, which shows them at their lines in a pull request. */
export const toAnnotations = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map(line).join('\n')
