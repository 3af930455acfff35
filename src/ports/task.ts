import type { Progress } from './progress.ts'

/**
 * What every use case is handed besides its input: a way to be cancelled, and a place to say how far
 * it is. `pause` lets signals in between pieces of synchronous work; it throws RTT9002 when cancelled.
 * `writingNothing` does one long piece that cannot pause, and that a signal may end together with the
 * process at any time: nothing may be written in it, or be half-written around it.
 */
export type Task = {
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly pause: () => Promise<void>
  readonly writingNothing: <T>(work: () => T) => Promise<T>
}
