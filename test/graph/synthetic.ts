import { type Diagnostic, diagnostic } from '../../src/core/diag/diagnostic.ts'
import type { Finding } from '../../src/core/diag/finding.ts'
import type { ServiceKind } from '../../src/core/model/deployment.ts'
import type { Protocol } from '../../src/core/model/endpoint.ts'
import type { Link } from '../../src/core/model/link.ts'
import type { Place } from '../../src/core/model/place.ts'
import type { ScanResult } from '../../src/core/model/scan.ts'
import type { Service } from '../../src/core/model/service.ts'

type Chance = (below: number) => number

/** A small generator of pseudo-random numbers (mulberry32): the same seed, the same graph. */
const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const teams = ['checkout', 'catalog', 'identity', 'billing', 'shipping', 'search', 'media', 'risk']
const roles = ['api', 'worker', 'gateway', 'sync', 'index', 'rules', 'export', 'mailer', 'feed']
const langs = ['go', 'typescript', 'java', 'python', 'rust']
const stores: readonly (readonly [string, ServiceKind, Protocol])[] = [
  ['postgres', 'datastore', 'sql'],
  ['redis', 'datastore', 'redis'],
  ['kafka', 'broker', 'kafka'],
  ['mongo', 'datastore', 'mongodb'],
]

const at = (path: string, line: number): Place => ({ path, line })

type Made = Service & { readonly exposedAt?: Place }

const makeServices = (count: number, chance: Chance): { own: Made[]; shared: Made[] } => {
  const shared = stores.slice(0, Math.max(2, Math.min(4, Math.round(count / 12)))).map(
    ([name, kind], i): Made => ({
      name,
      aliases: [],
      lang: '',
      kind,
      ports: [5432 + i],
      at: at('deploy/base/stores.yaml', 10 * i + 1),
    }),
  )
  const taken = new Set<string>()
  const own = Array.from({ length: count - shared.length }, (_, i): Made => {
    const team = teams[Math.floor((i * teams.length) / count)]!
    const role = `${team}-${roles[i % roles.length]}`
    const name = taken.has(role) ? `${role}-${i}` : role
    taken.add(name)
    const path = count > 20 ? `teams/${team}/${name}` : `services/${name}`
    return {
      name,
      aliases: [],
      path,
      lang: langs[chance(langs.length)]!,
      kind: chance(12) === 0 ? 'job' : 'service',
      ports: chance(3) === 0 ? [] : [8000 + chance(90)],
      at: at(`deploy/${team}.yaml`, 12 * i + 1),
      ...(i % 11 === 0 ? { exposedAt: at('deploy/ingress.yaml', i + 4) } : {}),
    }
  })
  return { own, shared }
}

const makeLink = (from: Made, to: Made, { via, status }: Pick<Link, 'via' | 'status'>): Link => ({
  from: from.name,
  to: to.name,
  port: `${to.name.toUpperCase().replaceAll('-', '_')}_ADDR`,
  via,
  status,
  ...(via === 'grpc' ? { contract: `shop.v1.${to.name}` } : {}),
  evidence: [
    { ...at(`deploy/${from.name}.yaml`, 31), signal: 'env-binding' },
    { ...at(`${from.path ?? 'src'}/main.go`, 47), signal: 'env-read' },
    ...(status === 'confirmed'
      ? [{ ...at(`${from.path ?? 'src'}/client.go`, 12), signal: 'client' as const }]
      : []),
  ],
})

const statusBy = (n: number): Link['status'] =>
  n === 0 ? 'dead' : n < 3 ? 'declared' : 'confirmed'

const tierOf = (s: Made): number =>
  Math.floor((roles.findIndex((role) => s.name.includes(`-${role}`)) * 3) / roles.length)

const makeLinks = ({ own, shared }: { own: Made[]; shared: Made[] }, chance: Chance): Link[] => {
  const links = new Map<string, Link>()
  const add = (from: Made, to: Made | undefined, via: Protocol) => {
    if (to !== undefined && from !== to)
      links.set(
        `${from.name} ${to.name}`,
        makeLink(from, to, { via, status: statusBy(chance(20)) }),
      )
  }
  const pick = (all: readonly Made[]): Made | undefined => all[chance(Math.max(1, all.length))]
  const teamOf = (s: Made): string => s.name.split('-')[0]!
  for (const [i, from] of own.entries()) {
    // A few stand alone, as in every repository.
    if (i % 17 === 16) continue
    const below = own.filter((s) => teamOf(s) === teamOf(from) && tierOf(s) === tierOf(from) + 1)
    for (let k = chance(3); k >= 0; k--) add(from, pick(below), chance(3) === 0 ? 'http' : 'grpc')
    if (chance(5) === 0) add(from, pick(own.filter((s) => tierOf(s) === 1)), 'grpc')
    if (chance(24) === 0) add(from, pick(own), 'http')
    if (chance(3) === 0) {
      const s = chance(shared.length)
      add(from, shared[s], stores[s]![2])
    }
  }
  return [...links.values()]
}

const makeFindings = (links: readonly Link[]): Finding[] =>
  links
    .filter((_, i) => i % 23 === 5)
    .map((l, i) => ({
      ...diagnostic('RTT1012', `${l.port} of ${l.from} names a host that nobody is`, {
        severity: i % 3 === 0 ? 'error' : 'warning',
        at: l.evidence[0]!,
        related: [{ at: l.evidence[1]!, label: 'read here' }],
        help: 'Set it to a service of the deployment.',
      }),
      ends: [l.from, l.port],
    }))

const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0

/** A repository of so many services that never was, with everything that the page can show. */
export const synthetic = (count: number, seed = 1): ScanResult => {
  const chance = chanceOf(seed)
  const made = makeServices(count, chance)
  const links = makeLinks(made, chance)
  return {
    namespace: ['acme'],
    services: [...made.own, ...made.shared].sort(byName),
    symbols: [],
    links,
    channels: [],
    ports: [],
    standings: [],
    calls: [],
    toolSets: [],
    contracts: [],
    packages: [],
    findings: makeFindings(links),
    diagnostics: [
      diagnostic('RTT1002', 'this YAML cannot be parsed', { at: at('deploy/broken.yaml', 3) }),
    ],
    fileCount: 40 * count,
    readCount: 9 * count,
  }
}

/** What the doctor would say of some of its services. */
export const syntheticDrift = (result: ScanResult): Diagnostic[] => {
  const [a, b] = result.services.filter((s) => s.path?.startsWith('teams/'))
  if (a === undefined || b === undefined) return []
  return [
    diagnostic('RTT7002', 'no version of zod satisfies all 2 places in the root (npm)', {
      at: at(`${a.path}/package.json`, 9),
      related: [{ at: at(`${b.path}/package.json`, 11), label: 'dependencies.zod asks for "^3"' }],
    }),
  ]
}
