import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { gap } from '../link/address.ts'
import { evaluate } from '../link/evaluate.ts'
import { isProgram } from '../link/sources.ts'
import type { CodeFacts } from '../model/code.ts'
import type { Channel, Protocol } from '../model/endpoint.ts'
import type { Expression } from '../model/expression.ts'
import { append } from '../model/multimap.ts'
import type { Place } from '../model/place.ts'
import { nearest } from './near.ts'
import { deploymentsIn, type Wiring } from './wiring.ts'

/** One end of a topic or queue, with the names that it can have; none where they are not known. */
type End = {
  readonly service: string
  readonly action: Channel['action']
  readonly protocol: Protocol
  readonly kind: Channel['kind']
  readonly names: readonly string[]
  readonly at: Place
}

const patterned = /[*#>+?$\\^()[\]{}|\0]/

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/**
 * A variable that the file gives no known value: one of that name elsewhere is another variable. Constants are
 * written in capitals or begin with one, and mean the same everywhere.
 */
const isForeign = (e: Expression, file: CodeFacts): boolean => {
  if (e.kind === 'name')
    return /^[a-z_]\w*$/.test(e.name) && !file.assignments.some((a) => lastOf(a.name) === e.name)
  if (e.kind === 'concat') return e.parts.some((p) => isForeign(p, file))
  return e.kind === 'either' && e.of.some((p) => isForeign(p, file))
}

const namesOf = (w: Wiring, c: Channel, file: CodeFacts, service: string): readonly string[] => {
  const group = w.universe.groups.get(service)
  if (isForeign(c.name, file)) return []
  if (group === undefined) return c.name.kind === 'literal' ? [c.name.value] : []
  const files = w.files.get(service) ?? []
  const values = deploymentsIn(w, service).flatMap((deployment) =>
    evaluate(c.name, { service: group, deployment, bindings: w.bindings, file, files }),
  )
  const names = [...new Set(values.map((v) => v.text))]
  return names.some((n) => n === '' || n.includes(gap) || patterned.test(n)) ? [] : names
}

const endsOf = (w: Wiring): End[] =>
  [...w.files].flatMap(([service, files]) =>
    files.filter(isProgram).flatMap((f) =>
      (f.channels ?? []).map(({ action, protocol, kind, name, api, at }) => ({
        service,
        action,
        protocol,
        kind,
        names: namesOf(w, { action, protocol, kind, name, api, at }, f, service),
        at,
      })),
    ),
  )

const other = { send: 'receive', receive: 'send' } as const

const toFinding = (end: End, meant: End | undefined): Finding => {
  const [name] = end.names as [string]
  const isSent = end.action === 'send'
  const near = meant?.names[0]
  return {
    ...diagnostic(
      isSent ? 'RTT1114' : 'RTT1115',
      isSent
        ? `${end.service} sends to the ${end.kind} ${name}, and nobody receives from it`
        : `${end.service} receives from the ${end.kind} ${name}, and nobody sends to it`,
      {
        severity: near === undefined ? 'note' : 'warning',
        at: end.at,
        related: meant
          ? [
              {
                at: meant.at,
                label: `${meant.service} ${isSent ? 'receives from' : 'sends to'} ${near}`,
              },
            ]
          : [],
        ...(near === undefined ? {} : { help: `Did you mean ${near}? Give both the same name.` }),
      },
    ),
    ends: [end.service, `${end.protocol}:${name}`],
  }
}

/** The ends of one kind of channel of one protocol: what could be at the other end is all in here. */
const faultsIn = (ends: readonly End[]): Finding[] => {
  const received = ends.filter((e) => e.action === 'receive').flatMap((e) => e.names)
  const sent = new Set(ends.filter((e) => e.action === 'send').flatMap((e) => e.names))
  const matched = new Set(received.filter((n) => sent.has(n)))
  return ends.flatMap((end): Finding[] => {
    const opposite = ends.filter((e) => e.action === other[end.action])
    // An end whose name is not known may be the one that is missed.
    if (opposite.length === 0 || opposite.some((e) => e.names.length === 0)) return []
    if (end.names.length !== 1 || opposite.some((e) => e.names.includes(end.names[0]!))) return []
    const loose = opposite.filter((e) => e.names.every((n) => !matched.has(n)))
    const near = nearest(
      end.names[0]!,
      loose.flatMap((e) => e.names),
    )
    const meant = near === undefined ? undefined : loose.find((e) => e.names.includes(near))
    // Where not one pair is found, the two sides name their ends in ways that are not understood.
    return meant === undefined && matched.size === 0 ? [] : [toFinding(end, meant)]
  })
}

/** Topics and queues of which this repository has one end, while it has both of others of the kind. */
export const channelFaults = (w: Wiring): Finding[] => {
  const groups = new Map<string, End[]>()
  for (const e of endsOf(w)) {
    append(groups, `${e.protocol}\0${e.kind}`, e)
  }
  return [...groups.values()].flatMap(faultsIn)
}
