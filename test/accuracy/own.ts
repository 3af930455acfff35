import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { scanAgents } from '../../src/app/scan/agents.ts'
import { linkFiles } from '../links.ts'
import type { Truth } from './score.ts'

export type Texts = Readonly<Record<string, string>>

/** A truth of a repository of our own: beside who talks to whom, its channels and routes, by service. */
export type OwnTruth = Omit<Truth, 'edges'> & {
  readonly edges: readonly (Truth['edges'][number] & { readonly evidence: readonly string[] })[]
  readonly channels: readonly string[]
  readonly routes: readonly string[]
}

const repositories = join(import.meta.dirname, '../repos')
const truths = join(import.meta.dirname, 'own')

/** Names of the polyglot repositories. */
export const ownNames: readonly string[] = readdirSync(truths)
  .map((file) => file.replace(/\.json$/, ''))
  .sort()

export const ownTruth = (name: string): OwnTruth =>
  JSON.parse(readFileSync(join(truths, `${name}.json`), 'utf8')) as OwnTruth

/** All files of one of them, hidden ones among them. */
export const ownTexts = (name: string): Texts => {
  const root = join(repositories, name)
  return Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => statSync(join(root, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )
}

const nameOf = (
  e: { readonly kind: string } & { readonly value?: string; readonly key?: string },
) => e.value ?? e.key ?? e.kind

/** What a scan finds in files, without a disk: services and agents, links, channels and routes. */
export const scanTexts = (texts: Texts) => {
  const { services, links, universe, facts } = linkFiles(texts)
  const all = <K extends keyof (typeof facts)[number]>(key: K) =>
    facts.flatMap((f) => (f[key] ?? []) as never[])
  const code = facts.flatMap((f) => f.code ?? [])
  const agents = scanAgents({
    code,
    toolLists: all('toolLists'),
    toolServers: all('toolServers'),
    agents: all('agents'),
    packages: all('packages'),
    services,
    namespace: [],
  })
  const owned = code
    .filter((c) => c.scope === 'main')
    .flatMap((c) => universe.ownersOf(c.path).map((owner) => ({ owner, c })))
  const sorted = (lines: readonly string[]): string[] => [...new Set(lines)].sort()
  return {
    services: [...services, ...agents.services],
    links: [...links, ...agents.links],
    channels: sorted(
      owned.flatMap(({ owner, c }) =>
        (c.channels ?? []).map(
          (x) => `${owner} ${x.action} ${x.protocol} ${nameOf(x.name as never)}`,
        ),
      ),
    ),
    routes: sorted(
      owned.flatMap(({ owner, c }) =>
        (c.operations ?? []).map((o) => `${owner} ${o.verb} ${o.isOpen ? '…' : ''}${o.path}`),
      ),
    ),
  }
}

/** `web#LEDGER_URL -> ledger http confirmed`, in order. */
export const linesOf = (texts: Texts): string[] =>
  scanTexts(texts)
    .links.map((l) => `${l.from}#${l.port} -> ${l.to} ${l.via} ${l.status}`)
    .sort()
