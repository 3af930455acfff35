import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { gap, parseAddresses } from '../link/address.ts'
import { evaluate } from '../link/evaluate.ts'
import { type Call, fixedIn } from '../model/call.ts'
import type { Operation } from '../model/endpoint.ts'
import { append } from '../model/multimap.ts'
import { compareText, type Place } from '../model/place.ts'
import { nearest } from './near.ts'
import { homesOf, isShared, programsOf, type Wiring } from './wiring.ts'

/** A call of a path of a service of the repository; `gap` stands where the path is not known. */
type RawCall = {
  readonly from: string
  readonly to: string
  readonly path: string
  readonly verb: string | undefined
  /** The verb that its name implies. */
  readonly implied?: string | undefined
  readonly at: Place
}

/** The verb of a call, as its name says it: `requests.delete`, `client.GetAsync`. */
const verbOf = (api: string): string | undefined => inName.exec(api)?.[1]?.toUpperCase()

const inName = /(?:^|[._])(get|post|put|delete|patch|head)(?:Async|JSON|ForObject|ForEntity)?$/i

/** A text that a client of HTTP dials, in one deployment of a service. */
type Dialed = Omit<RawCall, 'to' | 'path'> & { readonly text: string; readonly deployment: string }

const dialedIn = (w: Wiring): Dialed[] =>
  homesOf(w).flatMap(({ service, deployment }) => {
    const files = w.files.get(service.name) ?? []
    const scope = { service, deployment, bindings: w.bindings, files }
    return programsOf(w, service.name).flatMap((file) =>
      file.endpoints
        .filter((e) => e.role === 'consumer' && e.protocol === 'http' && e.api !== 'literal')
        .flatMap((e) =>
          evaluate(e.address, { ...scope, file }).map(({ text }) => ({
            from: service.name,
            deployment,
            text,
            verb: e.verb,
            implied: verbOf(e.api),
            at: e.at,
          })),
        ),
    )
  })

const url = /^https?:\/\/[^/\0?#]+(\/[^?#]*)/i

/** Calls whose host is a service of the repository. */
const callsOf = (w: Wiring, dialed: readonly Dialed[]): RawCall[] =>
  dialed.flatMap(({ text, deployment, ...call }): RawCall[] => {
    const path = url.exec(text)?.[1]
    const host = parseAddresses(text)[0]?.host
    const to = host === undefined ? undefined : w.universe.serviceAt(host, deployment)
    return path === undefined || to === undefined || to === call.from ? [] : [{ ...call, to, path }]
  })

const segmentsOf = (path: string): string[] => path.split('/').filter((s) => s !== '')

const segmentFits = (route: string, called: string): boolean =>
  route.includes('{') || called.includes(gap) || route.toLowerCase() === called.toLowerCase()

/** Whether a route can answer a call. What is not known of the call may be any number of segments. */
const fits = (route: readonly string[], called: readonly string[]): boolean => {
  const [r, c] = [route[0], called[0]]
  if (r === '{*}') return true
  if (c === undefined) return r === undefined
  if (c.includes(gap))
    return (
      [...route, ''].some(
        (_, i) => (i > 0 || c !== gap) && fits(route.slice(i), called.slice(1)),
      ) || fits(route, called.slice(1))
    )
  return r !== undefined && segmentFits(r, c) && fits(route.slice(1), called.slice(1))
}

const depthMax = 24

const serves = (o: Operation, c: RawCall): boolean => {
  const [route, called] = [segmentsOf(o.path), segmentsOf(c.path)]
  return route.length > depthMax || called.length > depthMax || fits(route, called)
}

/** All routes of a service, where they can be all: nothing stands behind a prefix that is not seen. */
const routesOf = (w: Wiring, service: string): readonly Operation[] | undefined => {
  const files = programsOf(w, service)
  const all = files.flatMap((f) => f.operations ?? [])
  const isWhole =
    all.length > 0 &&
    all.every((o) => !o.isOpen && !o.path.includes('{*}')) &&
    files.every((f) => (f.operations ?? []).length === 0 || !isShared(w, f))
  return isWhole ? all : undefined
}

/** Files are served by what no route names; a path without a fixed beginning may be any. */
const isPlain = (c: RawCall): boolean => {
  const segments = segmentsOf(c.path)
  return (
    segments.length > 0 &&
    !segments[0]!.includes(gap) &&
    !/\.\w{1,5}$/.test(segments.at(-1)!) &&
    !/^(?:health|healthz|ready|readyz|live|livez|metrics|actuator|favicon.ico|docs|swagger|openapi)/i.test(
      segments[0]!,
    )
  )
}

const shown = (path: string): string => path.replaceAll(gap, '{}')

const verbFault = (c: RawCall, served: readonly Operation[]): Finding[] => {
  const { verb } = c
  if (verb === undefined || c.path.includes(gap) || verb === 'HEAD' || verb === 'OPTIONS') return []
  if (served.some((o) => o.verb === '*' || o.verb === verb)) return []
  const verbs = [...new Set(served.map((o) => o.verb))].sort().join(', ')
  return [
    {
      ...diagnostic(
        'RTT1116',
        `${c.from} calls ${verb} ${shown(c.path)} of ${c.to}, which serves it for ${verbs} only`,
        {
          at: c.at,
          related: [
            { at: served[0]!.at, label: `${c.to} serves ${served[0]!.verb} ${served[0]!.path}` },
          ],
          help: `RawCall it with ${verbs}, or serve ${verb} ${shown(c.path)}.`,
        },
      ),
      ends: [c.from, c.to, `${verb} ${shown(c.path)}`],
    },
  ]
}

/** A path that is nearly one that is served was meant to be that one: an error; others may be. */
const pathFault = (c: RawCall, routes: readonly Operation[]): Finding => {
  const near = nearest(
    shown(c.path),
    routes.map((o) => o.path),
  )
  const meant = routes.find((o) => o.path === near)
  return {
    ...diagnostic(
      'RTT1116',
      `${c.from} calls ${shown(c.path)} of ${c.to}, which serves no such path`,
      {
        severity: meant ? 'error' : 'warning',
        at: c.at,
        related: [
          meant
            ? { at: meant.at, label: `${c.to} serves ${meant.path}` }
            : {
                at: routes[0]!.at,
                label: `${c.to} serves ${routes[0]!.path} and ${routes.length - 1} more`,
              },
        ],
        ...(meant ? { help: `Did you mean ${meant.path}?` } : {}),
      },
    ),
    ends: [c.from, c.to, shown(c.path)],
  }
}

/** Paths that are called and not served, where the calls that fit show that the routes are understood. */
export const pathFaults = (w: Wiring): Finding[] => {
  const calls = new Map<string, RawCall[]>()
  for (const c of callsOf(w, dialedIn(w))) append(calls, c.to, c)
  return [...calls].flatMap(([to, all]) => {
    const routes = routesOf(w, to)
    if (routes === undefined) return []
    const isUnderstood = all.some((c) => routes.some((o) => serves(o, c)))
    return all.filter(isPlain).flatMap((c) => {
      const served = routes.filter((o) => serves(o, c))
      if (served.length > 0) return verbFault(c, served)
      const fault = pathFault(c, routes)
      return isUnderstood || fault.severity === 'error' ? [fault] : []
    })
  })
}

/** `/order/fetch` behind what is not known: the address comes from elsewhere. */
const bare = new RegExp(`^${gap}(?::\\d+)?(/[^?#]*)`)

/** Who may be called by a path alone: the providers that a service has links of HTTP to. */
const providersOf = (w: Wiring): ReadonlyMap<string, readonly string[]> => {
  const out = new Map<string, string[]>()
  for (const l of w.links)
    if (l.status === 'confirmed' && l.via === 'http') append(out, l.from, l.to)
  return out
}

/** Calls whose host nobody sees, of those who have somebody to call. */
const bareCalls = (
  dialed: readonly Dialed[],
  providers: ReadonlyMap<string, readonly string[]>,
): RawCall[] =>
  dialed.flatMap(({ text, deployment: _, ...call }): RawCall[] => {
    const path = providers.has(call.from) ? bare.exec(text)?.[1] : undefined
    return path === undefined ? [] : [{ ...call, to: '', path }]
  })

const operationsOf = (w: Wiring, service: string): readonly Operation[] =>
  programsOf(w, service).flatMap((f) => f.operations ?? [])

const answers = (o: Operation, c: RawCall): boolean => {
  const verb = c.verb ?? c.implied
  return serves(o, c) && (verb === undefined || o.verb === '*' || o.verb === verb)
}

/** The route that answers a call: of several the one that says most of the path. */
const answering = (all: readonly Operation[], c: RawCall): Operation | undefined =>
  all.filter((o) => answers(o, c)).sort((a, b) => fixedIn(b.path) - fixedIn(a.path))[0]

/** A call with who serves it: the one that is dialed, or of those that may be meant the only one that can answer. */
const attributed = (w: Wiring, c: RawCall, may: readonly string[]): Call => {
  const found = may.flatMap((to) => {
    const served = answering(operationsOf(w, to), c)
    return served ? [{ to, served: served.at, by: served.path }] : []
  })
  const { from, at } = c
  const verb = c.verb ?? c.implied
  const call = { from, ...(verb === undefined ? {} : { verb }), path: shown(c.path), at }
  return found.length === 1 ? { ...call, ...found[0]! } : { ...call, to: c.to }
}

/**
 * Each call of a path of another service, once, with the route that answers it. `to` is empty where neither the address nor
 * the path tells who is called.
 */
export const callsIn = (w: Wiring): readonly Call[] => {
  const providers = providersOf(w)
  const dialed = dialedIn(w)
  const all = [
    ...callsOf(w, dialed).map((c) => ({ c, may: [c.to] })),
    ...bareCalls(dialed, providers).map((c) => ({ c, may: [...new Set(providers.get(c.from))] })),
  ]
  const seen = new Map<string, Call>()
  for (const { c, may } of all.filter((x) => isPlain(x.c))) {
    const id = [c.from, c.to, c.verb ?? c.implied ?? '', shown(c.path)].join('\0')
    if (!seen.has(id)) seen.set(id, attributed(w, c, may))
  }
  return [...seen].sort(([a], [b]) => compareText(a, b)).map(([, c]) => c)
}
