import type { CodeFacts } from '../../core/model/code.ts'
import type { Place } from '../../core/model/place.ts'
import type { Yaml } from '../yaml/document.ts'
import { proxyFacts, type Upstream } from './proxy.ts'

/** A proxy that is told by labels, or by variables, of the containers beside it whom to pass requests to. */
type Follower = {
  readonly lang: string
  readonly image: RegExp
  /** A label or variable that makes a container one of its ends. */
  readonly mark: RegExp
  /** One that names the port. */
  readonly port: RegExp
}

const followers: readonly Follower[] = [
  {
    lang: 'traefik',
    image: /traefik/,
    mark: /^traefik\.(?:enable$|(?:http|tcp|udp)\.(?:routers|services)\.)/,
    port: /^traefik\.(?:http|tcp|udp)\.services\.[^.]+\.loadbalancer\.server\.port$/i,
  },
  { lang: 'nginx', image: /nginx-proxy/, mark: /^VIRTUAL_HOST$/, port: /^VIRTUAL_PORT$/ },
  {
    lang: 'caddy',
    image: /caddy-docker-proxy/,
    mark: /^caddy(?:_\d+)?(?:\.reverse_proxy)?$/,
    port: /^$/,
  },
]

type Label = { readonly key: string; readonly value: string; readonly at: Place }

const labelsIn = (node: Yaml): Label[] => [
  ...node.entries().map(([key, v]) => ({ key, value: v.text ?? '', at: v.line })),
  ...node.items().flatMap((item) => {
    const m = /^([^=]+)=(.*)$/s.exec(item.text ?? '')
    return m ? [{ key: m[1]!, value: m[2]!, at: item.line }] : []
  }),
]

const labelsOf = (service: Yaml): Label[] =>
  [service.get('labels'), service.get('deploy', 'labels'), service.get('environment')].flatMap(
    labelsIn,
  )

const upstreamOf = (name: string, service: Yaml, follower: Follower): Upstream[] => {
  const labels = labelsOf(service)
  const mark = labels.find((l) => follower.mark.test(l.key))
  const isOff = labels.some((l) => l.key === 'traefik.enable' && l.value === 'false')
  if (mark === undefined || isOff) return []
  const port = labels.find((l) => follower.port.test(l.key))
  const number = /^\d{1,5}$/.test(port?.value ?? '') ? `:${port!.value}` : ''
  return [{ address: `http://${name}${number}`, api: 'server', at: (port ?? mark).at }]
}

/**
 * Links that labels make: Traefik and its like pass requests on to every service of the file that is
 * labelled for them.
 */
export const routedByLabels = (
  path: string,
  services: readonly { readonly n: string; readonly s: Yaml }[],
): CodeFacts[] =>
  followers.flatMap((follower) =>
    services
      .filter(({ s }) => follower.image.test((s.get('image').text ?? '').toLowerCase()))
      .flatMap(({ n: unit }) =>
        proxyFacts(
          { path, lang: follower.lang, unit },
          services.filter(({ n }) => n !== unit).flatMap(({ n, s }) => upstreamOf(n, s, follower)),
        ),
      ),
  )
