import { performance } from 'node:perf_hooks'
import type { Clock } from '../ports/clock.ts'

/**
 * Kernels stamp files with a clock that ticks every 1 to 10 ms, behind the one that programs read.
 */
const fileClockLagMs = 20

/** The system's clocks. */
export const nodeClock: Clock = {
  now: () => new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
  monotonicMs: () => performance.now(),
  fileTimeMs: () => Date.now() - fileClockLagMs,
  settle: () => new Promise((done) => setTimeout(done, fileClockLagMs + 5)),
}
