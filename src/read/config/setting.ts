import type { Place } from '../../core/model/place.ts'

/** One value of a configuration file. `keys` lead to it; an item of a list has its index as a key. */
export type Setting = {
  readonly keys: readonly string[]
  readonly text: string
  readonly at: Place
}

/** Settings that hold together: a document of a YAML file, a whole file of most other kinds. */
export type Section = readonly Setting[]

/** More settings than these are data, not configuration. */
export const settingsMax = 5000

/**
 * Keys as one text that is the same however it was written: `serviceUrl`, `service-url` and `SERVICE_URL`
 * are `serviceurl`.
 *
 * @example pathOf(['eureka', 'client', 'service-url']) === 'eureka.client.serviceurl'
 */
export const pathOf = (keys: readonly string[]): string =>
  keys.join('.').replace(/[-_]/g, '').toLowerCase()
