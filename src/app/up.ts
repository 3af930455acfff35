import type { Diagnostic } from '../core/diag/diagnostic.ts'
import { RttError } from '../core/diag/error.ts'
import { digestOf } from '../core/json/digest.ts'
import type { Keys } from '../ports/keys.ts'
import type { Lock } from '../ports/lock.ts'
import type { Random } from '../ports/random.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'
import { activeState } from './active.ts'
import type { Applied } from './apply.ts'
import { loadDrivers } from './drivers.ts'
import { checkDrivers, genInputs, languages } from './gen.ts'
import { init } from './init.ts'
import { ensureDevKey } from './keys.ts'
import type { Planned } from './plan.ts'
import { latestPlan, plansFolder } from './plans.ts'
import { type Scanned, scan } from './scan.ts'
import { openStages, type StageName, type Stages } from './stages.ts'
import { type Verified, verify } from './verify.ts'

export type Up = {
  readonly space: Workspace
  readonly task: Task
  readonly lock: Lock
  readonly keys: Keys
  readonly random: Random
  readonly version: string
  readonly host: string
}

/** A stage that was run or skipped: what it depended on, what came of it, how long it took. */
export type StageRun = {
  readonly name: StageName
  readonly hit: boolean
  readonly in: string
  readonly out: string
  readonly milliseconds: number
  readonly summary: Readonly<Record<string, unknown>>
}

/** All of one `rtt up`. `error` is what stopped it, after the stages that were done. */
export type Wired = {
  readonly stages: readonly StageRun[]
  readonly created: boolean
  readonly planned: Planned | undefined
  readonly applied: Applied | undefined
  readonly verified: Verified | undefined
  readonly namespace: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  readonly error: RttError | undefined
  readonly wrote: boolean
  readonly milliseconds: number
}

type Work = { -readonly [K in keyof Wired]: Wired[K] } & {
  stages: StageRun[]
  diagnostics: Diagnostic[]
}
type Outcome = Omit<StageRun, 'name' | 'milliseconds'>

const stage = async (
  up: Up,
  work: Work,
  name: StageName,
  run: () => Promise<Outcome>,
): Promise<void> => {
  const started = up.space.clock.monotonicMs()
  await up.task.pause()
  up.task.progress.step(name, work.stages.length, 7)
  const outcome = await run()
  work.stages.push({ name, ...outcome, milliseconds: up.space.clock.monotonicMs() - started })
}

const short = (value: unknown): Readonly<Record<string, never>> =>
  value as Readonly<Record<string, never>>

const doctorStage = async (
  { space }: Up,
  work: Work,
  scanned: Scanned,
  stages: Stages,
): Promise<Outcome> => {
  const known = stages.get('doctor')
  const input = scanned.summary.packagesDigest
  const path = `${plansFolder(space.durable)}/dep.unify.json`
  if (known?.in === input && known.summary['written'] === space.durable.exists(path))
    return { hit: true, in: input, out: known.out, summary: known.summary }
  const { unify } = await import('./unify.ts')
  const done = unify(space, await scanned.load())
  work.diagnostics.push(...done.diagnostics)
  const summary = {
    ecosystems: done.ecosystems,
    packages: done.packages,
    drifts: done.drifts,
    conflicts: done.conflicts,
    written: space.durable.exists(path),
  }
  stages.set('doctor', { in: input, out: done.digest, summary })
  return { hit: !done.wrote && known?.in === input, in: input, out: done.digest, summary }
}

const genStage = async (
  { space, version }: Up,
  work: Work,
  scanned: Scanned,
  stages: Stages,
): Promise<Outcome> => {
  const input = genInputs(scanned.summary.contractsDigest, version, languages)
  const known = stages.get('gen')
  const isWhole =
    loadDrivers(space.durable)?.inputs === input ||
    (known?.in === input && known.summary['files'] === 0)
  if (
    known?.in === input &&
    isWhole &&
    (await checkDrivers(space, undefined)).diagnostics.length === 0
  )
    return { hit: true, in: input, out: known.out, summary: { ...known.summary, changed: 0 } }
  const { generate } = await import('./gen.ts')
  const done = await generate(space, await scanned.load(), { langs: languages, inputs: input })
  work.diagnostics.push(...done.diagnostics)
  const summary = { ts: done.connectors.ts, py: done.connectors.py, files: done.files }
  stages.set('gen', { in: input, out: done.digest, summary })
  return {
    hit: false,
    in: input,
    out: done.digest,
    summary: { ...summary, changed: done.changed + done.removed },
  }
}

const planStage = async (
  { space }: Up,
  work: Work,
  scanned: Scanned,
  stages: Stages,
): Promise<Outcome> => {
  const latest = latestPlan(space.durable, plansFolder(space.durable))
  const inputOf = (id: string | undefined) =>
    digestOf({ wiring: scanned.summary.wiringDigest, latest: id ?? null })
  const known = stages.get('plan')
  if (known?.in === inputOf(latest))
    return { hit: true, in: known.in, out: known.out, summary: known.summary }
  const { plan } = await import('./plan.ts')
  const result = await scanned.load()
  const planned = await plan(space, result)
  work.planned = planned
  work.namespace = result.namespace
  const routes = (planned.plan ?? planned.base)?.body.routes.length ?? 0
  const summary = { routes, planId: planned.planId ?? null }
  stages.set('plan', {
    in: inputOf(planned.planId),
    out: planned.planId ?? digestOf(null),
    summary,
  })
  return {
    hit: planned.status !== 'new',
    in: inputOf(latest),
    out: planned.planId ?? digestOf(null),
    summary: { ...summary, status: planned.status },
  }
}

const signStage = async (up: Up, scanned: Scanned, planId: string): Promise<Outcome> => {
  const { space, keys, host } = up
  const { signPlan } = await import('./sign.ts')
  const { manifestFilesOf } = await import('./scanned.ts')
  const key = ensureDevKey({ durable: space.durable, keys })
  const done = signPlan({
    durable: space.durable,
    clock: space.clock,
    key,
    host,
    planId,
    plansDir: plansFolder(space.durable),
    files: manifestFilesOf(await scanned.load()),
  })
  return {
    hit: done.status === 'already-signed',
    in: planId,
    out: digestOf({ path: done.path, key: done.key }),
    summary: { key: done.key, path: done.path },
  }
}

const applyStage = async (up: Up, work: Work, planId: string): Promise<Outcome> => {
  const { space, keys, lock, random, task } = up
  const [{ apply }, { driverFiles }] = await Promise.all([import('./apply.ts'), import('./gen.ts')])
  const key = ensureDevKey({ durable: space.durable, keys })
  const done = await apply({
    durable: space.durable,
    lock,
    clock: space.clock,
    random,
    planId,
    plansDir: plansFolder(space.durable),
    accept: 'local',
    key,
    files: driverFiles(space),
    signal: task.signal,
  })
  work.applied = done
  return {
    hit: done.status === 'already-active',
    in: planId,
    out: done.root,
    summary: { generation: done.generation, seq: done.seq, root: done.root },
  }
}

const verifyStage = async (up: Up, work: Work): Promise<Outcome> => {
  const verified = await verify({
    space: up.space,
    accept: 'local',
    scan: undefined,
    connectors: false,
  })
  work.verified = verified
  return {
    hit: false,
    in: digestOf(work.stages.map((s) => s.out)),
    out: digestOf(verified.checks.map((c) => [c.name, c.status])),
    summary: short({
      routes: verified.routes,
      checks: verified.checks.length,
      failed: verified.checks.filter((c) => c.status === 'fail').length,
    }),
  }
}

/** The whole way of the data, one stage after the other (design: the way of the data). */
const steps = async (up: Up, work: Work, stages: Stages): Promise<void> => {
  const { space, task } = up
  work.created = init(space).created
  ensureDevKey({ durable: space.durable, keys: up.keys })
  let scanned: Scanned | undefined
  await stage(up, work, 'scan', async () => {
    scanned = await scan(space, stages, task)
    return { hit: scanned.hit, in: scanned.in, out: scanned.out, summary: short(scanned.summary) }
  })
  await stage(up, work, 'doctor', () => doctorStage(up, work, scanned!, stages))
  await stage(up, work, 'gen', () => genStage(up, work, scanned!, stages))
  await stage(up, work, 'plan', () => planStage(up, work, scanned!, stages))
  const planId = latestPlan(space.durable, plansFolder(space.durable))
  if (planId !== undefined && activeState(space.durable)?.plan !== planId) {
    await stage(up, work, 'sign', () => signStage(up, scanned!, planId))
    await stage(up, work, 'apply', () => applyStage(up, work, planId))
  }
  await stage(up, work, 'verify', () => verifyStage(up, work))
}

const fresh = (): Work => ({
  stages: [],
  created: false,
  planned: undefined,
  applied: undefined,
  verified: undefined,
  namespace: [],
  diagnostics: [],
  error: undefined,
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
    if (!(error instanceof RttError)) throw error
    work.error = error
  }
  const saved = stages.save()
  const ran = work.stages.some((s) => s.name !== 'verify' && !s.hit)
  return {
    ...work,
    wrote: saved || ran || work.created,
    milliseconds: input.space.clock.monotonicMs() - started,
  }
}
