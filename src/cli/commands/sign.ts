import { latestPlan, plansFolder } from '../../app/plans.ts'
import { loadScanned } from '../../app/scanned.ts'
import { signFile, signPlan } from '../../app/sign.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Context } from '../context.ts'
import { chosenKey } from '../signing.ts'
import type { Options, Report } from '../view.ts'

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, host } = context
  const key = await chosenKey(
    context,
    typeof options['key'] === 'string' ? options['key'] : undefined,
  )
  if (key === undefined) throw new RttError('RTT3006', 'this clone has no key')
  const signer = { durable: space.durable, clock: space.clock, key, host }
  const file = options['argument']
  const planId = latestPlan(space.durable, plansFolder(space.durable))
  if (typeof file !== 'string' && planId === undefined)
    throw new RttError('RTT2002', 'there is no plan to sign')
  const done =
    typeof file === 'string'
      ? signFile({ ...signer, path: file })
      : signPlan({
          ...signer,
          planId: planId!,
          plansDir: plansFolder(space.durable),
          files: (await loadScanned(context.space, context.task)).manifestFiles,
        })
  return {
    command: 'sign',
    exit: 0,
    data: {
      status: done.status,
      path: done.path,
      key: done.key,
      plan: typeof file === 'string' ? null : (planId ?? null),
    },
    text: () =>
      `${done.status === 'signed' ? 'signed' : 'already signed'} by ed25519:${done.key}\n${typeof file === 'string' ? done.path : `plan ${planId!.slice(0, 8)}, ${done.path.startsWith('.rtt/') ? 'trusted on this clone' : 'to be committed with it'}`}`,
  }
}
