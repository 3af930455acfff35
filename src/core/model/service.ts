import type { ServiceKind } from './deployment.ts'
import type { Place } from './place.ts'
import type { SymbolType } from './saddr.ts'

/** A service of the repository, merged from every deployment and manifest that names it. */
export type Service = {
  readonly name: string
  /** Other names and host names that reach it, ordered. */
  readonly aliases: readonly string[]
  /** Folder of its source; absent where only an image is known. An empty string is the root. */
  readonly path?: string
  readonly lang: string
  readonly kind: ServiceKind
  readonly ports: readonly number[]
  readonly at: Place
  /** Where it is let out of its deployment: by an Ingress, a gateway, a published port. */
  readonly exposedAt?: Place
}

/** The type of the symbol that a service is. */
export const typeOfKind: Readonly<Record<Service['kind'], SymbolType>> = {
  service: 'service',
  datastore: 'db',
  broker: 'bus',
  external: 'service',
  job: 'service',
  agent: 'agent',
}
