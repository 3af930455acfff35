import { isLocal, parseAddresses } from '../link/address.ts'
import { imageName } from '../link/image.ts'
import type { Agent, ServerUse } from '../model/agent.ts'
import type { Package } from '../model/package.ts'
import { baseOf, folderOf, resolvePath } from '../model/path.ts'
import type { Service } from '../model/service.ts'
import { ownerOf } from './owner.ts'
import { type Program, programOf } from './program.ts'
import type { McpServer } from './servers.ts'

/** What a configured server turns out to be: a service of the repository, with its contract where it is known. */
export type Target = { readonly service: string; readonly server?: McpServer }

export type Repository = {
  readonly servers: readonly McpServer[]
  readonly services: readonly Service[]
  readonly packages: readonly Package[]
}

const key = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-')
/** A folder of settings stands in the folder that it is about. */
const baseOfConfig = (path: string): string => {
  const steps = folderOf(path).split('/')
  const hidden = steps.findIndex((s) => s.startsWith('.'))
  return (hidden < 0 ? steps : steps.slice(0, hidden)).join('/')
}

const only = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined)

/** The server that a path leads to: its file, or the package that the path stands in. */
const atPath = (path: string, { servers, packages }: Repository): McpServer | undefined => {
  const exact = servers.filter((s) => s.files.includes(path))
  if (exact.length > 0) return only(exact)
  const dirs = packages.map((p) => p.dir).concat(servers.map((s) => s.dir))
  const around = dirs.filter((d) => d === '' || path === d || path.startsWith(`${d}/`))
  const depth = Math.max(-1, ...around.map((d) => d.length))
  return only(servers.filter((s) => s.dir.length === depth && around.includes(s.dir)))
}

const byPath = (program: Program, at: string, repository: Repository): Target | undefined => {
  const bases = new Set([baseOfConfig(at), ''])
  for (const text of program.paths)
    for (const base of bases) {
      const path = resolvePath(base, text)
      const server = path === undefined ? undefined : atPath(path, repository)
      if (server !== undefined) return { service: server.service, server }
    }
  return undefined
}

/** `@acme/server@1.2`, `server==1.2`, `server[extra]`: the name alone. */
const packageIn = (arg: string): string =>
  key(arg.replace(/(?<=.)@[^/]*$/, '').replace(/(?:==|>=|\[).*$/, ''))

const namesOf = (p: Package): readonly string[] => (p.isUnnamed ? p.bins : [p.name, ...p.bins])

const byPackage = (
  program: Program,
  { servers, packages, services }: Repository,
): Target | undefined => {
  const asked = new Set(program.names.map(packageIn))
  const isAsked = (p: Package | undefined): boolean =>
    p !== undefined && namesOf(p).some((n) => asked.has(key(n)))
  const server = only(servers.filter((s) => isAsked(s.package)))
  if (server) return { service: server.service, server }
  const owner = only(packages.filter((p) => isAsked(p) && p.dir !== ''))
  const service = owner && ownerOf(`${owner.dir}/x`, services)
  return service?.path === owner?.dir && service ? { service: service.name } : undefined
}

const ofService = (name: string | undefined, servers: readonly McpServer[]): Target | undefined => {
  if (name === undefined) return undefined
  const server = only(servers.filter((s) => s.service === name))
  return { service: name, ...(server ? { server } : {}) }
}

/** The service at the host and port of an address, also where `mcp-remote` or the like is given it. */
const byAddress = (use: ServerUse, { servers, services }: Repository): Target | undefined => {
  const urls = [use.url, ...use.args].filter((a): a is string => /^https?:\/\//.test(a ?? ''))
  const [address] = urls.flatMap(parseAddresses)
  if (address === undefined) return undefined
  const found = isLocal(address.host)
    ? services.filter((s) => address.port !== undefined && s.ports.includes(address.port))
    : services.filter((s) => s.kind !== 'external' && [s.name, ...s.aliases].includes(address.host))
  return ofService(only(found)?.name, servers)
}

/** `docker run IMAGE`: the server that is called as the image is. */
const byImage = (program: Program, { servers }: Repository): Target | undefined => {
  if (program.image === undefined) return undefined
  const image = key(imageName(program.image))
  const isCalled = (s: McpServer): boolean =>
    [s.service, ...s.aliases].some((n) => key(baseOf(n)) === image)
  const server = only(servers.filter(isCalled))
  return server && { service: server.service, server }
}

/** The server outside whose tools were written down under this name. */
const byName = (use: ServerUse, { servers }: Repository): Target | undefined => {
  const server = servers.find((s) => s.deployed === 'outside' && key(s.id) === key(use.name))
  return server && { service: server.service, server }
}

/** The service that a configured server is; undefined where nothing is known of it but its name. */
export const targetOf = (use: ServerUse, repository: Repository): Target | undefined => {
  const program = programOf(use)
  return (
    byPath(program, use.at.path, repository) ??
    byPackage(program, repository) ??
    byAddress(use, repository) ??
    byImage(program, repository) ??
    byName(use, repository)
  )
}

/** The name of the server in the name of a tool: `mcp__github__search`, `github/search`, `github/*`. */
export const serverNamedBy = (tool: string): string | undefined =>
  /^mcp__(.+?)__/.exec(tool)?.[1] ??
  /^mcp__([^_]+(?:_[^_]+)*)$/.exec(tool)?.[1] ??
  /^([\w.-]+)\/[\w.*-]+$/.exec(tool)?.[1]

/** Whom an agent means by the names of its tools: servers that some client is configured with, or of the repository. */
export const usesByTools = (
  agent: Agent,
  known: readonly ServerUse[],
  servers: readonly McpServer[],
): readonly ServerUse[] => {
  const names = new Set(agent.tools.map(serverNamedBy).filter((n) => n !== undefined))
  return [...names].flatMap((name): ServerUse[] => {
    const same = known.find((u) => key(u.name) === key(name))
    if (same) return [same]
    const own = servers.filter((s) =>
      [s.id, s.service, ...s.aliases].some((n) => key(n) === key(name)),
    )
    const file = only(own)?.files[0]
    return file === undefined ? [] : [{ name, command: file, args: [], env: [], at: agent.at }]
  })
}
