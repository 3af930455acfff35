import { type Diagnostic, diagnostic, type Related } from '../../core/diag/diagnostic.ts'
import type { Link } from '../../core/model/link.ts'
import type { Place } from '../../core/model/place.ts'
import { type Route, routeKey } from '../../core/model/route.ts'
import { parseSaddr } from '../../core/model/saddr.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { linkOfRoute } from '../../core/plan/routes.ts'
import type { Planned } from '../plan.ts'
import type { Impacts } from './wiring.ts'

/** One difference between a plan and the repository: a route by its ends, and what became of it. */
export type RouteStep = {
  readonly op: 'add' | 'change' | 'remove'
  readonly from: string
  readonly to: string
  readonly class: string
  /** What is different about a route that stays. */
  readonly what: readonly string[]
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)

/** The ways of a route as a person says them: `in compose: set to cart:7070`. */
const wayText = (route: Route): string =>
  (route.ways ?? [])
    .map(
      ({ in: deployment, by, hosts, ports }) =>
        `${deployment} ${by} ${hosts.join()}:${ports.join()}`,
    )
    .join('; ')

const programText = ({ programs }: Route): string =>
  programs === undefined || programs.length === 0 ? 'not told' : programs.join(' or ')

const whatChanged = (was: Route, is: Route): string[] => [
  ...(was.class === is.class ? [] : [`${was.class} became ${is.class}`]),
  ...(was.contract === is.contract
    ? []
    : [
        `contract ${was.contract?.slice(0, 8) ?? 'none'} became ${is.contract?.slice(0, 8) ?? 'none'}`,
      ]),
  ...(was.rung === is.rung ? [] : [`${was.rung} became ${is.rung}`]),
  ...(differs(was.programs, is.programs)
    ? [`it is ${programText(is)} now and was ${programText(was)}`]
    : []),
  ...(differs(was.ways, is.ways) ? [`its address: ${wayText(was)} became ${wayText(is)}`] : []),
]

/** What a plan that would be made anew changes, route by route. */
export const routeSteps = ({ plan, base }: Planned): readonly RouteStep[] => {
  if (plan === undefined) return []
  const before = new Map((base?.body.routes ?? []).map((r): [string, Route] => [routeKey(r), r]))
  const after = new Map(plan.body.routes.map((r): [string, Route] => [routeKey(r), r]))
  return plan.body.steps.map((s) => {
    const [was, is] = [before.get(routeKey(s)), after.get(routeKey(s))]
    const what = was !== undefined && is !== undefined ? whatChanged(was, is) : []
    return { ...s, class: (is ?? was)?.class ?? '', what }
  })
}

const placesOf = (link: Link | undefined): Place[] =>
  (link?.evidence ?? []).slice(0, 3).map(({ path, line }) => ({ path, line }))

const words = { add: 'is new', change: 'changed', remove: 'is gone' } as const

/** `web#CART_URL -> cart`, without what all addresses have in common. */
export const shortRoute = ({ from, to }: Pick<Route, 'from' | 'to'>): string => {
  const [a, b] = [parseSaddr(from), parseSaddr(to)]
  const target = b.type === 'service' ? b.name : `${b.type} ${b.name}`
  return `${a.name}#${a.variant ?? ''} -> ${target}`
}

const tell = (step: RouteStep, scan: ScanResult): Diagnostic => {
  const [from, to] = [parseSaddr(step.from).name, parseSaddr(step.to)]
  const serviceAt = (name: string): Place | undefined =>
    scan.services.find((s) => s.name === name)?.at
  const channel = scan.channels.find((c) => c.service === from && c.name === to.name)
  const [first, ...more] = [...(channel ? [channel.at] : []), ...placesOf(linkOfRoute(step, scan))]
  const provider = to.type === 'service' ? serviceAt(to.name) : undefined
  const related: Related[] = [
    ...more.map((at) => ({ at, label: 'and here' })),
    ...(provider && !more.some((p) => p.path === provider.path && p.line === provider.line)
      ? [{ at: provider, label: `${to.name} is started here` }]
      : []),
  ]
  const at = first ?? serviceAt(from)
  const detail = step.what.length > 0 ? `: ${step.what.join('; ')}` : ''
  return diagnostic('RTT2001', `${shortRoute(step)} ${words[step.op]}${detail}`, {
    ...(at ? { at } : {}),
    related,
  })
}

/** What else has been told of a plan's differences. */
type Told = Pick<Impacts, 'contracts' | 'losers'>

/** One diagnostic for each difference that nothing else has told, with the places of both ends. */
export const stepImpacts = (
  steps: readonly RouteStep[],
  scan: ScanResult,
  { contracts, losers }: Told,
): readonly Diagnostic[] => {
  const isTold = ({ op, from, what }: RouteStep): boolean =>
    op === 'remove'
      ? losers.has(parseSaddr(from).name)
      : op === 'change' && contracts.length > 0 && what.every((w) => w.startsWith('contract '))
  return steps.filter((s) => !isTold(s)).map((s) => tell(s, scan))
}
