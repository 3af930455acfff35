import type { Finding } from '../../core/diag/finding.ts'
import { isUnmet, openFindings } from '../../core/findings/open.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { StoredBody } from '../../core/plan/body.ts'
import { findingKey } from '../../core/plan/rows.ts'

/**
 * Errors and warnings that a plan does not accept; one of projection 1 accepts none and misses none. What no plan can accept
 * is told with the policy.
 */
export const newFindings = (body: StoredBody, scan: ScanResult): readonly Finding[] => {
  if (body.projection === 1) return []
  const accepted = new Set(body.findings.map(findingKey))
  return openFindings(scan.findings).filter(
    (f) => f.severity !== 'note' && !isUnmet(f) && !accepted.has(findingKey(f)),
  )
}
