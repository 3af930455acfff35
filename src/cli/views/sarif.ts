import { type Code, codes } from '../../core/diag/codes.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import type { Place } from '../../core/model/place.ts'

const levels = { error: 'error', warning: 'warning', note: 'note' } as const

const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

const location = (at: Place) => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(at.path), uriBaseId: 'SRCROOT' },
    region: {
      startLine: at.line,
      ...(at.column === undefined ? {} : { startColumn: at.column }),
      ...(at.endColumn === undefined ? {} : { endColumn: at.endColumn }),
    },
  },
})

const rule = (code: Code) => {
  const { slug, severity, title, help } = codes[code]
  return {
    id: code,
    name: slug,
    shortDescription: { text: title },
    help: { text: help },
    defaultConfiguration: { level: levels[severity] },
  }
}

/** A diagnostic; one of wiring has ends, which identify it when lines move, and may be accepted. */
type Told = Diagnostic & { readonly ends?: readonly string[]; readonly ignored?: string }

const result = (f: Told, rules: readonly Code[]) => ({
  ruleId: f.code,
  ruleIndex: rules.indexOf(f.code),
  level: levels[f.severity],
  message: { text: f.help === undefined ? `${f.summary}.` : `${f.summary}. ${f.help}` },
  locations: f.at === undefined ? [] : [location(f.at)],
  ...(f.related === undefined || f.related.length === 0
    ? {}
    : {
        relatedLocations: f.related.map((r, id) => ({
          id,
          ...location(r.at),
          message: { text: r.label },
        })),
      }),
  partialFingerprints: { 'rttEnds/v1': [f.code, ...(f.ends ?? [f.summary])].join(' ') },
  ...(f.ignored === undefined
    ? {}
    : { suppressions: [{ kind: 'external', justification: f.ignored }] }),
})

/** Diagnostics as SARIF 2.1.0, which code hosts and editors read; accepted ones are marked, not left out. */
export const toSarif = (findings: readonly Told[], version: string): string => {
  const rules = [...new Set(findings.map((f) => f.code))].sort()
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'rtt', semanticVersion: version, rules: rules.map(rule) } },
          originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
          columnKind: 'utf16CodeUnits',
          results: findings.map((f) => result(f, rules)),
        },
      ],
    },
    null,
    2,
  )
}
