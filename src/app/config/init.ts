import { RttError } from '../../core/diag/error.ts'
import { layout } from '../../core/model/layout.ts'
import { compareText } from '../../core/model/place.ts'
import { policySchema } from '../../core/model/policy.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { cyclesAmong } from '../../core/policy/cycles.ts'
import { type Edge, edgesOf } from '../../core/policy/edges.ts'
import { fanoutFaults } from '../../core/policy/fanout.ts'
import type { Durable } from '../../ports/durable.ts'

type Rule = { effect: 'allow'; from: string; to: string; via?: string[] }

const addressOf = (side: Edge['from']): string => side.addresses[0]!

/** One rule for each pair that talks today; imports between packages stay free. */
const rulesOf = (edges: readonly Edge[]): Rule[] => {
  const pairs = new Map<string, { from: string; to: string; via: Set<string> }>()
  for (const e of edges.filter((x) => x.via !== 'import')) {
    const [from, to] = [addressOf(e.from), addressOf(e.to)]
    const known = pairs.get(`${from} ${to}`) ?? { from, to, via: new Set<string>() }
    known.via.add(e.via)
    pairs.set(`${from} ${to}`, known)
  }
  return [...pairs]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { from, to, via }]) => ({ effect: 'allow', from, to, via: [...via].sort() }))
}

const empty = policySchema.parse({ v: 1 })

/** Ports that lead to several ends today, with how many they are. */
const fanoutOf = (edges: readonly Edge[]): { from: string; max: number }[] => {
  const ends = new Map<string, Set<string>>()
  for (const e of edges.filter((x) => x.via !== 'import')) {
    const from = `${addressOf(e.from)}#${e.from.port}`
    ends.set(from, (ends.get(from) ?? new Set()).add(addressOf(e.to)))
  }
  const strict = fanoutFaults({ ...empty, fanout: [] }, edges)
  return [...ends]
    .filter(([, to]) => to.size > 1 && strict.length > 0)
    .sort(([a], [b]) => compareText(a, b))
    .map(([from, to]) => ({ from, max: to.size }))
}

/** The first policy of a repository: what it has is allowed, and nothing else. */
const firstPolicy = (scan: ScanResult): Readonly<Record<string, unknown>> => {
  const edges = edgesOf(scan)
  const all = { among: ['rtt://**'] }
  const isAcyclic = cyclesAmong({ ...empty, acyclic: [all] }, edges).length === 0
  return {
    $schema: '../node_modules/rtt/schemas/policy.schema.json',
    v: 1,
    rules: [
      ...rulesOf(edges),
      { effect: 'allow', from: '**', to: '**', via: ['import'], reason: 'imports are free' },
    ],
    otherwise: 'deny',
    fanout: fanoutOf(edges),
    ...(isAcyclic ? { acyclic: [all] } : {}),
    findings: [],
  }
}

/**
 * Writes the first policy; one that is there is never touched.
 *
 * @throws RttError RTT6001 where there is one
 */
export const initPolicy = (durable: Durable, scan: ScanResult): string => {
  const text = `${JSON.stringify(firstPolicy(scan), null, 2)}\n`
  if (!durable.create(layout.policy, text))
    throw new RttError('RTT6001', `${layout.policy} is there already`, {
      at: { path: layout.policy, line: 1 },
      help: 'Edit it, or move it away first.',
    })
  return layout.policy
}
