import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { append } from '../model/multimap.ts'
import { type NamedEnd, namedEnds } from './channelends.ts'
import { nearest } from './near.ts'
import type { Wiring } from './wiring.ts'

const other = { send: 'receive', receive: 'send' } as const

const toFinding = (end: NamedEnd, meant: NamedEnd | undefined): Finding => {
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
const faultsIn = (ends: readonly NamedEnd[]): Finding[] => {
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
  const groups = new Map<string, NamedEnd[]>()
  for (const e of namedEnds(w)) {
    append(groups, `${e.protocol}\0${e.kind}`, e)
  }
  return [...groups.values()].flatMap(faultsIn)
}
