import type { Place } from './place.ts'

/**
 * Who says a port of a service: the Service of Kubernetes that stands before it (`service`) and the port of the pod that it
 * leads to (`target`), its container, the port of the host that it is published on, its variable `PORT`, its image, its code.
 */
export type PortRole =
  | 'service'
  | 'target'
  | 'container'
  | 'published'
  | 'variable'
  | 'image'
  | 'code'

/** `in` is the deployment that it holds in; empty where it holds in all. */
export type PortFact = {
  readonly service: string
  readonly in: string
  readonly role: PortRole
  readonly port: number
  readonly at: Place
}
