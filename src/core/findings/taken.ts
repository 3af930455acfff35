import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import type { HostName, PortClaim, Unit } from '../model/deployment.ts'
import { append } from '../model/multimap.ts'
import { comparePlaces } from '../model/place.ts'
import type { Wiring } from './wiring.ts'

type Taken = { readonly claim: PortClaim; readonly unit: Unit }

/** Two that are started under different profiles only may never run at once. */
const canMeet = (a: Unit, b: Unit): boolean => {
  const [first, second] = [a.profiles ?? [], b.profiles ?? []]
  return first.length === 0 || second.length === 0 || first.some((p) => second.includes(p))
}

const sameAddress = (a: PortClaim, b: PortClaim): boolean =>
  a.address === undefined || b.address === undefined || a.address === b.address

/** Deployments whose units share the ports of one host. */
const ofHost = new Set<Unit['origin']>(['compose', 'aspire'])

const clash = (a: Taken, b: Taken): boolean =>
  a.claim.port === b.claim.port &&
  a.claim.protocol === b.claim.protocol &&
  sameAddress(a.claim, b.claim) &&
  canMeet(a.unit, b.unit) &&
  (a.unit === b.unit
    ? a.unit.origin === 'kubernetes'
      ? a.claim.by !== b.claim.by
      : a.claim.target !== b.claim.target
    : ofHost.has(a.unit.origin))

/** What shares one set of ports: the services of one compose file or AppHost, the containers of one pod. */
const shared = (units: readonly Unit[]): Taken[][] => {
  const groups = new Map<string, Taken[]>()
  for (const unit of units) {
    if (!ofHost.has(unit.origin) && unit.origin !== 'kubernetes') continue
    const id = ofHost.has(unit.origin)
      ? unit.at.path
      : [unit.deployment, unit.at.path, unit.at.line, unit.name].join('\0')
    const own = groups.get(id) ?? []
    for (const claim of unit.claims ?? []) own.push({ claim, unit })
    groups.set(id, own)
  }
  return [...groups.values()]
}

const toFinding = (a: Taken, b: Taken): Finding => {
  const isPod = a.unit.origin === 'kubernetes'
  const { port } = a.claim
  const [first, second] = [a.claim.by, b.claim.by]
  return {
    ...diagnostic(
      'RTT1120',
      isPod
        ? `${first} and ${second} of the pod ${a.unit.name} both listen on ${port}`
        : first === second
          ? `${first} publishes two of its ports on port ${port} of the host`
          : `${first} and ${second} are both published on port ${port} of the host`,
      {
        at: b.claim.at,
        related: [{ at: a.claim.at, label: `${first} takes it here` }],
        help: isPod
          ? 'Containers of one pod share its ports: let one of them listen on another.'
          : 'Publish one of them on another port; they cannot be started together.',
      },
    ),
    ends: [...(isPod ? [a.unit.name] : []), ...[first, second].sort(), String(port)],
  }
}

const takenByUnits = (w: Wiring): Finding[] => {
  const units = [...w.universe.groups.values()].flatMap((g) => g.units)
  return shared(units).flatMap((all) => {
    const byPort = new Map<number, Taken[]>()
    for (const t of [...all].sort((a, b) => comparePlaces(a.claim.at, b.claim.at)))
      append(byPort, t.claim.port, t)
    return [...byPort.values()].flatMap((group) => {
      const [first, ...others] = group
      const other = first && others.find((o) => clash(first, o))
      return first && other ? [toFinding(first, other)] : []
    })
  })
}

/** What is applied together for certain: one file, or all that a chart or a kustomization makes. */
const appliedWith = (h: HostName): string =>
  h.deployment.startsWith('kubernetes:') ? `${h.deployment}\0${h.at.path}` : h.deployment

/** Services of Kubernetes that fix one port of the nodes: the cluster refuses the second. */
const takenNodePorts = (w: Wiring): Finding[] => {
  const byPort = new Map<string, PortClaim[]>()
  for (const h of w.hosts)
    for (const claim of h.nodePorts ?? [])
      append(byPort, `${appliedWith(h)}\0${claim.port}\0${claim.protocol}`, claim)
  return [...byPort.values()].flatMap((all): Finding[] => {
    const [first, ...others] = [...all].sort((a, b) => comparePlaces(a.at, b.at))
    const other = others.find((o) => o.by !== first!.by)
    if (first === undefined || other === undefined) return []
    return [
      {
        ...diagnostic(
          'RTT1120',
          `the Services ${first.by} and ${other.by} both fix port ${first.port} of the nodes`,
          {
            at: other.at,
            related: [{ at: first.at, label: `${first.by} takes it here` }],
            help: 'Give one of them another nodePort, or leave it out: the cluster chooses one.',
          },
        ),
        ends: [...[first.by, other.by].sort(), String(first.port)],
      },
    ]
  })
}

/**
 * Services of one compose file or AppHost that publish one port of the host, Services of Kubernetes that fix
 * one port of the nodes, containers of one pod on one port.
 */
export const takenPorts = (w: Wiring): Finding[] => [...takenNodePorts(w), ...takenByUnits(w)]
