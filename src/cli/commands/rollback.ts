import { rollback } from '../../app/rollback.ts'
import type { Context } from '../context.ts'
import { chosenKey } from '../signing.ts'
import type { Options, Report } from '../view.ts'

export const run = async (context: Context, _options: Options): Promise<Report> => {
  const { space, task } = context
  const { lock } = await context.adapters()
  const done = await rollback({
    durable: space.durable,
    lock,
    clock: space.clock,
    accept: 'local',
    key: await chosenKey(context, undefined),
    signal: task.signal,
  })
  const { recovered, ...data } = done
  return {
    command: 'rollback',
    exit: 0,
    data: { ...data, recovered: recovered as unknown as Record<string, unknown> },
    text: ({ style }) =>
      `back at plan ${done.plan.slice(0, 8)} as generation ${done.generation}  log #${done.seq}  root ${done.root.slice(0, 8)}\n${style.dim(`${done.from.plan.slice(0, 8)} is no longer in force; plans/ still names it. rtt apply brings it back.`)}`,
  }
}
