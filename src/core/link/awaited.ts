import type { CodeFacts } from '../model/code.ts'
import type { Unit } from '../model/deployment.ts'
import type { Protocol } from '../model/endpoint.ts'
import type { Evidence, Link } from '../model/link.ts'
import { isProgram } from './sources.ts'
import type { Universe } from './universe.ts'

/** The name of a variable that holds where a database is. */
const hiddenAddress = /(?:^|_)(?:URL|URI|DSN|HOST|CONNECTION(?:_?STRING)?|ENDPOINT|ADDR(?:ESS)?)$/

type Client = { readonly protocol: Protocol; readonly evidence: Evidence }

/** Clients in the source of a service, the first place of each protocol. */
const clientsIn = (files: readonly CodeFacts[]): ReadonlyMap<Protocol, Client> => {
  const out = new Map<Protocol, Client>()
  const note = (protocol: Protocol, { path, line }: { path: string; line: number }) => {
    if (!out.has(protocol))
      out.set(protocol, { protocol, evidence: { path, line, signal: 'client' } })
  }
  for (const f of files.filter(isProgram)) {
    for (const e of f.endpoints) if (e.role === 'consumer') note(e.protocol, e.at)
    for (const m of f.mentions ?? []) if (m.protocol !== undefined) note(m.protocol, m.at)
  }
  return out
}

/** The stores of a cluster, for a unit that is given addresses by a Secret, which nobody opens. */
const hiddenStores = (u: Unit, universe: Universe): NonNullable<Unit['dependsOn']> =>
  u.origin === 'kubernetes' && u.hiddenKeys?.some((k) => k !== '*' && hiddenAddress.test(k))
    ? universe.services
        .filter((s) => universe.isStore(s.name))
        .map((s) => ({ name: s.name, at: u.at }))
    : []

/** Whether a store is the only one of its protocol in the file that starts a unit, or else in its deployment. */
const isOnlyOne = (to: string, u: Unit, universe: Universe): boolean => {
  const via = universe.protocolOf(to)
  const like = universe.services.filter((s) => universe.protocolOf(s.name) === via)
  const started = (isThere: (x: Unit) => boolean): readonly string[] =>
    like.map((s) => s.name).filter((name) => universe.groups.get(name)!.units.some(isThere))
  const beside = started((x) => x.at.path === u.at.path)
  const all = beside.length > 0 ? beside : started((x) => x.deployment === u.deployment)
  return all.length === 1 && all[0] === to
}

/**
 * Stores and brokers that a service waits for and has a client of, where its address stands in a file that
 * is not committed: the only one of its protocol in the deployment is the one that is meant.
 *
 * @param found links of the service that its addresses told
 */
export const awaitedLinks = (
  service: string,
  {
    found,
    files,
    universe,
  }: {
    readonly found: readonly Link[]
    readonly files: readonly CodeFacts[]
    readonly universe: Universe
  },
): Link[] => {
  const told = new Set(found.filter((l) => l.status === 'confirmed').map((l) => l.via))
  const clients = clientsIn(files)
  const units = universe.groups.get(service)?.units ?? []
  const links = units.flatMap((u) =>
    [...(u.dependsOn ?? []), ...hiddenStores(u, universe)].flatMap(({ name, at }): Link[] => {
      const to = universe.serviceAt(name, u.deployment)
      const via = to === undefined ? undefined : universe.protocolOf(to)
      if (to === undefined || via === undefined || to === service || told.has(via)) return []
      const client = clients.get(via)
      if (client === undefined || !isOnlyOne(to, u, universe)) return []
      const isHidden = u.dependsOn?.every((d) => d.name !== name) ?? true
      const signal = isHidden ? 'env-binding' : 'depends-on'
      const evidence: Evidence = { path: at.path, line: at.line, signal }
      return [
        {
          from: service,
          to,
          via,
          port: `${via}:${to}`,
          status: 'confirmed',
          evidence: [client.evidence, evidence],
        },
      ]
    }),
  )
  return [...new Map(links.map((l) => [l.to, l])).values()]
}

/**
 * Stores that the deployment gives a service the address of, and of whose protocol it has a client, though no code shows
 * how the one gets to the other: settings whose variables are made of names of fields, or that a library looks up.
 */
export const trustedLinks = (
  declared: readonly Link[],
  found: readonly Link[],
  { files, universe }: { readonly files: readonly CodeFacts[]; readonly universe: Universe },
): readonly Link[] => {
  if (declared.length === 0) return declared
  const told = new Set(found.filter((l) => l.status === 'confirmed').map((l) => l.via))
  const clients = clientsIn(files)
  return declared.map((l) => {
    const client = clients.get(l.via)
    if (client === undefined || told.has(l.via) || !universe.isStore(l.to)) return l
    return { ...l, status: 'confirmed', evidence: [client.evidence, ...l.evidence] }
  })
}
