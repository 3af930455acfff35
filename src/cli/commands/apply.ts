import { apply } from '../../app/apply.ts'
import { trustRules } from '../../app/config/policy.ts'
import { driverFiles } from '../../app/gen.ts'
import { latestPlan, loadPlan, plansFolder } from '../../app/plans.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Context } from '../context.ts'
import { chosenKey } from '../signing.ts'
import { plural } from '../table.ts'
import type { Options, Report } from '../view.ts'

const dryRun = async ({ space }: Context, dir: string, planId: string): Promise<Report> => {
  const { body } = await loadPlan(space.durable, dir, planId)
  return {
    command: 'apply',
    exit: 0,
    data: { status: 'dry-run', plan: planId, steps: body.steps },
    text: () =>
      [
        `plan ${planId.slice(0, 8)}: ${plural(body.steps.length, 'step')}, nothing written`,
        ...body.steps.map((s) => `  ${s.op.padEnd(6)} ${s.from} -> ${s.to}`),
      ].join('\n'),
  }
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task } = context
  const { lock, random } = await context.adapters()
  const dir = plansFolder(space.durable)
  const planId = latestPlan(space.durable, dir)
  if (planId === undefined) throw new RttError('RTT2002', 'there is no plan to apply')
  if (options['dry-run'] === true || options['dryRun'] === true) return dryRun(context, dir, planId)
  const done = await apply({
    durable: space.durable,
    lock,
    clock: space.clock,
    random,
    planId,
    plansDir: dir,
    ...(await trustRules(space.durable)),
    key: await chosenKey(context, undefined),
    files: driverFiles(space),
    signal: task.signal,
  })
  const { recovered, ...data } = done
  const text =
    done.status === 'already-active'
      ? `plan ${planId.slice(0, 8)} is already active: nothing to do`
      : `${done.status} plan ${planId.slice(0, 8)} as generation ${done.generation}  log #${done.seq}  root ${done.root.slice(0, 8)}\ncommitted, not running: no panel is up`
  return {
    command: 'apply',
    exit: 0,
    data: { ...data, recovered: recovered as unknown as Record<string, unknown> },
    text: () => text,
  }
}
