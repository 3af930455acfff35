import { diagnostic, type Related } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { bareHost } from '../link/address.ts'
import type { HostName } from '../model/deployment.ts'
import { nameOfDeployment } from '../model/deployment.ts'
import { append } from '../model/multimap.ts'
import { isDotenv } from '../model/secret.ts'
import type { Service } from '../model/service.ts'
import { type Dial, dialsOf } from './dials.ts'
import { type Ears, earsOf } from './ears.ts'
import { nearest } from './near.ts'
import { isCluster, type Wiring } from './wiring.ts'

const written = ({ address }: Dial): string =>
  address.port === undefined ? address.host : `${address.host}:${address.port}`

const nameOf = (d: Dial): string => d.key ?? d.address.host

const used = (d: Dial): Related[] => {
  if (d.use === undefined || (d.use.path === d.at.path && d.use.line === d.at.line)) return []
  return [{ at: d.use, label: d.key === undefined ? 'it is dialed here' : `${d.key} is read here` }]
}

/** A program that reads the address fails; of an image that nobody can look into one cannot be as sure. */
const severityOf = (d: Dial): 'error' | 'warning' => (d.use === undefined ? 'warning' : 'error')

const portFinding = (
  d: Dial,
  to: string,
  { why, more, right }: { why: string; more: readonly Related[]; right: readonly number[] },
): Finding => ({
  ...diagnostic('RTT1113', `${d.home.service.name} is to dial ${written(d)}, ${why}`, {
    severity: severityOf(d),
    at: d.at,
    related: [...more, ...used(d)],
    help:
      right.length === 1
        ? `Write ${d.address.host}:${right[0]}, or let ${to} listen on ${d.address.port}.`
        : `Dial one of ${right.join(', ')}, or let ${to} listen on ${d.address.port}.`,
  }),
  ends: [d.home.service.name, nameOf(d), written(d)],
})

/** The Services of Kubernetes that a host can mean; one that has no list of ports says nothing. */
const kubernetesPort = (d: Dial, to: string, hosts: readonly HostName[]): Finding[] => {
  const { port } = d.address
  const named = hosts.filter((h) => h.name.toLowerCase() === bareHost(d.address.host))
  const isClear =
    named.length > 0 &&
    named.every(
      (h) =>
        !h.isHeadless &&
        h.externalName === undefined &&
        h.ports.length > 0 &&
        h.ports.every((p) => p.port !== port),
    )
  if (port === undefined || !isClear) return []
  const right = [...new Set(named.flatMap((h) => h.ports.map((p) => p.port)))]
  return [
    portFinding(d, to, {
      why: `but the Service ${named[0]!.name} has no port ${port}`,
      more: [{ at: named[0]!.at, label: `it has ${right.join(', ')}` }],
      right,
    }),
  ]
}

const composePort = (d: Dial, to: string, ears: Ears): Finding[] => {
  const { port } = d.address
  if (port === undefined || ears.listens.includes(port)) return []
  const inside = ears.published.get(port)
  if (inside === undefined && ears.heard.has(port)) return []
  if (inside !== undefined && (!ears.listens.includes(inside) || isNamedInside(ears, port)))
    return []
  const why =
    inside === undefined
      ? 'where nobody listens'
      : `which is a port of the host: inside it is ${inside}`
  const right = inside === undefined ? ears.listens : [inside]
  return [portFinding(d, to, { why, more: [{ at: ears.at, label: ears.said }], right })]
}

/** A published port that code or environment name as well may be listened on inside, too. */
const isNamedInside = (ears: Ears, port: number): boolean => ears.heard.has(port)

const portFaults = (w: Wiring, dials: readonly Dial[]): Finding[] => {
  const known = new Map<string, Ears | undefined>()
  const earsFor = (service: string): Ears | undefined => {
    if (!known.has(service)) known.set(service, earsOf(w, service))
    return known.get(service)
  }
  return dials.flatMap((d) => {
    const { deployment } = d.home
    const to = w.universe.serviceAt(d.address.host, deployment)
    if (to === undefined || to === d.home.service.name) return []
    if (isCluster(d.home)) return kubernetesPort(d, to, w.hosts)
    const isHere = w.universe.groups.get(to)!.units.some((u) => u.deployment === deployment)
    const ears = isHere ? earsFor(to) : undefined
    return ears === undefined ? [] : composePort(d, to, ears)
  })
}

/** Names that stand for the machine, the platform, or for whatever the reader is to put there. */
const nobodysName =
  /^(?:localhost|unix|kubernetes|metadata|gateway|docker|host|broadcasthost|example|your.*|my.*|change.?me|.*placeholder.*|todo|xxx+|foo|bar|test|none|null|undefined|true|false|http|https|\d+|.*[<>].*)$/i

const isInternal = (host: string): boolean =>
  (!host.includes('.') || /\.svc(?:\.|$)/.test(host)) &&
  /^[a-z][a-z0-9_.-]*[a-z0-9]$/i.test(host) &&
  !nobodysName.test(host)

const hostsOf = (w: Wiring): string[] => [
  ...w.services.flatMap((s) => [s.name, ...s.aliases]),
  ...w.hosts.map((h) => h.name),
]

const reachesMore = (d: Dial): boolean =>
  d.home.units.some((u) =>
    (u.extraHosts ?? []).some((h) => h === '*' || h.toLowerCase() === d.address.host),
  )

/** A default by which code reports on itself is dialed only where somebody collects that. */
const isTelemetry = (d: Dial): boolean =>
  !d.isBound &&
  /jaeger|zipkin|otel|opentelemetry|tempo|statsd|graphite|prometheus|apm/i.test(d.address.host)

/** Dials of internal names that nothing in the repository bears. */
const strangers = (w: Wiring, dials: readonly Dial[]): Dial[] => {
  const plain = new Set(hostsOf(w).map((n) => n.toLowerCase()))
  return dials.filter(
    (d) =>
      d.key !== undefined &&
      !d.isExample &&
      !isTelemetry(d) &&
      isInternal(d.address.host) &&
      !plain.has(bareHost(d.address.host)) &&
      !reachesMore(d) &&
      // The host of s3: is a bucket.
      d.address.scheme !== 's3' &&
      w.universe.serviceAt(d.address.host, d.home.deployment) === undefined,
  )
}

/** The services that each deployment starts. */
const servicesByDeployment = (w: Wiring): ReadonlyMap<string, readonly Service[]> => {
  const out = new Map<string, Service[]>()
  for (const s of w.services)
    for (const d of new Set(w.universe.groups.get(s.name)!.units.map((u) => u.deployment)))
      append(out, d, s)
  return out
}

/** Beyond so many pairs of names no slip of the pen is looked for: it would take minutes in a crowd. */
const comparisonsMax = 2_000_000

const isBare = ({ address }: Dial): boolean =>
  address.scheme === undefined && address.port === undefined

/** `DB_HOST: db` in a deployment, which a program reads: that word is a host, whatever it is. */
const isHostSet = (d: Dial): boolean =>
  d.use !== undefined &&
  d.use.path !== d.at.path &&
  d.isBound &&
  !isDotenv(d.at.path) &&
  /_HOST(?:NAME)?$/i.test(d.key ?? '')

const hostFaults = (w: Wiring, dials: readonly Dial[]): Finding[] => {
  const lost = strangers(w, dials)
  const started = servicesByDeployment(w)
  return lost.flatMap((d): Finding[] => {
    const host = bareHost(d.address.host)
    const { deployment, service } = d.home
    const here = started.get(deployment) ?? []
    const isCrowd = lost.length * here.length > comparisonsMax
    const names = isCrowd ? [] : here.flatMap((s) => [s.name, ...s.aliases])
    const meant = nearest(
      host,
      names.filter((n) => n !== service.name),
    )
    // A file of variables is handed to many that read a few of them; a word alone may be anything; a
    // cluster holds more than one repository: only a slip of the pen is a fault there.
    const isLoose = isDotenv(d.at.path) && d.use === undefined
    if (meant === undefined && (isLoose || isCluster(d.home) || (isBare(d) && !isHostSet(d))))
      return []
    const to =
      meant === undefined
        ? undefined
        : here.find((s) => s.name === meant || s.aliases.includes(meant))
    return [
      {
        ...diagnostic(
          'RTT1112',
          `${service.name} is to dial ${written(d)}, but nothing is named ${host} in ${nameOfDeployment(deployment)}`,
          {
            severity: meant === undefined ? 'warning' : severityOf(d),
            at: d.at,
            related: [...(to ? [{ at: to.at, label: `${meant} stands here` }] : []), ...used(d)],
            help:
              meant === undefined
                ? `Start a service named ${host} there, or name the one that is meant.`
                : `Did you mean ${meant}?`,
          },
        ),
        ends: [service.name, nameOf(d), written(d)],
      },
    ]
  })
}

/** One line that many services take their address from is one place to mend: the reader of it is named. */
const once = (dials: readonly Dial[]): Dial[] => {
  const seen = new Map<string, Dial>()
  for (const d of dials) {
    const id = `${d.home.deployment}\0${d.at.path}\0${d.at.line}\0${d.key}\0${written(d)}`
    const first = seen.get(id)
    if (first === undefined || (first.use === undefined && d.use !== undefined)) seen.set(id, d)
  }
  return [...seen.values()]
}

/** Addresses whose host is nobody, or whose port nobody listens on. */
export const addressFaults = (w: Wiring): Finding[] => {
  const dials = once(dialsOf(w))
  return [...portFaults(w, dials), ...hostFaults(w, dials)]
}
