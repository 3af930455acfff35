import type { Check } from '../../app/verify/check.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'

/** What XML cannot hold is left out; what it means something by is written as it wants it. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const placeText = ({ at, summary, code, related = [], help }: Diagnostic): string =>
  [
    `${code} ${summary}`,
    ...(at ? [`  ${at.path}:${at.line}`] : []),
    ...related.map((r) => `  ${r.at.path}:${r.at.line} ${r.label}`),
    ...(help ? [`  help: ${help}`] : []),
  ].join('\n')

const testCase = (check: Check, diagnostics: readonly Diagnostic[]): string => {
  const open = `    <testcase classname="rtt.verify" name="${xml(check.name)}"`
  if (check.status === 'pass') return `${open}/>`
  if (check.status === 'skip')
    return `${open}>\n      <skipped message="${xml(check.detail)}"/>\n    </testcase>`
  const own = diagnostics.filter((d) => d.severity === 'error' && isOf(check, d))
  const text = own.map(placeText).join('\n\n')
  return `${open}>\n      <failure type="${check.code ?? ''}" message="${xml(check.detail)}">${xml(text)}</failure>\n    </testcase>`
}

/** The codes that a check answers for. */
const codesOf: Readonly<Record<string, RegExp>> = {
  'plan is fresh': /^RTT2001$/,
  contracts: /^RTT201[01]$/,
  routes: /^RTT201[24]$/,
  ports: /^RTT2013$/,
  findings: /^RTT11[12]/,
  policy: /^RTT202/,
  connectors: /^RTT110/,
}

const isOf = (check: Check, d: Diagnostic): boolean =>
  d.code === check.code || (codesOf[check.name]?.test(d.code) ?? false)

/** Checks as a test suite, which every CI server reads. */
export const toJunit = (checks: readonly Check[], diagnostics: readonly Diagnostic[]): string => {
  const of = (status: Check['status']): number => checks.filter((c) => c.status === status).length
  const counts = `tests="${checks.length}" failures="${of('fail')}" skipped="${of('skip')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="rtt verify" ${counts} errors="0">`,
    ...checks.map((c) => testCase(c, diagnostics)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')
}
