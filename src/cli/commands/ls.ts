import { init } from '../../app/init.ts'
import { scan } from '../../app/scan.ts'
import { openStages } from '../../app/stages.ts'
import { RttError } from '../../core/diag/error.ts'
import { wiringOf } from '../../core/link/wiring.ts'
import type { Link } from '../../core/model/link.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { routesOf } from '../../core/plan/routes.ts'
import type { Context } from '../context.ts'
import { columns, fit } from '../table.ts'
import type { Options, Painter, Report } from '../view.ts'

type List = {
  readonly rows: readonly object[]
  /** What to say where there are none, if that is more than that. */
  readonly none?: string
  readonly cells: (painter: Painter) => readonly (readonly string[])[]
}

const short = (address: string, namespace: readonly string[]): string =>
  address.replace(`rtt://${namespace.join('/')}/`, '')

/** An address as a person reads it: `api/cart.GET./items`. */
const readable = (address: string): string => {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

const linkList = (links: readonly Link[]): List => ({
  rows: links,
  cells: ({ style }) =>
    links.map((l) => [
      style.bold(`${l.from} -> ${l.to}`),
      l.via,
      l.status,
      style.dim(fit(l.port, 30)),
    ]),
})

const lists: Readonly<Record<string, (r: ScanResult) => List>> = {
  symbols: (r) => ({
    rows: r.symbols,
    cells: ({ style }) =>
      r.symbols.map((s) => [
        style.bold(fit(readable(short(s.address, r.namespace)), 38)),
        s.evidence,
        style.dim(fit(`${s.at.path}:${s.at.line}`, 30)),
      ]),
  }),
  services: (r) => ({
    rows: r.services,
    cells: ({ style }) =>
      r.services.map((s) => [
        style.bold(fit(s.name, 24)),
        s.kind,
        s.lang || '-',
        fit(s.ports.join(',') || '-', 14),
        s.exposedAt === undefined ? '-' : 'public',
        style.dim(fit(`${s.at.path}:${s.at.line}`, 24)),
      ]),
  }),
  links: (r) => linkList(wiringOf(r)),
  imports: (r) => linkList(r.imports ?? []),
  routes: (r) => {
    const routes = routesOf(r)
    const links = wiringOf(r).length
    return {
      rows: routes,
      none:
        links === 0
          ? 'no routes, because no links'
          : `no routes: the plan locks links that are confirmed, and of ${links} here none is\nrtt ls links shows them, rtt why says what each one misses`,
      cells: ({ style }) =>
        routes.map((x) => [
          style.bold(fit(short(x.from, r.namespace).replace(/^service\//, ''), 40)),
          '->',
          short(x.to, r.namespace).replace(/^service\//, ''),
          x.class,
          x.contract ? style.dim(x.contract.slice(0, 8)) : style.dim('-'),
        ]),
    }
  },
}

export const run = async ({ space, task }: Context, options: Options): Promise<Report> => {
  const what = String(options['argument'])
  const make = Object.hasOwn(lists, what) ? lists[what] : undefined
  if (make === undefined)
    throw new RttError('RTT6001', `"${what}" cannot be listed`, {
      help: `List ${Object.keys(lists).join(', ')}.`,
    })
  init(space)
  const stages = openStages(space.durable)
  const result = await (await scan(space, stages, task)).load()
  stages.save()
  const list = make(result)
  return {
    command: 'ls',
    exit: 0,
    data: { what, rows: list.rows },
    text: (painter) =>
      list.rows.length === 0
        ? (list.none ?? `no ${what}`)
        : columns(list.cells(painter)).join('\n'),
  }
}
