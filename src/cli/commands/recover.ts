import { recover } from '../../app/recover.ts'
import type { Context } from '../context.ts'
import { chosenKey } from '../signing.ts'
import type { Options, Report } from '../view.ts'

export const run = async (context: Context, _options: Options): Promise<Report> => {
  const { space } = context
  const { lock } = await context.adapters()
  const done = await recover({
    durable: space.durable,
    lock,
    clock: space.clock,
    key: await chosenKey(context, undefined),
  })
  const active = done.active
    ? `plan ${done.active.plan.slice(0, 8)} is in force, generation ${done.active.generation}`
    : 'nothing is in force'
  return {
    command: 'recover',
    exit: 0,
    data: {
      status: done.status,
      active: done.active ?? null,
      found: done.found as unknown as Record<string, unknown>,
    },
    text: () => `${done.status === 'clean' ? 'nothing to recover' : 'recovered'}: ${active}`,
  }
}
