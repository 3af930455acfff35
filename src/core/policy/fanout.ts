import { append } from '../model/multimap.ts'
import type { Policy } from '../model/policy.ts'
import type { Edge } from './edges.ts'
import { selectorOf } from './select.ts'
import type { Violation } from './violation.ts'

/** A bus has many ends by its nature. */
const buses: ReadonlySet<string> = new Set(['kafka', 'amqp', 'nats', 'mqtt', 'import'])

const portOf = ({ from }: Edge): string => `${from.addresses[0]}#${from.port}`

/** Ends of one port that hold at once: in one deployment, or in none that is known. */
const atOnce = (edges: readonly Edge[]): readonly Edge[] => {
  const byDeployment = new Map<string, Edge[]>()
  for (const e of edges)
    for (const d of e.deployments.length > 0 ? e.deployments : ['']) append(byDeployment, d, e)
  return [...byDeployment.values()].sort((a, b) => b.length - a.length)[0] ?? []
}

/** Ports with more ends at once than the policy lets them have. Ends of different deployments are alternatives. */
export const fanoutFaults = ({ fanout }: Policy, edges: readonly Edge[]): Violation[] => {
  if (fanout === undefined) return []
  const rules = fanout.map((r) => ({ ...r, from: selectorOf(r.from) }))
  const ports = new Map<string, Edge[]>()
  for (const e of edges) if (!buses.has(e.via)) append(ports, portOf(e), e)
  return [...ports.values()].flatMap((all): Violation[] => {
    const ends = atOnce(all)
    if (ends.length < 2) return []
    const at = rules.findIndex((r) => r.from(ends[0]!.from))
    if (at >= 0 && ends.length <= rules[at]!.max) return []
    const names = ends.map((e) => e.to.name).join(', ')
    const most = at < 0 ? 'one is allowed' : `${rules[at]!.max} are allowed`
    return [
      {
        code: 'RTT2021',
        rule: at < 0 ? ['fanout'] : ['fanout', at],
        summary: `${ends[0]!.from.name}#${ends[0]!.from.port} leads to ${ends.length} ends at once (${names}), and ${most}`,
        places: ends.flatMap((e) => e.places.slice(0, 2)),
      },
    ]
  })
}
