import { RttError } from '../core/diag/error.ts'
import { rememberDrivers } from './drivers.ts'
import { init } from './init.ts'
import { latestPlan, plansFolder } from './plans.ts'
import { type Scanned, scan } from './scan.ts'
import { openStages, type StageName, type Stages } from './stages.ts'
import { applyStage, ensureKey, signStage } from './up/commit.ts'
import { doctorStage, genStage, planStage } from './up/derive.ts'
import { standing, verifyStage } from './up/prove.ts'
import type { Outcome, Round, Up, Wired, Work } from './up/round.ts'

const stageCount = 7

const stage = async (round: Round, name: StageName, run: () => Promise<Outcome>): Promise<void> => {
  const { up, work } = round
  const started = up.space.clock.monotonicMs()
  await up.task.pause()
  up.task.progress.step(name, work.stages.length, stageCount)
  const outcome = await run()
  work.stages.push({ name, ...outcome, milliseconds: up.space.clock.monotonicMs() - started })
}

/** The whole way of the data, one stage after the other (design: the way of the data). */
const steps = async (up: Up, work: Work, stages: Stages): Promise<void> => {
  const { space, task } = up
  let scanned: Scanned | undefined
  const round: Round = { up, work, stages, scanned: () => scanned! }
  work.created = init(space).created
  await ensureKey(up)
  await stage(round, 'scan', async () => {
    scanned = await scan(space, stages, task)
    work.touched = scanned.touched
    if (!scanned.hit) work.findings = (await scanned.load()).findings
    return { hit: scanned.hit, in: scanned.in, out: scanned.out, summary: scanned.summary }
  })
  await stage(round, 'doctor', () => doctorStage(round))
  await stage(round, 'gen', () => genStage(round))
  await stage(round, 'plan', () => planStage(round))
  const planId = latestPlan(space.durable, plansFolder(space.durable))
  const held = standing(round, planId)
  if (planId !== undefined && held === undefined) {
    await stage(round, 'sign', () => signStage(round, planId))
    await stage(round, 'apply', () => applyStage(round, planId))
  }
  await stage(round, 'verify', async () =>
    held ? { hit: true, ...held } : verifyStage(round, planId),
  )
}

const fresh = (): Work => ({
  stages: [],
  created: false,
  planned: undefined,
  applied: undefined,
  verified: undefined,
  namespace: [],
  diagnostics: [],
  findings: [],
  error: undefined,
  generated: false,
  touched: false,
  wrote: false,
  milliseconds: 0,
})

/**
 * Wires a repository: init, scan, doctor, gen, plan, sign, apply, verify. Stops at the first stage that
 * fails, with what was done so far; a second run on an unchanged tree writes nothing.
 */
export const up = async (input: Up): Promise<Wired> => {
  const started = input.space.clock.monotonicMs()
  const work = fresh()
  const stages = openStages(input.space.durable)
  try {
    await steps(input, work, stages)
  } catch (error) {
    if (!(error instanceof RttError) || error.code === 'RTT9002') throw error
    work.error = error
  }
  if (work.generated) await rememberDrivers(input.space)
  const saved = stages.save()
  const ran = work.stages.some((s) => s.name !== 'verify' && !s.hit)
  return {
    ...work,
    wrote: saved || ran || work.created || work.touched || work.generated,
    milliseconds: input.space.clock.monotonicMs() - started,
  }
}
