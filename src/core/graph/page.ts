import type { Diagnostic } from '../diag/diagnostic.ts'
import type { Link } from '../model/link.ts'
import type { Place } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'
import type { Service } from '../model/service.ts'
import { groupsOf } from './groups.ts'
import { type Problem, problemsOf, shownPlace } from './problems.ts'
import { visible } from './visible.ts'

const evidenceMax = 40

/** Services and groups are named by their index. All texts are made visible; places are `path:line`. */
export type PageData = {
  readonly v: 1
  readonly name: string
  readonly files: number
  readonly read: number
  readonly groups: readonly { readonly name: string }[]
  readonly services: readonly PageService[]
  readonly links: readonly PageLink[]
  readonly problems: readonly Problem[]
}

type PageService = {
  readonly name: string
  readonly aliases: readonly string[]
  readonly kind: Service['kind']
  readonly lang: string
  readonly path?: string
  readonly ports: readonly number[]
  readonly at: string
  /** Where it is made public: an ingress, a published port, a load balancer. */
  readonly exposed?: string
  readonly group: number
  readonly problems: readonly number[]
}

type PageLink = {
  readonly from: number
  readonly to: number
  readonly via: Link['via']
  readonly status: Link['status']
  readonly port: string
  readonly contract?: string
  readonly contractAt?: string
  readonly evidence: readonly { readonly at: string; readonly signal: string }[]
  /** How much evidence there is; the page may hold less. */
  readonly evidenceCount: number
  readonly problems: readonly number[]
}

/** A link both of whose ends are services of the result. */
type Joined = { readonly link: Link; readonly from: number; readonly to: number }

const touching = (
  problems: readonly Problem[],
  what: 'services' | 'links',
): Map<number, number[]> => {
  const table = new Map<number, number[]>()
  for (const [p, problem] of problems.entries())
    for (const i of problem[what]) table.set(i, [...(table.get(i) ?? []), p])
  return table
}

const pageLink = ({ link, from, to }: Joined, contracts: ReadonlyMap<string, Place>): PageLink => {
  const contractAt = link.contract === undefined ? undefined : contracts.get(link.contract)
  return {
    from,
    to,
    via: link.via,
    status: link.status,
    port: visible(link.port),
    ...(link.contract === undefined ? {} : { contract: visible(link.contract) }),
    ...(contractAt === undefined ? {} : { contractAt: shownPlace(contractAt) }),
    evidence: link.evidence
      .slice(0, evidenceMax)
      .map((e) => ({ at: shownPlace(e), signal: e.signal })),
    evidenceCount: link.evidence.length,
    problems: [],
  }
}

const pageService = (s: Service, group: number): PageService => ({
  name: visible(s.name),
  aliases: s.aliases.map(visible),
  kind: s.kind,
  lang: visible(s.lang),
  ...(s.path === undefined ? {} : { path: visible(s.path) }),
  ports: s.ports,
  at: shownPlace(s.at),
  ...(s.exposedAt === undefined ? {} : { exposed: shownPlace(s.exposedAt) }),
  group,
  problems: [],
})

/** A repository that gives itself no name is `local` in every address, which tells a reader nothing. */
const titleOf = (namespace: readonly string[]): string => {
  const name = namespace.join('/')
  return name === '' || name === 'local' ? 'This repository' : visible(name)
}

/**
 * All that the graph page shows, ordered as the scan is. `versions` is what the doctor says of the same
 * result.
 */
export const pageData = (result: ScanResult, versions: readonly Diagnostic[]): PageData => {
  const numbers = new Map(result.services.map((s, i) => [s.name, i]))
  const joined = result.links.flatMap((link): Joined[] => {
    const [from, to] = [numbers.get(link.from), numbers.get(link.to)]
    return from === undefined || to === undefined ? [] : [{ link, from, to }]
  })
  const links = joined.map((j) => j.link)
  const groups = groupsOf(result.services, links)
  const problems = problemsOf({ ...result, links }, versions)
  const contracts = new Map(result.contracts.toReversed().map((c) => [c.id, c.at]))
  const [ofService, ofLink] = [touching(problems, 'services'), touching(problems, 'links')]
  return {
    v: 1,
    name: titleOf(result.namespace),
    files: result.fileCount,
    read: result.readCount,
    groups: groups.names.map((name) => ({ name: visible(name) })),
    services: result.services.map((s, i) => ({
      ...pageService(s, groups.of[i]!),
      problems: ofService.get(i) ?? [],
    })),
    links: joined.map((j, i) => ({ ...pageLink(j, contracts), problems: ofLink.get(i) ?? [] })),
    problems,
  }
}
