import type { Code } from '../core/diag/codes.ts'
import type { Diagnostic } from '../core/diag/diagnostic.ts'
import { gravest } from '../core/diag/exit.ts'
import type { Workspace } from '../ports/workspace.ts'
import { activeState } from './active.ts'
import { readPlanFiles } from './commit/plan.ts'
import { provePlan } from './commit/proof.ts'
import { loadTrust } from './commit/trust.ts'
import { trustRules } from './config/policy.ts'
import type { RouteStep } from './gate/steps.ts'
import { checkDrivers } from './gen.ts'
import { verifyLog } from './log.ts'
import { latestPlan, plansFolder } from './plans.ts'
import { attempt, type Check, fail, pass, type Question, skip } from './verify/check.ts'

/** When the first trusted key expires: until then a verdict on the same files stands. */
export const earliestExpiry = ({ durable }: Workspace): string | undefined => {
  const { root, local } = loadTrust(durable)
  const dates = [...(root?.keys ?? []), ...(local?.keys ?? [])].flatMap((k) =>
    k.expires === undefined ? [] : [k.expires],
  )
  return dates.sort()[0]
}

export type Verified = {
  readonly checks: readonly Check[]
  readonly exit: number
  readonly routes: number
  readonly diagnostics: readonly Diagnostic[]
  /** What a plan that would be made now changes. */
  readonly steps: readonly RouteStep[]
}

const unsigned: ReadonlySet<Code> = new Set(['RTT3002', 'RTT3003'])

const checkSignature = async (
  { space, accept }: Question,
  dir: string,
  planId: string,
): Promise<Check> => {
  const { durable } = space
  const rules = await trustRules(durable)
  const check = await attempt('signature', () => {
    const plan = readPlanFiles(durable, dir, planId)
    const proof = provePlan({
      durable,
      plansDir: dir,
      plan,
      trust: loadTrust(durable),
      accept: accept === 'root' ? accept : rules.accept,
      strict: rules.strict,
      now: space.clock.now(),
    })
    return pass(
      'signature',
      `ed25519:${proof.keys.join(', ')}, ${proof.via === 'root' ? 'trusted by the committed root' : 'trusted on this clone'}`,
    )
  })
  const onlyMissing = accept === 'root' && check.code !== undefined && unsigned.has(check.code)
  if (!onlyMissing) return check
  const hasRoot = loadTrust(durable).root !== undefined
  return fail(
    'signature',
    'RTT3006',
    hasRoot ? 'no key of the trust root has signed it' : 'no trust root is committed',
  )
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
  const isWhole = plan.status === 'pass' && signature.code !== 'RTT3007'
  const { checkWiring } = await import('./verify/wiring.ts')
  const wiring = isWhole
    ? await checkWiring(question, dir, planId)
    : { checks: [skip('plan is fresh', 'the plan cannot be read')], diagnostics: [], steps: [] }
  const log = await attempt('log', () => checkLog(space, planId))
  const checks = [plan, signature, ...wiring.checks, connectors.check, log]
  return {
    checks,
    exit: gravest(checks.map((c) => c.exit)),
    routes: routes.count,
    steps: wiring.steps,
    diagnostics: [...wiring.diagnostics, ...connectors.diagnostics],
  }
}

/** Without a plan there is nothing to prove, unless there should be one. */
const withoutPlan = async (
  question: Question,
  connectors: Check,
  diagnostics: readonly Diagnostic[],
): Promise<Verified> => {
  const [{ preview }, { checkFindings }] = await Promise.all([
    import('./plan.ts'),
    import('./verify/wiring.ts'),
  ])
  const planned =
    question.scan === undefined
      ? undefined
      : await preview(question.space.durable, await question.scan())
  const plan =
    planned?.status === 'new'
      ? fail('plan', 'RTT2002', `no plan, but ${planned.added} routes to lock`)
      : skip('plan', 'nothing to lock: no confirmed link')
  const checks = [plan, connectors, ...(await checkFindings(question))]
  return { checks, exit: gravest(checks.map((c) => c.exit)), routes: 0, steps: [], diagnostics }
}
