import type { CodeFacts } from '../model/code.ts'
import type { Exposure, HostName, Subset, Unit } from '../model/deployment.ts'
import type { Protocol } from '../model/endpoint.ts'
import type { Project, ServiceName } from '../model/ownership.ts'
import type { Package } from '../model/package.ts'
import { baseOf } from '../model/path.ts'
import { compareText } from '../model/place.ts'
import type { Service } from '../model/service.ts'
import { exposedServices } from './exposed.ts'
import { findHost, hostTable } from './hosts.ts'
import { defaultPort, type ImageRole, imageRole } from './image.ts'
import { findSources, isProgram } from './sources.ts'
import { mergePrograms, mergeTwins } from './twins.ts'
import { type Group, groupUnits } from './units.ts'
import { nameServices } from './variants.ts'

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
  /** Programs that listen on a port of the host, since no container holds them. */
  readonly startedOn: (port: number) => readonly string[]
  /** Of some program that is started by hand nobody knows where it listens: it may be anywhere. */
  readonly isAnyUnheard: boolean
  /** Services that a composed project publishes on a port of the host. */
  readonly publishing: (port: number) => readonly string[]
  /** The protocol that the image of a service speaks. */
  readonly protocolOf: (service: string) => Protocol | undefined
  /** A database, cache or broker: it answers, and dials none but its like. */
  readonly isStore: (service: string) => boolean
  /** Folders with a compose file. */
  readonly deploymentFolders: ReadonlySet<string>
  /** Its source is a package of code for browsers, by what the package depends on. */
  readonly isBrowser: (service: string) => boolean
}

type Input = {
  readonly units: readonly Unit[]
  readonly hosts: readonly HostName[]
  readonly code: readonly CodeFacts[]
  readonly packages: readonly Package[]
  readonly exposures?: readonly Exposure[]
  readonly subsets?: readonly Subset[]
  readonly names?: readonly ServiceName[]
  readonly projects?: readonly Project[]
  /** Services by the names that their code gives them at a registry, in lower case. */
  readonly registered?: ReadonlyMap<string, string>
}

const browserLibrary =
  /^(?:vue|react-dom|svelte|preact|solid-js|@angular\/core|next|nuxt|jquery|axios|vite)$/

const browserFolders = (packages: readonly Package[]): ReadonlySet<string> =>
  new Set(
    packages
      .filter((p) => p.ecosystem === 'npm')
      .filter((p) => p.dependencies.some((d) => browserLibrary.test(d.name)))
      .map((p) => p.dir),
  )

const languageOf = (files: readonly CodeFacts[]): string => {
  const count = new Map<string, number>()
  for (const f of files) if (isProgram(f)) count.set(f.lang, (count.get(f.lang) ?? 0) + 1)
  return [...count].sort(([a, n], [b, m]) => m - n || compareText(a, b))[0]?.[0] ?? ''
}

/** What a program calls itself reaches it, where nobody is called so already and its folder is of one service. */
const addNames = (
  table: Map<string, string>,
  names: readonly ServiceName[],
  ownersOf: (path: string) => readonly string[],
): void => {
  for (const { folder, name } of names) {
    const owners = ownersOf(folder === '' ? name : `${folder}/${name}`)
    const key = name.toLowerCase()
    if (owners.length === 1 && !table.has(key)) table.set(key, owners[0]!)
  }
}

/** What an image of a database is often started for beside being one. */
const chore = /(?:^|[-_])(?:migrat\w*|init|setup|seed\w*|backup|restore|bootstrap)(?:$|[-_])/i

/** The role of its image, unless the image only brings the tools of a job. */
const roleOf = (g: Group, source: boolean): ImageRole | undefined => {
  const isJob = chore.test(g.name) || g.units.some((u) => u.kind === 'job')
  return isJob
    ? undefined
    : g.units
        .map((u) => (u.origin === 'dockerfile' || !source ? imageRole(u.image) : undefined))
        .find((r) => r !== undefined)
}

const kindOf = (g: Group, source: boolean): Service['kind'] =>
  roleOf(g, source)?.kind ??
  g.units.find((u) => u.kind !== undefined)?.kind ??
  (chore.test(g.name) && g.units.some((u) => imageRole(u.image)) ? 'job' : 'service')

/** By the ports that its deployments declare, or by what its image is known for where they declare none. */
const listens = (g: Group, port: number): boolean => {
  const declared = g.units.flatMap((u) => u.ports)
  if (declared.length > 0) return declared.includes(port)
  return g.units.some((u) => defaultPort(u.image) === port)
}

const publishes = (g: Group, port: number): boolean =>
  g.units.some((u) => u.origin === 'compose' && u.claims?.some((c) => c.port === port))

/** What starts programs on the machine itself. */
const onHost = new Set<string>(['code', 'procfile', 'systemd'])

const isStartedOn = (g: Group, port: number): boolean =>
  g.units.some((u) => onHost.has(u.origin) && u.ports.includes(port))

/** The plain host names of each service, without those that hold in one deployment only. */
const hostsByService = (table: ReadonlyMap<string, string>): ReadonlyMap<string, string[]> => {
  const out = new Map<string, string[]>()
  for (const [host, service] of table) {
    if (host.includes('\0')) continue
    const own = out.get(service)
    if (own) own.push(host)
    else out.set(service, [host])
  }
  return out
}

/** Where people look first: the deployment itself, before files that change it for a purpose. */
const declaredAt = ({ units }: Group): Unit['at'] =>
  (units.find((u) => /(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(u.at.path)) ?? units[0]!).at

/** Builds the universe from what all readers found. Pure; order of input does not matter. */
export const buildUniverse = (input: Input): Universe => {
  const { units, hosts, code, packages } = input
  const groups = mergeTwins(
    mergePrograms(groupUnits(nameServices(units, hosts, input.subsets ?? []))),
  )
  const { folderOf, ownersOf } = findSources({ ...input, groups })
  const browsers = browserFolders(packages)
  const table = hostTable(groups, hosts)
  addNames(table, input.names ?? [], ownersOf)
  for (const [name, service] of input.registered ?? [])
    if (!table.has(name)) table.set(name, service)
  const hostsOf = hostsByService(table)
  const exposed = exposedServices(units, input.exposures ?? [], table)
  const filesOf = new Map<string, CodeFacts[]>()
  for (const c of code)
    for (const s of c.unit === undefined ? ownersOf(c.path) : []) {
      const own = filesOf.get(s)
      if (own) own.push(c)
      else filesOf.set(s, [c])
    }
  const services = groups.map((g): Service => {
    const path = folderOf(g.name)
    const folder = path === undefined ? '' : baseOf(path)
    const names = [
      ...g.units.flatMap((u) => [u.name, ...u.aliases]),
      ...(hostsOf.get(g.name) ?? []),
      ...(folder === '' ? [] : [folder]),
    ]
    return {
      name: g.name,
      aliases: [...new Set(names)].filter((n) => n !== g.name).sort(compareText),
      ...(path === undefined ? {} : { path }),
      lang: languageOf(filesOf.get(g.name) ?? []),
      kind: kindOf(g, (filesOf.get(g.name) ?? []).some(isProgram)),
      ports: [...new Set(g.units.flatMap((u) => u.ports))].sort((a, b) => a - b),
      at: declaredAt(g),
      ...(exposed.has(g.name) ? { exposedAt: exposed.get(g.name)! } : {}),
    }
  })
  const byName = new Map(groups.map((g) => [g.name, g]))
  const rolesOf = (name: string) => {
    const g = byName.get(name)
    return g === undefined || chore.test(name) ? [] : g.units.map((u) => imageRole(u.image))
  }
  return {
    services,
    ownersOf,
    groups: byName,
    serviceAt: (host, deployment) => findHost(table, host, deployment),
    startedOn: (port) => groups.filter((g) => isStartedOn(g, port)).map((g) => g.name),
    isAnyUnheard: groups.some((g) =>
      g.units.every((u) => u.origin === 'code' && u.ports.length === 0 && !u.isSilent),
    ),
    publishing: (port) => groups.filter((g) => publishes(g, port)).map((g) => g.name),
    listeningOn: (port) => groups.filter((g) => listens(g, port)).map((g) => g.name),
    isStore: (name) => rolesOf(name).some((r) => r?.kind === 'datastore' || r?.kind === 'broker'),
    deploymentFolders: new Set(
      units.flatMap((u) => /^compose:(.*)$/.exec(u.deployment)?.[1] ?? []),
    ),
    isBrowser: (name) => browsers.has(folderOf(name) ?? '\0'),
    protocolOf: (name) =>
      rolesOf(name)
        .map((r) => r?.protocol)
        .find((p) => p !== undefined),
  }
}
