import type { Evidence, Link } from '../model/link.ts'
import { append } from '../model/multimap.ts'
import { isWithin } from '../model/path.ts'
import type { Place } from '../model/place.ts'
import type { PortRole } from '../model/portfact.ts'
import type { Route } from '../model/route.ts'
import { parseSaddr } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import type { ServiceRow } from './body.ts'

/** Who says a port of a service in a deployment: somebody on its own side, or a consumer that dials it. */
export type Speaker = {
  readonly service: string
  readonly in: string
  readonly role: PortRole | 'dial'
  /** The consumer that dials. */
  readonly by?: string
  readonly ports: readonly number[]
  /** Where it says so now. */
  readonly at?: Place
}

/** One side said a port that others still say. */
export type PortMove = {
  readonly service: string
  readonly port: number
  readonly now: Speaker
  readonly others: readonly Speaker[]
}

const idOf = (s: Speaker): string => [s.service, s.in, s.role, s.by ?? ''].join('\0')

const lockedSpeakers = (
  routes: readonly Pick<Route, 'from' | 'to' | 'ways'>[],
  rows: readonly ServiceRow[],
): Speaker[] => [
  ...rows.flatMap((r) =>
    Object.entries(r.ports).map(
      ([role, ports]): Speaker => ({
        service: parseSaddr(r.of).name,
        in: r.in,
        role: role as PortRole,
        ports,
      }),
    ),
  ),
  ...routes.flatMap(({ from, to, ways = [] }) =>
    ways.map((w): Speaker => {
      const [by, service] = [parseSaddr(from).name, parseSaddr(to).name]
      return { service, in: w.in, role: 'dial', by, ports: w.ports }
    }),
  ),
]

const signals = ['env-binding', 'literal-host', 'default', 'configuration', 'proxy', 'client']

/** The files of a deployment at the root stand there themselves. */
const isOwn = (path: string, folder: string): boolean =>
  folder === '' ? !path.includes('/') : isWithin(path, folder)

/** Where an address stands: where the deployment sets it, else where it is set at all, else where it is written. */
const dialedAt = ({ evidence }: Link, deployment: string): Place | undefined => {
  const folder = deployment.slice(deployment.indexOf(':') + 1)
  const rank = ({ signal, path }: Evidence): number =>
    (signals.includes(signal) ? signals.indexOf(signal) : signals.length) * 2 +
    Number(!isOwn(path, folder))
  const first = [...evidence].sort((a, b) => rank(a) - rank(b))[0]
  return first && { path: first.path, line: first.line }
}

const speakersNow = ({ links, ports }: ScanResult): Speaker[] => {
  const own = new Map<string, Speaker & { readonly ports: number[] }>()
  for (const { service, in: deployment, role, port, at } of ports) {
    const speaker = { service, in: deployment, role, ports: [] as number[], at }
    const known = own.get(idOf(speaker)) ?? speaker
    known.ports.push(port)
    own.set(idOf(speaker), known)
  }
  const dials = links
    .filter((l) => l.status === 'confirmed')
    .flatMap((l) =>
      (l.ways ?? []).map((w): Speaker => {
        const at = dialedAt(l, w.in)
        return {
          service: l.to,
          in: w.in,
          role: 'dial',
          by: l.from,
          ports: w.ports,
          ...(at ? { at } : {}),
        }
      }),
    )
  return [...own.values(), ...dials]
}

/** What holds in all deployments speaks in each. */
const meet = (a: Speaker, b: Speaker): boolean => a.in === b.in || a.in === '' || b.in === ''

/** Roles of the program itself, and of what it runs in. */
const inner: ReadonlySet<Speaker['role']> = new Set(['container', 'variable', 'image', 'code'])

/** What is dialed: Services where there are any, and ports of the host; else the program itself. */
const isDialed = (role: Speaker['role'], hasService: boolean): boolean =>
  role === 'published' || (hasService ? role === 'service' : inner.has(role))

/** Whether two that say the same port mean the same one: a port of the host is none of the container. */
const concern = (a: Speaker, b: Speaker, hasService: boolean): boolean => {
  if (a.role === 'dial' || b.role === 'dial')
    return a.role === 'dial' ? isDialed(b.role, hasService) : isDialed(a.role, hasService)
  const isInner = (role: Speaker['role']): boolean => role === 'target' || inner.has(role)
  return isInner(a.role) && isInner(b.role)
}

const isApart = (a: readonly number[], b: readonly number[]): boolean =>
  !a.some((p) => b.includes(p))

/** Speakers by service, those of one id as one. */
const byService = (all: readonly Speaker[]): ReadonlyMap<string, ReadonlyMap<string, Speaker>> => {
  const ids = new Map<string, Speaker[]>()
  for (const s of all) append(ids, idOf(s), s)
  const out = new Map<string, Map<string, Speaker>>()
  for (const [id, same] of ids) {
    const first = same[0]!
    const own = out.get(first.service) ?? new Map<string, Speaker>()
    own.set(id, { ...first, ports: [...new Set(same.flatMap((s) => s.ports))] })
    out.set(first.service, own)
  }
  return out
}

type Pair = { readonly port: number; readonly now: Speaker; readonly other: Speaker }

/** Ports of which one speaker of a service says another now, each with one who still says it. */
const movesOf = (
  before: ReadonlyMap<string, Speaker>,
  now: ReadonlyMap<string, Speaker>,
): readonly Pair[] => {
  const services = new Set(
    [...before.values()].flatMap((s) => (s.role === 'service' ? [s.in] : [])),
  )
  const homes = new Set([...before.values()].flatMap((s) => (s.role === 'dial' ? [] : [s.in])))
  // Who dials from where the service does not stand dials it wherever it stands.
  const isOutside = (s: Speaker): boolean => s.role === 'dial' && !homes.has(s.in)
  const agreed = (a: Speaker, b: Speaker): boolean =>
    a !== b &&
    (meet(a, b) || isOutside(a) || isOutside(b)) &&
    concern(a, b, services.has(a.in) || services.has(b.in))
  return [...before].flatMap(([id, was]) => {
    const is = now.get(id)
    if (is === undefined || is.ports.length === 0) return []
    return was.ports
      .filter((p) => !is.ports.includes(p))
      .flatMap((port) =>
        [...before].flatMap(([otherId, other]): Pair[] => {
          const still = now.get(otherId)
          const stands = still?.ports.includes(port) === true && isApart(is.ports, still.ports)
          return stands && other.ports.includes(port) && agreed(was, other)
            ? [{ port, now: is, other: still }]
            : []
        }),
      )
  })
}

const placeId = ({ at }: Speaker): string => `${at?.path}\0${at?.line}`

/** A line that stands for several deployments is one place to mend. */
const grouped = (service: string, pairs: readonly Pair[]): PortMove[] =>
  [...Map.groupBy(pairs, (p) => `${p.port}\0${placeId(p.now)}`).values()].map((same) => ({
    service,
    port: same[0]!.port,
    now: same[0]!.now,
    others: [...new Map(same.map((p) => [placeId(p.other), p.other])).values()],
  }))

/**
 * Ports on which two sides agreed when the plan was made, and of which one side now says another while the other still says
 * the old one. A port that all sides moved is no fault, and neither is one on which they never agreed.
 */
export const movedPorts = (
  locked: {
    readonly routes: readonly Pick<Route, 'from' | 'to' | 'ways'>[]
    readonly services: readonly ServiceRow[]
  },
  scan: ScanResult,
): readonly PortMove[] => {
  const before = byService(lockedSpeakers(locked.routes, locked.services))
  const now = byService(speakersNow(scan))
  return [...before].flatMap(([service, speakers]) =>
    grouped(service, movesOf(speakers, now.get(service) ?? new Map())),
  )
}
