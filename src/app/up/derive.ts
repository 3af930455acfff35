import { RttError } from '../../core/diag/error.ts'
import { digestOf, sha256 } from '../../core/json/digest.ts'
import { layout } from '../../core/model/layout.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Durable } from '../../ports/durable.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { compareDrivers, driversUnchanged, loadDrivers } from '../drivers.ts'
import { genInputs, languages } from '../inputs.ts'
import { latestPlan, plansFolder, unifyPath } from '../plans.ts'
import type { Stage } from '../stages.ts'
import type { Outcome, Round } from './round.ts'

/** The document stands as it was written: neither gone, nor edited, nor cut by a merge. */
const isUnified = (space: Workspace, { out, summary }: Stage): boolean => {
  const bytes = space.durable.read(unifyPath(space.durable))
  return bytes === undefined ? summary['written'] === false : sha256(bytes) === out
}

export const doctorStage = async ({ up, work, stages, scanned }: Round): Promise<Outcome> => {
  const { space } = up
  const known = stages.get('doctor')
  const input = scanned().summary.packagesDigest
  if (known?.in === input && isUnified(space, known)) return { hit: true, ...known }
  const { unify } = await import('../unify.ts')
  const done = unify(space, await scanned().load())
  work.diagnostics.push(...done.diagnostics)
  const summary = {
    ecosystems: done.ecosystems,
    packages: done.packages,
    drifts: done.drifts,
    conflicts: done.conflicts,
    written: space.durable.exists(unifyPath(space.durable)),
  }
  stages.set('doctor', { in: input, out: done.digest, summary })
  return { hit: !done.wrote && known?.in === input, in: input, out: done.digest, summary }
}

/**
 * Connectors are whole when there are none to make, or every file is the one that was generated: by
 * what lstat tells, or else by its content.
 */
const isWhole = async ({ up, work, stages }: Round, input: string): Promise<boolean> => {
  if (stages.get('gen')?.summary['files'] === 0) return true
  const manifest = loadDrivers(up.space.durable)
  if (manifest?.inputs !== input) return false
  if (driversUnchanged(up.space, manifest)) return true
  work.generated = compareDrivers(up.space.durable, manifest).length === 0
  return work.generated
}

export const genStage = async (round: Round): Promise<Outcome> => {
  const { up, work, stages, scanned } = round
  const { space, version } = up
  const input = genInputs(scanned().summary.contractsDigest, version, languages)
  const known = stages.get('gen')
  if (known?.in === input && (await isWhole(round, input)))
    return { hit: true, in: input, out: known.out, summary: { ...known.summary, changed: 0 } }
  const { generate } = await import('../gen.ts')
  const done = await generate(space, await scanned().load(), { langs: languages, inputs: input })
  work.generated = done.files > 0
  work.diagnostics.push(...done.diagnostics)
  const summary = { ts: done.connectors.ts, py: done.connectors.py, files: done.files }
  stages.set('gen', { in: input, out: done.digest, summary })
  const changed = done.changed + done.removed
  return {
    hit: known?.in === input && changed === 0,
    in: input,
    out: done.digest,
    summary: { ...summary, changed },
  }
}

/** The digest of the policy; nothing is loaded where none is written. */
const policyOf = async (durable: Durable): Promise<string | null> => {
  const isWritten = [layout.policy, layout.policy.replace(/json$/, 'cue')].some(durable.exists)
  if (!isWritten) return null
  const { loadPolicy, policyDigest } = await import('../config/policy.ts')
  return policyDigest(await loadPolicy(durable))
}

/**
 * Nothing is planned that the policy denies.
 *
 * @throws RttError with the code of the first violation; all of them are told
 */
const keepPolicy = async ({ up, work }: Round, result: ScanResult): Promise<void> => {
  const { judgePolicy } = await import('../policy.ts')
  const { violations, warnings } = await judgePolicy(up.space.durable, result)
  work.diagnostics.push(...warnings)
  const [first, ...more] = violations
  if (first === undefined) return
  work.diagnostics.push(...more)
  const { code, summary, at, related = [], help = '' } = first
  throw new RttError(code, summary, { ...(at ? { at } : {}), related, help })
}

export const planStage = async (round: Round): Promise<Outcome> => {
  const { up, work, stages, scanned } = round
  const { space } = up
  const latest = latestPlan(space.durable, plansFolder(space.durable))
  const policy = await policyOf(space.durable)
  const inputOf = (id: string | undefined) =>
    digestOf({ wiring: scanned().summary.wiringDigest, latest: id ?? null, policy })
  const known = stages.get('plan')
  if (known?.in === inputOf(latest)) return { hit: true, ...known }
  const { plan } = await import('../plan.ts')
  const result = await scanned().load()
  await keepPolicy(round, result)
  const planned = await plan(space, result)
  work.planned = planned
  if (planned.status === 'new' && planned.base !== undefined) {
    const { acceptedImpacts } = await import('../gate/wiring.ts')
    work.diagnostics.push(
      ...(await acceptedImpacts(space, planned, { scan: result, files: scanned().files })),
    )
  }
  work.namespace = result.namespace
  const out = planned.planId ?? digestOf(null)
  const body = (planned.plan ?? planned.base)?.body
  const summary = {
    routes: body?.routes.length ?? 0,
    servers: body === undefined || body.projection === 1 ? 0 : body.tools.length,
    planId: planned.planId ?? null,
  }
  stages.set('plan', { in: inputOf(planned.planId), out, summary })
  return {
    hit: planned.status !== 'new',
    in: inputOf(latest),
    out,
    summary: { ...summary, status: planned.status },
  }
}
