import type { Way } from './way.ts'

/** How far RTT carries a route (design: rungs). */
export type Rung = 'observed' | 'bridged' | 'bound'

/**
 * A wanted connection in a plan. `from` and `to` are SADDRs without version, `from` with the port as
 * its variant; the pair is the route's identity.
 */
export type Route = {
  readonly from: string
  readonly to: string
  readonly rung: Rung
  /** Protocol on the wire. */
  readonly class: string
  /** Lanes that the route may take, best first. */
  readonly lanes: readonly string[]
  /** Digest of the contract at its provider, or null. */
  readonly contract: string | null
  /** How the address gets to the consumer, by deployment, as far as it is known. */
  readonly ways?: readonly Way[] | undefined
  /** What an agent starts or calls at its other end: another program is another end. */
  readonly programs?: readonly string[] | undefined
  /**
   * The calls of paths that its provider serves, and those that nobody is seen to serve. What others are held to, and no part
   * of what the route is: a new call makes no new plan. Absent where none is known to fit.
   */
  readonly calls?: KnownCalls | undefined
}

/** Calls of paths: which route serves them, and those that none is seen to serve. */
export type KnownCalls = {
  readonly served: readonly { readonly call: string; readonly by: string }[]
  readonly unserved: readonly string[]
}

/** What makes two routes the same route. */
export const routeKey = (r: Pick<Route, 'from' | 'to'>): string => `${r.from} -> ${r.to}`
