/** What came of waiting: something changed, the time was over, or the signal was aborted. */
export type Waited = 'changed' | 'late' | 'stopped'

/** How far the folders are watched. */
export type Look = {
  /** Every folder is watched; else changes must be looked for. */
  readonly isComplete: boolean
  /** Folders that were not watched before: what changed in them until now is not known. */
  readonly opened: number
}

/** Tells that files changed, as far as the system tells; never which, or how. */
export type Watcher = {
  /** Watches these folders from now on and no others. Paths are relative to the root. */
  readonly look: (folders: readonly string[]) => Look
  /**
   * Waits for a change and until it has been quiet for a moment after it, but for `leastMs` and no longer
   * than `mostMs`. A change since the last wait counts.
   */
  readonly wait: (
    time: { readonly leastMs: number; readonly mostMs: number },
    signal: AbortSignal,
  ) => Promise<Waited>
}
