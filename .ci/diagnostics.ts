// npm run diagnostics: writes docs/diagnostics.md from the registry of codes.
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type Code, codes } from '../src/core/diag/codes.ts'

export const diagnosticsPath = new URL('../docs/diagnostics.md', import.meta.url)

const groups: readonly (readonly [prefix: string, title: string])[] = [
  ['RTT1', 'Scan, generation, findings'],
  ['RTT2', 'Plan and placement'],
  ['RTT3', 'Trust'],
  ['RTT4', 'Log and apply'],
  ['RTT5', 'Lanes and panel'],
  ['RTT6', 'Configuration'],
  ['RTT7', 'Doctor'],
  ['RTT9', 'Internal'],
]

const page = (code: Code): string => {
  const { slug, severity, exit, title, help } = codes[code]
  return `### ${code}\n\n\`${slug}\` · ${severity} · exit code ${exit}\n\n${title}\n\n${help}\n`
}

const section = ([prefix, title]: readonly [string, string]): string[] => {
  const members = (Object.keys(codes) as Code[]).filter((code) => code.startsWith(prefix)).sort()
  return members.length === 0 ? [] : [`## ${title}\n`, ...members.map(page)]
}

/** docs/diagnostics.md: every code with its meaning and what to do next. */
export const renderDiagnostics = (): string =>
  [
    '# Diagnostics\n',
    'Generated from `src/core/diag/codes.ts` by `npm run diagnostics`; do not edit.\n',
    'The exit code is that of a command which stops for the diagnostic.\n',
    ...groups.flatMap(section),
  ].join('\n')

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(diagnosticsPath, renderDiagnostics())
