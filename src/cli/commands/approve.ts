import { type Accepted, acceptedBy } from '../../app/gate/accepted.ts'
import { type Planned, plan, preview } from '../../app/plan.ts'
import { plansFolder } from '../../app/plans.ts'
import { judgePolicy } from '../../app/policy.ts'
import { loadScanned, manifestFilesOf } from '../../app/scanned.ts'
import { type SignResult, signPlan } from '../../app/sign.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import { RttError } from '../../core/diag/error.ts'
import { exitOf } from '../../core/diag/exit.ts'
import type { Context } from '../context.ts'
import { chosenKey } from '../signing.ts'
import type { Options, Report } from '../view.ts'
import { drawAccepted } from '../views/accepted.ts'
import { drawDiagnostic } from '../views/diagnostic.ts'

const nothing: Accepted = { steps: [], contracts: [], impacts: [], also: [] }

const refused = (violations: readonly Diagnostic[]): Report => ({
  command: 'approve',
  exit: exitOf(violations),
  diagnostics: violations,
  data: { status: 'refused', plan: null, key: null, accepted: nothing },
  text: (painter) =>
    [
      ...violations.map((d) => `${drawDiagnostic(d, painter)}\n`),
      'nothing approved: the policy denies it',
    ].join('\n'),
})

type Done = { readonly planned: Planned; readonly accepted: Accepted; readonly signed?: SignResult }

const closing = ({ planned, signed }: Done): string[] => {
  if (planned.planId === undefined) return ['nothing to approve: no confirmed link']
  const id = planned.planId.slice(0, 8)
  if (signed === undefined) return [`nothing written: rtt approve signs plan ${id}`]
  const where = signed.path.startsWith('.rtt/')
    ? 'trusted on this clone alone: its key is not in the trust root'
    : `commit ${planned.dir}/ with it`
  const word = signed.status === 'signed' ? 'signed' : 'was signed already'
  return [`plan ${id} ${word} by ed25519:${signed.key}`, where]
}

const report = (done: Done): Report => {
  const { planned, accepted, signed } = done
  return {
    command: 'approve',
    exit: 0,
    diagnostics: accepted.impacts,
    data: {
      status: signed?.status ?? (planned.planId === undefined ? 'none' : 'shown'),
      plan: planned.planId ?? null,
      key: signed?.key ?? null,
      accepted: {
        steps: accepted.steps,
        contracts: accepted.contracts,
        also: accepted.also,
      },
    },
    text: (painter) => [...drawAccepted(accepted, painter), ...closing(done)].join('\n'),
  }
}

/** Shows all that a plan accepts, plans it, and signs it: what a reviewer does. */
export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, task, host } = context
  const { result, files } = await loadScanned(space, task)
  const { violations } = await judgePolicy(space.durable, result)
  if (violations.length > 0) return refused(violations)
  const planned = await preview(space.durable, result, { isMoving: true })
  const accepted = await acceptedBy(space, planned, { scan: result, files })
  if (options['dry-run'] === true || options['dryRun'] === true || planned.planId === undefined)
    return report({ planned, accepted })
  const named = typeof options['key'] === 'string' ? options['key'] : undefined
  const key = await chosenKey(context, named)
  if (key === undefined) throw new RttError('RTT3006', 'this clone has no key')
  await plan(space, result, { isMoving: true })
  const signed = signPlan({
    durable: space.durable,
    clock: space.clock,
    key,
    host,
    planId: planned.planId,
    plansDir: plansFolder(space.durable),
    files: manifestFilesOf(result),
  })
  return report({ planned, accepted, signed })
}
