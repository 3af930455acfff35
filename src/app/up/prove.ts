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

export const verifyStage = async (
  { up, work, stages }: Round,
  planId: string | undefined,
): Promise<Outcome> => {
  const { space } = up
  const standing =
    planId === undefined ? null : standingDigest(space, plansFolder(space.durable), planId)
  const input = digestOf({
    standing,
    before: work.stages.filter((s) => s.name === 'gen' || s.name === 'plan').map((s) => s.out),
  })
  const known = stages.get('verify')
  if (stillHolds(known, input, space.clock.now())) return { hit: true, ...known }
  const { verify, earliestExpiry } = await import('../verify.ts')
  const verified = await verify({ space, accept: 'local', scan: undefined, connectors: false })
  work.verified = verified
  const out = digestOf(verified.checks.map((c) => [c.name, c.status]))
  const summary: Record<string, Json> = {
    routes: verified.routes,
    checks: verified.checks.length,
    failed: verified.checks.filter((c) => c.status === 'fail').length,
    until: earliestExpiry(space) ?? null,
  }
  stages.set('verify', { in: input, out, summary })
  return { hit: false, in: input, out, summary }
}
