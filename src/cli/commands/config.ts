import { checkConfig, migrateConfig, normalizeConfig } from '../../app/config/cue.ts'
import { originsOf } from '../../app/config/origin.ts'
import { init } from '../../app/init.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Context } from '../context.ts'
import { columns } from '../table.ts'
import type { Options, Report } from '../view.ts'

const check = async ({ space, outside }: Context): Promise<Report> => {
  const { cue } = await outside()
  const { states, cue: version } = await checkConfig(space, cue)
  return {
    command: 'config',
    exit: 0,
    data: { files: states, cue: version ?? null },
    text: () =>
      [
        ...columns(states.map((s) => [s.path, s.status, s.checkedBy.join(', ')])),
        ...(version === undefined
          ? ['cue is not installed: the built-in checker looked alone']
          : []),
      ].join('\n'),
  }
}

const wrote = (paths: readonly string[], none: string): Report => ({
  command: 'config',
  exit: 0,
  data: { wrote: paths },
  text: () => (paths.length === 0 ? none : paths.map((p) => `wrote ${p}`).join('\n')),
})

const origins = async ({ space, outside }: Context): Promise<Report> => {
  const rows = await originsOf(space.durable, (await outside()).env)
  return {
    command: 'config',
    exit: 0,
    data: { origins: rows },
    text: () => columns(rows.map((r) => [r.key, JSON.stringify(r.value), r.from, r.at])).join('\n'),
  }
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  const { space, outside } = context
  if (options['origin'] === true) return origins(context)
  const what = options['argument'] ?? 'check'
  if (what === 'check') return check(context)
  if (what === 'migrate') {
    init(space)
    return wrote(await migrateConfig(space), 'nothing to migrate: no JSON without its .cue')
  }
  if (what === 'normalize')
    return wrote(
      await normalizeConfig(space, (await outside()).cue),
      'nothing to normalize: no .cue in .rtt/',
    )
  throw new RttError('RTT6001', `"${String(what)}" is nothing that config can do`, {
    help: 'Write rtt config check, migrate, normalize, or rtt config --origin.',
  })
}
