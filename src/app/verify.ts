import { type Code, codeInfo } from '../core/diag/codes.ts'
import type { Diagnostic } from '../core/diag/diagnostic.ts'
import { RttError } from '../core/diag/error.ts'
import { gravest } from '../core/diag/exit.ts'
import type { Finding } from '../core/diag/finding.ts'
import { countFindings, openFindings } from '../core/findings/open.ts'
import type { ScanResult } from '../core/model/scan.ts'
import type { Accept } from '../core/trust/verify.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'
import { activeState } from './active.ts'
import { readPlanFiles } from './commit/plan.ts'
import { provePlan } from './commit/proof.ts'
import { loadTrust } from './commit/trust.ts'
import { checkDrivers } from './gen.ts'
import { verifyLog } from './log.ts'
import { latestPlan, plansFolder } from './plans.ts'

/** When the first trusted key expires: until then a verdict on the same files stands. */
export const earliestExpiry = ({ durable }: Workspace): string | undefined => {
  const { root, local } = loadTrust(durable)
  const dates = [...(root?.keys ?? []), ...(local?.keys ?? [])].flatMap((k) =>
    k.expires === undefined ? [] : [k.expires],
  )
  return dates.sort()[0]
}

/** One thing that was proved, refuted, or left out with its reason. */
export type Check = {
  readonly name: string
  readonly status: 'pass' | 'fail' | 'skip'
  readonly detail: string
  readonly code?: Code
  readonly exit: number
}

export type Verified = {
  readonly checks: readonly Check[]
  readonly exit: number
  readonly routes: number
  readonly diagnostics: readonly Diagnostic[]
}

type Question = {
  readonly space: Workspace
  readonly accept: Accept
  /** Whether the plan says what the repository says; undefined when the caller knows that it does. */
  readonly scan: (() => Promise<ScanResult>) | undefined
  /** Whether the connectors are to be compared with their contracts; else only with their manifest. */
  readonly connectors: boolean
  /** Gives lost routes their places; without it they are told by the difference alone. */
  readonly task?: Task
}

const pass = (name: string, detail: string): Check => ({ name, status: 'pass', detail, exit: 0 })
const skip = (name: string, detail: string): Check => ({ name, status: 'skip', detail, exit: 0 })
const fail = (name: string, code: Code, detail: string, exit = codeInfo(code).exit): Check => ({
  name,
  status: 'fail',
  detail,
  code,
  exit,
})

/** Runs a check; what it throws as RttError is its failure. */
const attempt = async (name: string, work: () => Check | Promise<Check>): Promise<Check> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RttError) return fail(name, error.code, error.message)
    throw error
  }
}

const unsigned: ReadonlySet<Code> = new Set(['RTT3002', 'RTT3003'])

const checkSignature = async (
  { space, accept }: Question,
  dir: string,
  planId: string,
): Promise<Check> => {
  const { durable } = space
  const check = await attempt('signature', () => {
    const plan = readPlanFiles(durable, dir, planId)
    const proof = provePlan({
      durable,
      plansDir: dir,
      plan,
      trust: loadTrust(durable),
      accept,
      now: space.clock.now(),
    })
    return pass(
      'signature',
      `ed25519:${proof.keys.join(', ')}, ${proof.via === 'root' ? 'trusted by the committed root' : 'trusted on this clone'}`,
    )
  })
  const onlyMissing = accept === 'root' && check.code !== undefined && unsigned.has(check.code)
  return onlyMissing ? fail('signature', 'RTT3006', check.detail) : check
}

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
const checkFindings = async ({ scan, accept }: Question): Promise<Check[]> => {
  if (scan === undefined) return []
  const { findings } = await scan()
  const worst = openFindings(findings)[0]
  if (worst === undefined) return [pass('findings', 'no wiring fault')]
  const words = `${countWords(findings)}: rtt check`
  return worst.severity === 'error' && accept === 'root'
    ? [fail('findings', worst.code, words)]
    : [pass('findings', words)]
}

const checkFresh = async (question: Question): Promise<Check> => {
  if (question.scan === undefined) return pass('plan is fresh', 'made from this tree')
  const { describeChange, preview } = await import('./plan.ts')
  const planned = await preview(question.space.durable, await question.scan())
  if (planned.status !== 'new')
    return pass('plan is fresh', 're-made from this tree, byte for byte')
  return fail('plan is fresh', 'RTT2001', `the repository has moved on: ${describeChange(planned)}`)
}

type Judged = { readonly checks: readonly Check[]; readonly diagnostics: readonly Diagnostic[] }

/** One check of one kind of impact: its worst is what it fails with. */
const judge = (name: string, impacts: readonly Diagnostic[], fine: string): Check => {
  const worst = impacts.find((d) => d.severity === 'error')
  if (worst !== undefined) return fail(name, worst.code, worst.summary)
  return pass(
    name,
    impacts.length === 0 ? fine : `${impacts.length} changed in a way that nobody can judge`,
  )
}

/** What the plan locks against what the repository says now: with both places where that breaks somebody. */
const checkWiring = async (
  { space, scan, task }: Question,
  dir: string,
  planId: string,
): Promise<Judged> => {
  if (scan === undefined || task === undefined) return { checks: [], diagnostics: [] }
  const { wiringImpacts } = await import('./gate/wiring.ts')
  const result = await scan()
  const impacts = await wiringImpacts(space, { dir, planId }, { scan: result, task })
  return {
    checks: [
      judge('contracts', impacts.contracts, 'nothing that is used changed for the worse'),
      judge('routes', impacts.routes, 'every end still finds the other'),
      judge('ports', impacts.ports, 'no side moved without the other'),
      judgeFindings(impacts.findings, result),
    ],
    diagnostics: [
      ...impacts.contracts,
      ...impacts.routes,
      ...impacts.ports,
      ...impacts.findings.map(({ ends: _, ...finding }) => finding),
    ],
  }
}

const checkConnectors = async ({
  space,
  scan,
  connectors,
}: Question): Promise<{ check: Check; diagnostics: readonly Diagnostic[] }> => {
  const result = await checkDrivers(space, connectors ? scan : undefined)
  if (result.diagnostics.length > 0) {
    const first = result.diagnostics[0]!
    return {
      check: fail('connectors', first.code, first.summary),
      diagnostics: result.diagnostics,
    }
  }
  return {
    check:
      result.files === 0
        ? skip('connectors', 'none generated here')
        : pass('connectors', `${result.files} files are as generated`),
    diagnostics: [],
  }
}

const checkLog = ({ durable }: Workspace, planId: string): Check => {
  const log = verifyLog(durable)
  if (log.origin === undefined) return skip('log', 'nothing was applied on this clone')
  const problem = log.diagnostics[0]
  if (problem) return fail('log', problem.code, problem.summary, problem.code === 'RTT4005' ? 4 : 6)
  const active = activeState(durable)
  if (active?.plan !== planId)
    return fail(
      'generation',
      'RTT4005',
      `the plan is ${planId.slice(0, 8)}, in force is ${active?.plan.slice(0, 8) ?? 'nothing'}`,
    )
  return pass(
    'log',
    `${log.size} entries, root ${log.root.slice(0, 8)}, generation ${active.generation}`,
  )
}

/** Routes of the plan against the desired ones: all observed, so the generation is the whole of it. */
const countRoutes = async (space: Workspace, dir: string, planId: string): Promise<number> => {
  const { loadPlan } = await import('./plans.ts')
  return (await loadPlan(space.durable, dir, planId)).body.routes.length
}

/**
 * Proves what stands: plan, signature, freshness, connectors, log and generation. Nothing is written.
 * The exit code is the gravest of all failures.
 */
export const verify = async (question: Question): Promise<Verified> => {
  const { space } = question
  const dir = plansFolder(space.durable)
  const planId = latestPlan(space.durable, dir)
  const connectors = await checkConnectors(question)
  if (planId === undefined) return withoutPlan(question, connectors.check, connectors.diagnostics)
  const routes = { count: 0 }
  const plan = await attempt('plan', async () => {
    routes.count = await countRoutes(space, dir, planId)
    return pass('plan', `${dir}/${planId.slice(0, 8)}.. is what its name says`)
  })
  const signature = await checkSignature(question, dir, planId)
  const fresh =
    plan.status === 'pass'
      ? await attempt('plan is fresh', () => checkFresh(question))
      : skip('plan is fresh', 'the plan cannot be read')
  const wiring =
    plan.status === 'pass' && signature.code !== 'RTT3007'
      ? await checkWiring(question, dir, planId)
      : { checks: [], diagnostics: [] }
  const log = await attempt('log', () => checkLog(space, planId))
  const checks = [plan, signature, fresh, ...wiring.checks, connectors.check, log]
  return {
    checks,
    exit: gravest(checks.map((c) => c.exit)),
    routes: routes.count,
    diagnostics: [...wiring.diagnostics, ...connectors.diagnostics],
  }
}

/** Without a plan there is nothing to prove, unless there should be one. */
const withoutPlan = async (
  question: Question,
  connectors: Check,
  diagnostics: readonly Diagnostic[],
): Promise<Verified> => {
  const { preview } = await import('./plan.ts')
  const planned =
    question.scan === undefined
      ? undefined
      : await preview(question.space.durable, await question.scan())
  const plan =
    planned?.status === 'new'
      ? fail('plan', 'RTT2002', `no plan, but ${planned.added} routes to lock`)
      : skip('plan', 'nothing to lock: no confirmed link')
  const checks = [plan, connectors, ...(await checkFindings(question))]
  return { checks, exit: gravest(checks.map((c) => c.exit)), routes: 0, diagnostics }
}
