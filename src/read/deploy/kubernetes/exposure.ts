import type { Exposure, Subset } from '../../../core/model/deployment.ts'
import type { Yaml } from '../../yaml/document.ts'
import { knownText, pairsOf, type Resource } from './resource.ts'

/** What a rule leads to: the node with the name of the Service, and its port. */
type Target = { readonly host: Yaml; readonly port: Yaml }

const targets = (nodes: readonly Yaml[], host: string, port: string): Target[] =>
  nodes.map((n) => ({ host: n.get(host), port: n.get(port) }))

const ingressBackend = (b: Yaml): Target[] => [
  { host: b.get('service', 'name'), port: b.get('service', 'port', 'number') },
  { host: b.get('serviceName'), port: b.get('servicePort') },
]

const ingress = (spec: Yaml): Target[] => [
  ...spec
    .get('rules')
    .items()
    .flatMap((r) => r.get('http', 'paths').items())
    .flatMap((p) => ingressBackend(p.get('backend'))),
  ...ingressBackend(spec.get('defaultBackend')),
  ...ingressBackend(spec.get('backend')),
]

const isService = (ref: Yaml): boolean => (ref.get('kind').text ?? 'Service') === 'Service'

/** Routes of the Gateway API; those that hang on a Service steer what is inside of the mesh. */
const gatewayRoute = (spec: Yaml): Target[] =>
  spec
    .get('parentRefs')
    .items()
    .every((p) => p.get('kind').text === 'Service')
    ? []
    : targets(
        spec
          .get('rules')
          .items()
          .flatMap((r) => r.get('backendRefs').items())
          .filter(isService),
        'name',
        'port',
      )

/** Istio: only what is bound to a gateway lets the outside in. */
const virtualService = (spec: Yaml): Target[] =>
  spec.get('gateways').texts.some((g) => g !== 'mesh')
    ? ['http', 'tcp', 'tls']
        .flatMap((k) => spec.get(k).items())
        .flatMap((r) => r.get('route').items())
        .map((r) => ({
          host: r.get('destination', 'host'),
          port: r.get('destination', 'port', 'number'),
        }))
    : []

const routeServices = (spec: Yaml): Target[] =>
  targets(
    [...spec.get('routes').items(), spec.get('tcpproxy')].flatMap((r) =>
      r.get('services').items().filter(isService),
    ),
    'name',
    'port',
  )

const openshiftRoute = (spec: Yaml): Target[] =>
  [spec.get('to'), ...spec.get('alternateBackends').items()].map((t) => ({
    host: t.get('name'),
    port: spec.get('port', 'targetPort'),
  }))

type Kind = { readonly via: Exposure['via']; readonly read: (spec: Yaml) => readonly Target[] }

/** Documents that lead the outside to Services, by group and kind. */
const kinds: Readonly<Record<string, Kind>> = {
  'networking.k8s.io/Ingress': { via: 'ingress', read: ingress },
  'extensions/Ingress': { via: 'ingress', read: ingress },
  'gateway.networking.k8s.io/HTTPRoute': { via: 'gateway', read: gatewayRoute },
  'gateway.networking.k8s.io/GRPCRoute': { via: 'gateway', read: gatewayRoute },
  'gateway.networking.k8s.io/TCPRoute': { via: 'gateway', read: gatewayRoute },
  'gateway.networking.k8s.io/TLSRoute': { via: 'gateway', read: gatewayRoute },
  'gateway.networking.k8s.io/UDPRoute': { via: 'gateway', read: gatewayRoute },
  'networking.istio.io/VirtualService': { via: 'gateway', read: virtualService },
  'traefik.io/IngressRoute': { via: 'ingress', read: routeServices },
  'traefik.io/IngressRouteTCP': { via: 'ingress', read: routeServices },
  'traefik.io/IngressRouteUDP': { via: 'ingress', read: routeServices },
  'traefik.containo.us/IngressRoute': { via: 'ingress', read: routeServices },
  'traefik.containo.us/IngressRouteTCP': { via: 'ingress', read: routeServices },
  'traefik.containo.us/IngressRouteUDP': { via: 'ingress', read: routeServices },
  'projectcontour.io/HTTPProxy': { via: 'ingress', read: routeServices },
  'route.openshift.io/Route': { via: 'ingress', read: openshiftRoute },
}

/** `cart.shop.svc.cluster.local` is the Service `cart`. */
const serviceName = (host: string): string => host.split('.')[0]!

/** The ways into the deployment that a document opens. */
export const exposuresOf = ({ doc, kind, group, deployment }: Resource): Exposure[] => {
  const known =
    kinds[`${group}/${kind}`] ??
    (group === '' && kind === 'Route' ? kinds['route.openshift.io/Route'] : undefined)
  if (known === undefined) return []
  const seen = new Map<string, Exposure>()
  for (const { host, port } of known.read(doc.get('spec'))) {
    const name = knownText(host)
    if (name === undefined || name === '') continue
    const number = Number(port.text)
    const id = `${name}\0${port.text ?? ''}`
    if (!seen.has(id))
      seen.set(id, {
        deployment,
        host: serviceName(name),
        ...(number > 0 && number < 65_536 ? { port: number } : {}),
        via: known.via,
        at: host.line,
      })
  }
  return [...seen.values()]
}

/** The versions of a service that an Istio DestinationRule names by the labels of their pods. */
export const subsetsOf = ({ doc, kind, group, deployment }: Resource): Subset[] => {
  const host = knownText(doc.get('spec', 'host'))
  if (kind !== 'DestinationRule' || group !== 'networking.istio.io' || host === undefined) return []
  return doc
    .get('spec', 'subsets')
    .items()
    .flatMap((s): Subset[] => {
      const labels = pairsOf(s.get('labels'))
      return labels.length === 0
        ? []
        : [{ deployment, host: serviceName(host), labels, at: s.line }]
    })
}
