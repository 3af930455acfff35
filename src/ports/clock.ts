/** Time, for whoever may know it. Core never does. */
export type Clock = {
  /** RFC 3339, UTC, to the second. */
  readonly now: () => string
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonicMs: () => number
}
