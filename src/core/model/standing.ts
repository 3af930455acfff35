import type { Place } from './place.ts'

/** A service in a deployment that starts it, and the host names by which others reach it there. */
export type Standing = {
  readonly service: string
  readonly in: string
  readonly names: readonly string[]
  readonly at: Place
}
