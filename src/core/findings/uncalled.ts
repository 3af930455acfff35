import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { evaluate } from '../link/evaluate.ts'
import { imageName } from '../link/image.ts'
import { nameOfDeployment } from '../model/deployment.ts'
import { append } from '../model/multimap.ts'
import type { Service } from '../model/service.ts'
import { type Home, homesOf, programsOf, serviceNamed, type Wiring } from './wiring.ts'

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

/** A repository whose services find each other by names that stand nowhere. */
const hasDiscovery = (w: Wiring): boolean =>
  w.packages.some((p) => p.dependencies.some((d) => discovery.test(d.name)))

const isReached = (w: Wiring, s: Service, home: Home): boolean =>
  s.exposedAt !== undefined ||
  home.service.units.some(
    (u) =>
      u.isPublished ||
      u.extraHosts?.includes('*') ||
      (u.profiles ?? []).length > 0 ||
      u.kind === 'job',
  ) ||
  programsOf(w, s.name).some((f) => (f.channels ?? []).some((c) => c.action === 'receive'))

const calledMin = 2

/** The homes of each compose deployment in which every way to a service can be seen. */
const clearDeployments = (w: Wiring, called: ReadonlySet<string>): [string, Home[]][] => {
  const byDeployment = new Map<string, Home[]>()
  for (const h of homesOf(w)) append(byDeployment, h.deployment, h)
  if (hasDiscovery(w)) return []
  return [...byDeployment].filter(
    ([deployment, homes]) =>
      deployment.startsWith('compose:') &&
      // Where next to nobody is seen to be called, it is the seeing that fails.
      homes.filter((h) => called.has(h.service.name)).length >= calledMin &&
      !homes.some((h) => isFinder(w, h)),
  )
}

/** Services that are built here, listen, and that nobody calls and nobody can reach from outside. */
export const uncalledServices = (w: Wiring): Finding[] => {
  const called = new Set(w.links.filter((l) => l.status !== 'dead').map((l) => l.to))
  return clearDeployments(w, called).flatMap(([deployment, homes]) =>
    homes.flatMap((home): Finding[] => {
      const s = serviceNamed(w, home.service.name)
      if (s === undefined || s.kind !== 'service' || s.path === undefined || s.ports.length === 0)
        return []
      if (called.has(s.name) || isReached(w, s, home) || programsOf(w, s.name).length === 0)
        return []
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
    }),
  )
}
