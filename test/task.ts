import { RttError } from '../src/core/diag/error.ts'
import { silent } from '../src/ports/progress.ts'
import type { Task } from '../src/ports/task.ts'

/** A task that nobody watches; with a signal, it can be cancelled. */
export const stillTask = (signal: AbortSignal = new AbortController().signal): Task => ({
  signal,
  progress: silent,
  pause: async () => {
    if (signal.aborted) throw new RttError('RTT9002', 'cancelled')
  },
  writingNothing: async (work) => work(),
})
