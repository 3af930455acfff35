import type { Progress } from './progress.ts'

/**
 * What every use case is handed besides its input: a way to be cancelled, and a place to say how far
 * it is. `pause` lets signals in during long synchronous work; it throws RTT9002 when cancelled.
 */
export type Task = {
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly pause: () => Promise<void>
}
