import { alternativeFiles, fileDeployment, ownFiles } from '../link/alternatives.ts'
import { evaluate } from '../link/evaluate.ts'
import { deploymentsOf } from '../link/link.ts'
import type { Unit } from '../model/deployment.ts'
import { comparePlaces, compareText, type Place } from '../model/place.ts'
import type { PortFact, PortRole } from '../model/portfact.ts'
import { imagePorts } from './imageports.ts'
import { isShared, programsOf, type Wiring } from './wiring.ts'

type Said = Omit<PortFact, 'service' | 'in'>

const say = (role: PortRole, port: number, { path, line }: Place): Said => ({
  role,
  port,
  at: { path, line },
})

/** What a unit of a deployment says of its own ports. */
const byUnit = (u: Unit): Said[] => {
  const claims = u.claims ?? []
  if (u.origin === 'dockerfile') return claims.map((c) => say('image', c.port, c.at))
  if (u.origin === 'kubernetes') {
    const claimed = new Set(claims.map((c) => c.port))
    return [
      ...claims.map((c) => say('container', c.port, c.at)),
      ...u.ports.filter((p) => !claimed.has(p)).map((p) => say('container', p, u.at)),
    ]
  }
  if (u.origin !== 'compose') return []
  const outside = new Set(claims.filter((c) => c.target !== undefined).map((c) => c.port))
  const inside = new Set(claims.flatMap((c) => c.target ?? []))
  return [
    ...claims.map((c) => say('published', c.port, c.at)),
    ...claims.flatMap((c) => (c.target === undefined ? [] : [say('container', c.target, c.at)])),
    ...u.ports
      .filter((p) => !outside.has(p) && !inside.has(p))
      .map((p) => say('container', p, u.at)),
  ]
}

/** The variable by which a program is told where to listen: `PORT`, `HTTP_PORT`, `SERVER_PORT`. */
const ownPort = /^(?:[A-Z]+_)?PORT$/

const byVariables = (w: Wiring, service: string, deployment: string): Said[] => {
  const group = w.universe.groups.get(service)!
  const scope = { service: group, deployment, bindings: w.bindings, file: undefined, files: [] }
  return w.bindings
    .keysOf(group, deployment)
    .filter((b) => ownPort.test(b.key) && b.sharedWith === undefined)
    .flatMap((b) =>
      evaluate({ kind: 'env', key: b.key, at: b.at }, scope).flatMap((v) =>
        /^\d{2,5}$/.test(v.text) ? [say('variable', Number(v.text), b.at)] : [],
      ),
    )
}

/** The Services of Kubernetes that stand before a service in a deployment, and where they lead. */
const byHosts = (w: Wiring, service: string, deployment: string): Said[] => {
  const names = (w.universe.groups.get(service)?.units ?? [])
    .filter((u) => u.deployment === deployment)
    .flatMap((u) => u.portNames ?? [])
  return w.hosts
    .filter(
      (h) => h.deployment === deployment && w.universe.serviceAt(h.name, deployment) === service,
    )
    .flatMap((h) =>
      h.ports.flatMap(({ port, target }) => {
        const inner =
          typeof target === 'string' ? names.find((n) => n.name === target)?.port : (target ?? port)
        return [
          say('service', port, h.at),
          ...(inner === undefined ? [] : [say('target', inner, h.at)]),
        ]
      }),
    )
}

const byCode = (w: Wiring, service: string): Said[] =>
  programsOf(w, service)
    .filter((f) => !isShared(w, f))
    .flatMap((f) => f.starts ?? [])
    .filter((s) => s.kind === 'server')
    .flatMap((s) => s.ports.map((p) => say('code', p, s.at)))

const byImage = ({ image, at }: Unit): Said[] =>
  image === undefined ? [] : (imagePorts(image) ?? []).map((p) => say('image', p, at))

type Alternatives = ReturnType<typeof alternativeFiles>

const factsOf = (w: Wiring, service: string, alternatives: Alternatives): PortFact[] => {
  const units = w.universe.groups.get(service)?.units ?? []
  const here = (deployment: string, all: readonly Said[]): PortFact[] =>
    all.map((s) => ({ service, in: deployment, ...s }))
  return [
    ...here('', byCode(w, service)),
    ...here('', units.filter((u) => u.origin === 'dockerfile').flatMap(byUnit)),
    ...deploymentsOf(service, w.universe).flatMap((deployment) => {
      const own = units.filter((u) => u.deployment === deployment && u.origin !== 'dockerfile')
      const apart = ownFiles(own, deployment, alternatives.get(deployment) ?? new Set())
      return [
        ...here(deployment, [
          ...own.flatMap(byUnit),
          ...own.flatMap(byImage),
          ...byVariables(w, service, deployment),
          ...byHosts(w, service, deployment),
        ]),
        ...apart.flatMap((path) =>
          here(
            fileDeployment(deployment, path),
            own.filter((u) => u.at.path === path).flatMap((u) => [...byUnit(u), ...byImage(u)]),
          ),
        ),
      ]
    }),
  ]
}

/** Everything that is said of the ports of services, each thing once, ordered. */
export const portFacts = (w: Wiring): readonly PortFact[] => {
  const seen = new Map<string, PortFact>()
  const id = (f: PortFact): string =>
    [f.service, f.in, f.role, String(f.port).padStart(5, '0')].join('\0')
  const alternatives = alternativeFiles(w.universe.groups.values())
  const all = w.services.flatMap((s) => factsOf(w, s.name, alternatives))
  for (const f of all.sort((a, b) => comparePlaces(a.at, b.at)))
    if (!seen.has(id(f))) seen.set(id(f), f)
  return [...seen.values()].sort((a, b) => compareText(id(a), id(b)))
}
