import type { Severity } from '../diag/codes.ts'
import type { Finding } from '../diag/finding.ts'

/** How many findings there are of each severity, and how many the configuration accepts. */
export type FindingCounts = Readonly<Record<Severity, number>> & { readonly ignored: number }

/** Whether a finding is of ends that do not meet (`RTT20..`): no plan is made of them, and so none accepts it. */
export const isUnmet = ({ code }: Pick<Finding, 'code'>): boolean => code.startsWith('RTT20')

/** Findings that nobody has accepted, the worst first, else in their order. */
export const openFindings = (all: readonly Finding[]): Finding[] => {
  const open = all.filter((f) => f.ignored === undefined)
  return (['error', 'warning', 'note'] as const).flatMap((s) =>
    open.filter((f) => f.severity === s),
  )
}

export const countFindings = (all: readonly Finding[]): FindingCounts => {
  const open = openFindings(all)
  const of = (s: Severity) => open.filter((f) => f.severity === s).length
  return {
    error: of('error'),
    warning: of('warning'),
    note: of('note'),
    ignored: all.length - open.length,
  }
}
