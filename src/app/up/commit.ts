import { RttError } from '../../core/diag/error.ts'
import { digestOf } from '../../core/json/digest.ts'
import type { Accepted } from '../../core/trust/verify.ts'
import { devKeyFile } from '../commit/paths.ts'
import { trustRules } from '../config/policy.ts'
import { plansFolder } from '../plans.ts'
import type { Outcome, Round, Up } from './round.ts'

/** Times to ask for the lock while another first run makes the key. */
const keyTriesMax = 80

/** Makes the development key of this clone if it has none. */
export const ensureKey = async ({ space, adapters }: Up): Promise<void> => {
  if (space.durable.exists(devKeyFile)) return
  const [{ ensureDevKey }, { keys, lock }] = await Promise.all([import('../keys.ts'), adapters()])
  // Two first runs at once must end with one key, and with the trust in that one.
  for (let tries = keyTriesMax; !space.durable.exists(devKeyFile); tries--) {
    try {
      await lock.hold(() => void ensureDevKey({ durable: space.durable, keys }))
    } catch (error) {
      if (!(error instanceof RttError) || error.code !== 'RTT4002' || tries === 0) throw error
      await space.clock.settle()
    }
  }
}

const unsigned: ReadonlySet<string> = new Set(['RTT3002', 'RTT3003', 'RTT3004'])

/**
 * The signature that puts the plan in force here, where there is one. A signature that is broken is
 * never made again by itself: whoever changed what was signed must say so.
 */
const proofOf = async ({ space }: Up, planId: string): Promise<Accepted | undefined> => {
  const [{ provePlan }, { readPlanFiles }, { loadTrust }] = await Promise.all([
    import('../commit/proof.ts'),
    import('../commit/plan.ts'),
    import('../commit/trust.ts'),
  ])
  const { durable, clock } = space
  const plansDir = plansFolder(durable)
  const rules = await trustRules(durable)
  const plan = readPlanFiles(durable, plansDir, planId)
  try {
    return provePlan({
      durable,
      plansDir,
      plan,
      trust: loadTrust(durable),
      ...rules,
      now: clock.now(),
    })
  } catch (error) {
    if (error instanceof RttError && unsigned.has(error.code)) return undefined
    throw error
  }
}

export const signStage = async ({ up, scanned }: Round, planId: string): Promise<Outcome> => {
  const { space, host } = up
  const proof = await proofOf(up, planId)
  const signedBy = proof?.keys[0]
  if (signedBy !== undefined)
    return {
      hit: true,
      in: planId,
      out: digestOf({ key: signedBy }),
      summary: { key: signedBy, path: null },
    }
  const [{ signPlan }, { manifestFilesOf }, { ensureDevKey }, { keys }] = await Promise.all([
    import('../sign.ts'),
    import('../scanned.ts'),
    import('../keys.ts'),
    up.adapters(),
  ])
  if ((await trustRules(space.durable)).accept === 'root')
    throw new RttError('RTT3006', 'the policy forbids the keys that clones make for themselves', {
      help: 'Have it signed by a key of the trust root: rtt approve --key KEY.',
    })
  const key = ensureDevKey({ durable: space.durable, keys })
  const files = manifestFilesOf(await scanned().load())
  const done = signPlan({
    durable: space.durable,
    clock: space.clock,
    key,
    host,
    planId,
    plansDir: plansFolder(space.durable),
    files,
  })
  return {
    hit: done.status === 'already-signed',
    in: planId,
    out: digestOf({ key: done.key }),
    summary: { key: done.key, path: done.path },
  }
}

export const applyStage = async ({ up, work }: Round, planId: string): Promise<Outcome> => {
  const { space, task } = up
  const [{ apply }, { driverFiles }, { ensureDevKey }, { lock, keys, random }] = await Promise.all([
    import('../apply.ts'),
    import('../gen.ts'),
    import('../keys.ts'),
    up.adapters(),
  ])
  const key = ensureDevKey({ durable: space.durable, keys })
  const done = await apply({
    durable: space.durable,
    lock,
    clock: space.clock,
    random,
    planId,
    plansDir: plansFolder(space.durable),
    ...(await trustRules(space.durable)),
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
