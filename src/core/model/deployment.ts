import type { Expression } from './expression.ts'
import type { Place } from './place.ts'

/** What a unit is, as far as its image or name of kind tells. */
export type ServiceKind = 'service' | 'datastore' | 'broker' | 'external' | 'job'

/**
 * Something that a deployment file starts: a compose service, a Kubernetes workload, a Dockerfile, a
 * service of a manifest. The same service may be declared by several deployments; `core/link` merges.
 */
export type Unit = {
  readonly deployment: string
  readonly name: string
  readonly origin: 'compose' | 'kubernetes' | 'dockerfile' | 'skaffold' | 'manifest' | 'code'
  /** Other host names that reach it: container_name, hostname, network aliases. */
  readonly aliases: readonly string[]
  /** May hold variables as written, `${X:-d}`, until the linker knows the `.env`. */
  readonly image?: string
  /** Folder that it is built from; an empty string is the root. */
  readonly context?: string
  readonly dockerfile?: string
  /** Build paths that hold variables, as written; resolved by the linker, relative to the deployment. */
  readonly buildText?: { readonly context: string; readonly dockerfile: string }
  /** Ports that it listens on or publishes, as numbers. */
  readonly ports: readonly number[]
  /** Kubernetes pod labels, `key=value`, for Service selectors. */
  readonly labels: readonly string[]
  readonly kind?: ServiceKind
  /** Compose's `extends`: the unit that it takes image, build and ports from where it has none. */
  readonly extends?: { readonly deployment: string; readonly name: string }
  readonly at: Place
}

/** A host name that stands for units: a Kubernetes Service with its selector. */
export type HostName = {
  readonly deployment: string
  readonly name: string
  readonly selector: readonly string[]
  readonly ports: readonly { readonly port: number; readonly target?: number | string }[]
  readonly at: Place
}

/**
 * `key` is set to `value` for `unit` in `deployment`. Values of secrets never get here: readers keep
 * scheme, host, port and path of what looks like an address, and nothing of anything else.
 */
export type Binding = {
  readonly deployment: string
  readonly unit: string
  readonly key: string
  readonly value: Expression
  readonly at: Place
}
