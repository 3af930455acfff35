import { type Diagnostic, diagnostic, type Related } from '../core/diag/diagnostic.ts'
import { nearest } from '../core/findings/near.ts'
import { isUnmet, openFindings } from '../core/findings/open.ts'
import type { Policy } from '../core/model/policy.ts'
import type { ScanResult } from '../core/model/scan.ts'
import type { idleSelectors } from '../core/policy/selectors.ts'
import type { Violation } from '../core/policy/violation.ts'
import type { Durable } from '../ports/durable.ts'
import type { ConfigFile } from './config/file.ts'
import { loadPolicy } from './config/policy.ts'

/** What a policy says of a repository. */
export type Judged = {
  /** The policy, undefined where none is written. */
  readonly file: ConfigFile<Policy> | undefined
  /** Rules of it and of manifests that are not kept, each with the place of the rule and of the connection. */
  readonly violations: readonly Diagnostic[]
  /** Selectors that mean nothing. */
  readonly warnings: readonly Diagnostic[]
}

const placesMax = 6

const told = (v: Violation, file: ConfigFile<Policy>): Diagnostic => {
  const [first, ...more] = v.places
  const rule: Related = {
    at: file.placeOf(v.rule),
    label: v.reason === undefined ? 'the rule stands here' : `the rule: ${v.reason}`,
  }
  return diagnostic(v.code, v.summary, {
    at: first ?? file.placeOf(v.rule),
    related: [rule, ...more.slice(0, placesMax).map((at) => ({ at, label: 'and here' }))],
  })
}

const declaration = /(?:^|\/)rtt\.manifest\.json$|^\.rtt\/manifests\//

/**
 * Declarations that cannot be read, and ends that manifests put together and that do not meet: no plan is made of them, as of
 * what a policy denies.
 */
const unmetOf = ({ findings, diagnostics }: ScanResult): Diagnostic[] => [
  ...diagnostics.filter((d) => d.severity === 'error' && declaration.test(d.at?.path ?? '')),
  ...openFindings(findings)
    .filter(isUnmet)
    .map(({ ends: _, ...d }) => d),
]

/** What is relaxed is said on every run. */
const relaxed = (file: ConfigFile<Policy>): Diagnostic[] =>
  file.value.trust.strict
    ? []
    : [
        diagnostic('RTT2025', 'manifests that nobody signed are believed', {
          at: file.placeOf(['trust', 'strict']),
        }),
      ]

const idleWarnings = (
  file: ConfigFile<Policy>,
  { idle, known }: ReturnType<typeof idleSelectors>,
): Diagnostic[] =>
  idle.map(({ text, path }) => {
    const near = nearest(text, known)
    return diagnostic('RTT2024', `/${path.join('/')}: "${text}" means nothing here`, {
      at: file.placeOf(path),
      ...(near === undefined ? {} : { help: `Did you mean ${near}?` }),
    })
  })

/**
 * Holds a repository against its policy; where none is written everything found is allowed.
 *
 * @throws RttError RTT6003 for a policy that cannot be understood or contradicts itself, RTT6007 where CUE and JSON disagree
 */
export const judgePolicy = async (durable: Durable, scan: ScanResult): Promise<Judged> => {
  const file = await loadPolicy(durable)
  const unmet = unmetOf(scan)
  if (file === undefined) return { file, violations: unmet, warnings: [] }
  const [{ violationsOf }, { idleSelectors }] = await Promise.all([
    import('../core/policy/judge.ts'),
    import('../core/policy/selectors.ts'),
  ])
  return {
    file,
    violations: [...unmet, ...violationsOf(file.value, scan).map((v) => told(v, file))],
    warnings: [...relaxed(file), ...idleWarnings(file, idleSelectors(file.value, scan))],
  }
}
