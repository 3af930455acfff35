import type { CodeFacts } from '../../core/model/code.ts'
import type { Endpoint, Protocol } from '../../core/model/endpoint.ts'
import type { Place } from '../../core/model/place.ts'
import { envReadsOf } from '../code/extract.ts'
import { withoutSecrets } from '../config/secrets.ts'
import { interpolate } from '../template.ts'

/** A place that a proxy passes requests on to: `address` may hold variables as a shell writes them. */
export type Upstream = {
  readonly address: string
  readonly protocol?: Protocol
  /** The directive, as `reverse_proxy`. */
  readonly api: string
  readonly at: Place
}

const upstreamsMax = 1000
const isPlace =
  /^(?:[a-z][a-z0-9+]*:\/\/)?(?:[\w.-]|\$\{[^}\s]*\})+(?::(?:\d{1,5}|\$\{[^}\s]*\}))?(?:\/\S*)?$/i

/** The facts of a proxy's configuration; none where it passes nothing on. */
export const proxyFacts = (
  file: { readonly path: string; readonly lang: string; readonly unit?: string },
  upstreams: readonly Upstream[],
): CodeFacts[] => {
  const endpoints = upstreams
    .filter((u) => u.address.length < 400 && isPlace.test(u.address))
    .slice(0, upstreamsMax)
    .map(
      (u): Endpoint => ({
        role: 'consumer',
        protocol: u.protocol ?? 'http',
        api: u.api,
        address: withoutSecrets(interpolate(u.address, 'shell', u.at)),
        at: u.at,
      }),
    )
  if (endpoints.length === 0) return []
  const reads = endpoints.flatMap((e) => envReadsOf(e.address))
  return [{ ...file, scope: 'main', endpoints, reads, assignments: [], helpers: [], keyCalls: [] }]
}
