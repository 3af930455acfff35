import type { CodeFacts } from '../model/code.ts'
import type { HostName, Unit } from '../model/deployment.ts'
import type { Protocol } from '../model/endpoint.ts'
import { compareText } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import { imageRole } from './image.ts'
import { folderName, type Group, groupUnits, nameKey } from './units.ts'

/** The services of a repository, and how a host name or a file leads to one. */
export type Universe = {
  readonly services: readonly Service[]
  readonly groups: ReadonlyMap<string, Group>
  /** The service that a host name stands for; `deployment` is asked first. */
  readonly serviceAt: (host: string, deployment?: string) => string | undefined
  /** Services whose source a file belongs to: those with the deepest folder above it. */
  readonly ownersOf: (path: string) => readonly string[]
  /** Services that listen on or publish a port. */
  readonly listeningOn: (port: number) => readonly string[]
  /** The protocol that the image of a service speaks. */
  readonly protocolOf: (service: string) => Protocol | undefined
}

type Input = {
  readonly units: readonly Unit[]
  readonly hosts: readonly HostName[]
  readonly code: readonly CodeFacts[]
}

const languageOf = (files: readonly CodeFacts[]): string => {
  const count = new Map<string, number>()
  for (const f of files)
    if (!['compose', 'kubernetes', 'dockerfile', 'shell'].includes(f.lang))
      count.set(f.lang, (count.get(f.lang) ?? 0) + 1)
  return [...count].sort(([a, n], [b, m]) => m - n || compareText(a, b))[0]?.[0] ?? ''
}

/** Kubernetes names reach across namespaces: `cart.shop.svc.cluster.local` is `cart`. */
const shortHost = (host: string): string =>
  host.replace(/\.svc(?:\.cluster\.local)?\.?$/, '\0').replace(/\.[\w-]+\0$|\0$/, '')

const selects = (h: HostName, u: Unit): boolean =>
  h.selector.length > 0 &&
  u.labels.length > 0 &&
  h.deployment === u.deployment &&
  h.selector.every((s) => u.labels.includes(s))

const hostTable = (groups: readonly Group[], hosts: readonly HostName[]): Map<string, string> => {
  const table = new Map<string, string>()
  const put = (host: string, service: string) => {
    const key = host.toLowerCase()
    if (key !== '' && !table.has(key)) table.set(key, service)
  }
  for (const g of groups) for (const u of g.units) put(`${u.deployment}\0${u.name}`, g.name)
  for (const g of groups) for (const u of g.units) put(u.name, g.name)
  for (const g of groups) for (const u of g.units) for (const a of u.aliases) put(a, g.name)
  for (const h of hosts) {
    const g = groups.find((x) => x.units.some((u) => selects(h, u)))
    if (g === undefined) continue
    put(`${h.deployment}\0${h.name}`, g.name)
    put(h.name, g.name)
  }
  return table
}

/** A root that several services are built from says of none of them which files are its own. */
const isSharedRoot = (g: Group, groups: readonly Group[]): boolean =>
  g.path === '' && groups.filter((x) => x.path === '').length > 1

const pathFor = (
  g: Group,
  groups: readonly Group[],
  code: readonly CodeFacts[],
): string | undefined => {
  if (
    (g.path !== undefined && !isSharedRoot(g, groups)) ||
    imageRole(g.units.find((u) => u.image)?.image)
  )
    return g.path
  const folders = new Set(
    code.flatMap((c) =>
      c.path
        .split('/')
        .slice(0, -1)
        .map((_, i, all) => all.slice(0, i + 1).join('/')),
    ),
  )
  return [...folders]
    .filter((f) => nameKey(f.slice(f.lastIndexOf('/') + 1)) === nameKey(g.name))
    .sort((a, b) => a.split('/').length - b.split('/').length || compareText(a, b))[0]
}

const ownerTable =
  (paths: ReadonlyMap<string, string>) =>
  (path: string): readonly string[] => {
    let depth = -1
    let owners: string[] = []
    for (const [service, folder] of paths) {
      if (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) continue
      if (folder.length < depth) continue
      if (folder.length > depth) owners = []
      depth = folder.length
      owners.push(service)
    }
    return owners
  }

const kindOf = (g: Group, source: boolean): Service['kind'] => {
  const role = g.units
    .map((u) => (u.origin === 'dockerfile' || !source ? imageRole(u.image) : undefined))
    .find((r) => r !== undefined)
  return role?.kind ?? g.units.find((u) => u.kind !== undefined)?.kind ?? 'service'
}

/** Builds the universe from what all readers found. Pure; order of input does not matter. */
export const buildUniverse = ({ units, hosts, code }: Input): Universe => {
  const groups = groupUnits(units)
  const paths = new Map(
    groups.flatMap((g) => {
      const path = pathFor(g, groups, code)
      return path === undefined ? [] : [[g.name, path] as const]
    }),
  )
  const ownersOf = ownerTable(paths)
  const table = hostTable(groups, hosts)
  const filesOf = new Map<string, CodeFacts[]>()
  for (const c of code)
    for (const s of c.unit === undefined ? ownersOf(c.path) : [])
      filesOf.set(s, [...(filesOf.get(s) ?? []), c])
  const services = groups.map((g): Service => {
    const path = paths.get(g.name)
    const folder = folderName({ ...g, path })
    const names = [
      ...g.units.flatMap((u) => [u.name, ...u.aliases]),
      ...[...table].filter(([h, s]) => s === g.name && !h.includes('\0')).map(([h]) => h),
      ...(folder ? [folder] : []),
    ]
    return {
      name: g.name,
      aliases: [...new Set(names)].filter((n) => n !== g.name).sort(compareText),
      ...(path === undefined ? {} : { path }),
      lang: languageOf(filesOf.get(g.name) ?? []),
      kind: kindOf(g, path !== undefined),
      ports: [...new Set(g.units.flatMap((u) => u.ports))].sort((a, b) => a - b),
      at: g.units[0]!.at,
    }
  })
  return {
    services,
    ownersOf,
    groups: new Map(groups.map((g) => [g.name, g])),
    serviceAt: (host, deployment) =>
      table.get(`${deployment}\0${host}`.toLowerCase()) ??
      table.get(host.toLowerCase()) ??
      table.get(shortHost(host.toLowerCase())),
    listeningOn: (port) => services.filter((s) => s.ports.includes(port)).map((s) => s.name),
    protocolOf: (name) =>
      groups
        .find((g) => g.name === name)
        ?.units.map((u) => imageRole(u.image)?.protocol)
        .find((p) => p !== undefined),
  }
}
