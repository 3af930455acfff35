import { append } from '../model/multimap.ts'
import { compareText } from '../model/place.ts'
import type { Way } from '../model/way.ts'
import { isLocal } from './address.ts'
import type { Candidate } from './candidates.ts'

const byOf = ({ evidence, host }: Candidate): Way['by'] => {
  if (evidence.some((e) => e.signal === 'env-binding')) return 'set'
  if (isLocal(host)) return 'local'
  return evidence.some((e) => e.signal === 'default') ? 'default' : 'written'
}

/** What comes first is what counts: a default is not looked at where something is set. */
const precedence = ['set', 'written', 'default', 'local'] as const

/** How the address of a link gets to its consumer, one way for each deployment, ordered. */
export const waysOf = (all: readonly Candidate[]): readonly Way[] => {
  const byDeployment = new Map<string, Candidate[]>()
  for (const c of all) if (c.sure) append(byDeployment, c.deployment, c)
  return [...byDeployment]
    .sort(([a], [b]) => compareText(a, b))
    .map(([deployment, candidates]): Way => {
      const by = precedence.find((p) => candidates.some((c) => byOf(c) === p))!
      const own = candidates.filter((c) => byOf(c) === by)
      const hosts = [...new Set(own.map((c) => c.host))].sort(compareText)
      const ports = [...new Set(own.flatMap((c) => c.port ?? []))].sort((a, b) => a - b)
      return { in: deployment, by, hosts, ports }
    })
}
