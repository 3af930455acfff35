import type { Place } from './place.ts'

/**
 * A call of a path of another service of the repository, `{}` for what is not known of it. `served`: where the provider has a
 * route that can answer.
 *
 * @example { from: 'web', to: 'cart', verb: 'GET', path: '/cart/{}', at, served }
 */
export type Call = {
  readonly from: string
  readonly to: string
  /** Upper case; absent where the code does not say it. */
  readonly verb?: string
  readonly path: string
  readonly at: Place
  readonly served?: Place
  /** The path of that route. */
  readonly by?: string
}

/** How many segments of a path are said in words, and not by parameters: `/order/{}` has one. */
export const fixedIn = (path: string): number =>
  path.split('/').filter((s) => s !== '' && !s.includes('{')).length
