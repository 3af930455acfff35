/** The one lock of a repository: whoever holds it may change `.rtt`. */
export type Lock = {
  /**
   * Runs the work while holding the lock. Does not wait.
   *
   * @throws RttError RTT4002 when another process holds it, RTT4003 when it cannot be taken at all
   */
  readonly hold: <T>(work: () => T | Promise<T>) => Promise<T>
}
