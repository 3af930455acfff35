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
}

/** What makes two routes the same route. */
export const routeKey = (r: Pick<Route, 'from' | 'to'>): string => `${r.from} -> ${r.to}`
