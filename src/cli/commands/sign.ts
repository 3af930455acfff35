import { latestPlan, plansFolder } from '../../app/plans.ts'
import { loadScanned } from '../../app/scanned.ts'
import { signFile, signPlan } from '../../app/sign.ts'
import { RttError } from '../../core/diag/error.ts'
import { layout } from '../../core/model/layout.ts'
import type { Context } from '../context.ts'
import { chosenKey } from '../signing.ts'
import type { Options, Report } from '../view.ts'

/** Files that say what may be connected: each is signed beside itself. */
const signedFiles = ({ space }: Context, manifests: readonly string[]): string[] =>
  [layout.panel, layout.policy, ...manifests].filter((path) => space.durable.exists(path))

type PlanSigner = Omit<Parameters<typeof signPlan>[0], 'planId' | 'plansDir' | 'files'>

/** The plan with its manifests, and every file that it was made by. */
const signAll = async (context: Context, signer: PlanSigner, planId: string): Promise<Report> => {
  const { manifestFiles } = await loadScanned(context.space, context.task)
  const plansDir = plansFolder(context.space.durable)
  const done = [
    signPlan({ ...signer, planId, plansDir, files: manifestFiles }),
    ...signedFiles(context, manifestFiles).map((path) => signFile({ ...signer, path })),
  ]
  const [first] = done
  return {
    command: 'sign',
    exit: 0,
    data: {
      status: first!.status,
      path: first!.path,
      key: first!.key,
      plan: planId,
      files: done.slice(1).map((d) => d.path),
    },
    text: () => done.map((d) => `${d.status} ${d.path}`).join('\n'),
  }
}

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
  if (options['all'] === true && planId !== undefined) return signAll(context, signer, planId)
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
