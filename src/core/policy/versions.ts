import type { Policy } from '../model/policy.ts'
import type { ScanResult } from '../model/scan.ts'
import { meet } from '../version/range.ts'
import { selectorOf } from './select.ts'
import type { Violation } from './violation.ts'

/** What manifests ask for that no version which the policy allows can give. */
export const versionFaults = ({ versions }: Policy, { packages }: ScanResult): Violation[] =>
  versions.flatMap((rule, i) => {
    const isIn = selectorOf(rule.in)
    return packages
      .filter((p) => p.ecosystem === rule.ecosystem)
      .filter((p) => rule.in === '**' || isIn({ addresses: [], paths: [p.dir] }))
      .flatMap((p) => p.dependencies.map((d) => ({ p, d })))
      .filter(({ d }) => d.name === rule.package)
      .filter(({ d }) => meet(rule.ecosystem, d.range, rule.range) === null)
      .map(({ p, d }) => ({
        code: 'RTT2023' as const,
        rule: ['versions', i],
        summary: `${p.name} asks for ${d.name} "${d.range}", and versions/${i} allows "${rule.range}"`,
        places: [d.at],
      }))
  })
