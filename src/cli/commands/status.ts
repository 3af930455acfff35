import { readState, type State } from '../../app/state.ts'
import type { Context } from '../context.ts'
import { plural } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'

const short = (digest: string | undefined): string => digest?.slice(0, 8) ?? '-'

const lines = (s: State): [string, string][] => {
  if (!s.initialised) return [['scan', 'nothing scanned yet']]
  const scan = s.scanned
    ? `${plural(s.scanned.services, 'service')}, ${plural(s.scanned.confirmed, 'link')}, ${plural(s.scanned.contracts, 'contract')}`
    : 'not scanned yet'
  const plan = s.latest
    ? `${short(s.latest)} in ${s.dir}/${s.signed ? ', signed' : ', not signed'}`
    : 'no plan yet'
  const apply = s.active
    ? `${short(s.active)} is in force, generation ${s.generation}${s.active === s.latest ? '' : ' (older than the plan)'}`
    : 'nothing in force'
  return [
    ['scan', scan],
    ['plan', plan],
    ['apply', apply],
  ]
}

const draw = (s: State, { style }: Painter): string =>
  [
    ...lines(s).map(([name, text]) => `  ${style.bold(name.padEnd(8))} ${text}`),
    s.next ? `Next: ${style.cyan(s.next)}` : `Nothing to do. ${style.dim('After an edit: rtt up')}`,
  ].join('\n')

export const run = async ({ space }: Context, _options: Options): Promise<Report> => {
  const state = readState(space)
  const { scanned, ...rest } = state
  const data = {
    ...rest,
    latest: state.latest ?? null,
    active: state.active ?? null,
    generation: state.generation ?? null,
    next: state.next ?? null,
    services: scanned?.services ?? null,
    links: scanned?.confirmed ?? null,
    contracts: scanned?.contracts ?? null,
  }
  return { command: 'status', exit: 0, data, text: (painter) => draw(state, painter) }
}
