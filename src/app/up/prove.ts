import { RttError } from '../../core/diag/error.ts'
import type { Json } from '../../core/json/canonical.ts'
import { digestOf } from '../../core/json/digest.ts'
import { plansFolder } from '../plans.ts'
import type { Stage } from '../stages.ts'
import { standingDigest } from '../standing.ts'
import type { Outcome, Round } from './round.ts'

/** The verdict of the last run stands while nothing that was judged has changed and no key has expired. */
const stillHolds = (known: Stage | undefined, input: string, now: string): known is Stage => {
  const until = known?.summary['until']
  return (
    known?.in === input &&
    known.summary['failed'] === 0 &&
    (until === null || (typeof until === 'string' && now < until))
  )
}

/** What the verdict depends on; undefined where a file that it judges cannot even be read. */
const inputOf = ({ up, work }: Round, planId: string | undefined): string | undefined => {
  try {
    const standing =
      planId === undefined ? null : standingDigest(up.space, plansFolder(up.space.durable), planId)
    return digestOf({
      standing,
      before: work.stages.filter((s) => s.name === 'gen' || s.name === 'plan').map((s) => s.out),
    })
  } catch (error) {
    if (error instanceof RttError) return undefined
    throw error
  }
}

/** The verdict of the last run, if plan, signature, log and generation are those that it judged. */
export const standing = (round: Round, planId: string | undefined): Stage | undefined => {
  const known = round.stages.get('verify')
  const input = inputOf(round, planId) ?? ''
  return stillHolds(known, input, round.up.space.clock.now()) ? known : undefined
}

export const verifyStage = async (round: Round, planId: string | undefined): Promise<Outcome> => {
  const { up, work, stages } = round
  const { space } = up
  const input = inputOf(round, planId) ?? digestOf(null)
  const { verify, earliestExpiry } = await import('../verify.ts')
  const verified = await verify({ space, accept: 'local', scan: undefined, connectors: false })
  work.verified = verified
  const out = digestOf(verified.checks.map((c) => [c.name, c.status]))
  const failed = verified.checks.filter((c) => c.status === 'fail').length
  const until = failed === 0 ? (earliestExpiry(space) ?? null) : null
  const summary: Record<string, Json> = {
    routes: verified.routes,
    checks: verified.checks.length,
    failed,
    until,
  }
  stages.set('verify', { in: input, out, summary })
  return { hit: false, in: input, out, summary }
}
