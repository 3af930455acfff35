import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { evaluate } from '../link/evaluate.ts'
import { imageName } from '../link/image.ts'
import type { Service } from '../model/service.ts'
import { type Home, homesOf, nameOfDeployment, programsOf, type Wiring } from './wiring.ts'

/** Images that find their way to services by themselves: by labels, by a registry, by files of their own. */
const finders =
  /traefik|caddy|nginx|envoy|haproxy|kong|apisix|consul|eureka|nacos|dapr|linkerd|istio|gateway|proxy|tyk|ambassador|prometheus/i

/** Libraries that call services by names which stand nowhere. */
const discovery = /eureka|consul|nacos|dapr|zookeeper|service-?discovery|spring-cloud|istio|etcd/i

/** `http://${name}:8080`: whoever builds a host from parts can call anybody. */
const buildsHosts = (w: Wiring, { service, deployment }: Home): boolean => {
  const files = w.files.get(service.name) ?? []
  return programsOf(w, service.name).some((file) =>
    file.endpoints
      .filter((e) => e.role === 'consumer')
      .some((e) =>
        evaluate(e.address, { service, deployment, bindings: w.bindings, file, files }).some((v) =>
          /^[a-z]+:\/\/[^/]*\0/i.test(v.text),
        ),
      ),
  )
}

const isFinder = (w: Wiring, home: Home): boolean =>
  home.units.some((u) => finders.test(u.name) || finders.test(imageName(u.image ?? ''))) ||
  buildsHosts(w, home)

/** A deployment in which every way to a service can be seen. */
const isClear = (w: Wiring, homes: readonly Home[]): boolean =>
  !homes.some((h) => isFinder(w, h)) &&
  !w.packages.some((p) => p.dependencies.some((d) => discovery.test(d.name)))

const isReached = (w: Wiring, s: Service, home: Home): boolean =>
  s.exposedAt !== undefined ||
  w.links.some((l) => l.to === s.name) ||
  home.service.units.some(
    (u) =>
      u.isPublished ||
      u.extraHosts?.includes('*') ||
      (u.profiles ?? []).length > 0 ||
      u.kind === 'job',
  ) ||
  programsOf(w, s.name).some((f) => (f.channels ?? []).some((c) => c.action === 'receive'))

const calledMin = 2

/** Services that are built here, listen, and that nobody calls and nobody can reach from outside. */
export const uncalledServices = (w: Wiring): Finding[] => {
  const byDeployment = new Map<string, Home[]>()
  for (const h of homesOf(w))
    byDeployment.set(h.deployment, [...(byDeployment.get(h.deployment) ?? []), h])
  return [...byDeployment].flatMap(([deployment, homes]) => {
    // Where next to nobody is seen to be called, it is the seeing that fails.
    const called = homes.filter((h) => w.links.some((l) => l.to === h.service.name)).length
    if (!deployment.startsWith('compose:') || called < calledMin || !isClear(w, homes)) return []
    return homes.flatMap((home): Finding[] => {
      const s = w.services.find((x) => x.name === home.service.name)
      if (s === undefined || s.kind !== 'service' || s.path === undefined || s.ports.length === 0)
        return []
      if (isReached(w, s, home) || programsOf(w, s.name).length === 0) return []
      return [
        {
          ...diagnostic(
            'RTT1119',
            `nobody calls ${s.name}, and ${nameOfDeployment(deployment)} publishes none of its ports`,
            {
              at: home.units[0]!.at,
              related: [],
            },
          ),
          ends: [s.name],
        },
      ]
    })
  })
}
