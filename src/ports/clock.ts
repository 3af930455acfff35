/** Time, for whoever may know it. Core never does. */
export type Clock = {
  /** RFC 3339, UTC, to the second. */
  readonly now: () => string
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonicMs: () => number
  /**
   * A time, in milliseconds since 1970, than which every file written from now on is younger, whatever
   * the granularity of the kernel's file times.
   */
  readonly fileTimeMs: () => number
  /** Waits until everything written before is older than `fileTimeMs`. */
  readonly settle: () => Promise<void>
}
