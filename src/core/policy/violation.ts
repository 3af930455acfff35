import type { Code } from '../diag/codes.ts'
import type { Place } from '../model/place.ts'

/** A rule that is not kept: where it stands in the policy, by what, and in which words. */
export type Violation = {
  readonly code: Code
  /** The path of the rule in the policy: `['rules', 3]`. */
  readonly rule: readonly (string | number)[]
  readonly summary: string
  /** Where the connection stands. */
  readonly places: readonly Place[]
  readonly reason?: string | undefined
}
