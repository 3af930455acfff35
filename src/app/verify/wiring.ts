import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import type { Finding } from '../../core/diag/finding.ts'
import { countFindings, openFindings } from '../../core/findings/open.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { type RouteStep, routeSteps, stepImpacts } from '../gate/steps.ts'
import { wiringImpacts } from '../gate/wiring.ts'
import { describeChange, type Planned, preview } from '../plan.ts'
import { judgePolicy, type Judged as Policed } from '../policy.ts'
import { type Check, fail, pass, type Question, skip } from './check.ts'

const countWords = (findings: readonly Finding[]): string => {
  const { error, warning, note } = countFindings(findings)
  return [
    `${error} ${error === 1 ? 'error' : 'errors'}`,
    `${warning} ${warning === 1 ? 'warning' : 'warnings'}`,
    `${note} ${note === 1 ? 'note' : 'notes'}`,
  ].join(', ')
}

/** Wiring faults that the plan accepts do not undo what stands; a new one does not pass. */
const judgeFindings = (fresh: readonly Finding[], { findings }: ScanResult): Check => {
  const [worst] = fresh
  if (worst !== undefined)
    return fail('findings', worst.code, `${fresh.length} new: ${worst.summary}`)
  return openFindings(findings).length === 0
    ? pass('findings', 'no wiring fault')
    : pass('findings', `${countWords(findings)}, all known to the plan: rtt check`)
}

/** Without a plan none is accepted; with the committed trust root, as in CI, an error does not pass. */
export const checkFindings = async ({ scan, accept }: Question): Promise<Check[]> => {
  if (scan === undefined) return []
  const { findings } = await scan()
  const worst = openFindings(findings)[0]
  if (worst === undefined) return [pass('findings', 'no wiring fault')]
  const words = `${countWords(findings)}: rtt check`
  return worst.severity === 'error' && accept === 'root'
    ? [fail('findings', worst.code, words)]
    : [pass('findings', words)]
}

/** What came of holding a plan against the repository. */
export type Judged = {
  readonly checks: readonly Check[]
  readonly diagnostics: readonly Diagnostic[]
  /** What a plan that would be made now changes. */
  readonly steps: readonly RouteStep[]
}

const fresh = 'plan is fresh'

const judgeFresh = (planned: Planned): Check =>
  planned.status === 'new'
    ? fail(fresh, 'RTT2001', `the repository has moved on: ${describeChange(planned)}`)
    : pass(fresh, 're-made from this tree, byte for byte')

/** One check of one kind of impact: its worst is what it fails with. */
const judge = (name: string, impacts: readonly Diagnostic[], fine: string): Check => {
  const worst = impacts.find((d) => d.severity === 'error')
  if (worst !== undefined) return fail(name, worst.code, worst.summary)
  return pass(
    name,
    impacts.length === 0 ? fine : `${impacts.length} changed in a way that nobody can judge`,
  )
}

const checkPolicy = ({ file, violations }: Policed): Check => {
  const [worst] = violations
  if (worst !== undefined)
    return fail('policy', worst.code, `${violations.length}: ${worst.summary}`)
  return file === undefined
    ? skip('policy', 'none is written: what is found is allowed')
    : pass('policy', `${file.path} is kept`)
}

/** What the plan locks against what the repository says now: with both places where that breaks somebody. */
export const checkWiring = async (
  { space, scan, files = [] }: Question,
  dir: string,
  planId: string,
): Promise<Judged> => {
  if (scan === undefined)
    return { checks: [pass(fresh, 'made from this tree')], diagnostics: [], steps: [] }
  const result = await scan()
  const [policy, impacts, planned] = [
    await judgePolicy(space.durable, result),
    await wiringImpacts(space, { dir, planId }, { scan: result, files }),
    await preview(space.durable, result),
  ]
  const steps = routeSteps(planned)
  const told = [...impacts.contracts, ...impacts.routes, ...impacts.ports]
  return {
    checks: [
      judgeFresh(planned),
      judge('contracts', impacts.contracts, 'nothing that is used changed for the worse'),
      judge('routes', impacts.routes, 'every end still finds the other'),
      judge('ports', impacts.ports, 'no side moved without the other'),
      judgeFindings(impacts.findings, result),
      checkPolicy(policy),
    ],
    diagnostics: [
      ...policy.violations,
      ...told,
      ...impacts.findings.map(({ ends: _, ...finding }) => finding),
      ...stepImpacts(steps, result, impacts),
      ...policy.warnings,
    ],
    steps,
  }
}
