import { serverPrograms } from '../src/app/scan/agents.ts'
import { link } from '../src/core/link/link.ts'
import type { Universe } from '../src/core/link/universe.ts'
import type { Facts } from '../src/core/model/facts.ts'
import type { Link } from '../src/core/model/link.ts'
import type { Service } from '../src/core/model/service.ts'
import { linkDeployments } from '../src/read/deploy/link.ts'
import { linkProto } from '../src/read/proto/link/link.ts'
import { readers } from '../src/read/readers.ts'

/** Reads files given as text with every reader and links them: what a scan does, without a disk. */
export const linkFiles = (
  files: Readonly<Record<string, string>>,
): {
  links: readonly Link[]
  services: readonly Service[]
  universe: Universe
  facts: readonly Facts[]
} => {
  const read = Object.entries(files).flatMap(([path, text]) =>
    readers.filter((r) => r.accepts(path)).map((r) => r.read({ path, text })),
  )
  const facts: Facts[] = [...read, linkDeployments(read.flatMap((f) => f.deploySources ?? []))]
  const all = <K extends keyof Facts>(key: K) => facts.flatMap((f) => (f[key] ?? []) as never[])
  const contracts = [...linkProto(all('protoFiles')).contracts, ...all('contracts')]
  return {
    ...link({
      units: all('units'),
      hosts: all('hosts'),
      exposures: all('exposures'),
      subsets: all('subsets'),
      bindings: all('bindings'),
      code: all('code'),
      contracts,
      packages: all('packages'),
      servers: serverPrograms({
        code: all('code'),
        toolServers: all('toolServers'),
        packages: all('packages'),
      }),
      names: all('names'),
      configStores: all('configStores'),
      projects: all('projects'),
    }),
    facts,
  }
}

/** `web#LEDGER_URL -> ledger http`, for comparisons at a glance; only confirmed ones unless told. */
export const linkLines = (
  files: Readonly<Record<string, string>>,
  status = 'confirmed',
): string[] =>
  linkFiles(files)
    .links.filter((l) => l.status === status)
    .map((l) => `${l.from}#${l.port} -> ${l.to} ${l.via}`)
