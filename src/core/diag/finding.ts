import type { Diagnostic } from './diagnostic.ts'

/**
 * A wiring fault: a diagnostic with both places (`at` and `related`), and the names of the ends that it is
 * about, which identify it when lines move: `['web', 'PRICES_URL']`.
 */
export type Finding = Diagnostic & {
  readonly ends: readonly string[]
  /** Why the repository's configuration accepts it, where it does. */
  readonly ignored?: string
}
