import type { Clock } from '../../ports/clock.ts'

/** The parts of a scan, in their order. What was skipped has taken no time. */
export const phaseNames = ['list', 'digest', 'read', 'link', 'findings', 'store'] as const
export type Phase = (typeof phaseNames)[number]

/** Milliseconds by part. */
export type Times = Readonly<Record<Phase, number>>

/** Measures the parts of one scan; a part that is done in pieces is their sum. */
export type Phases = {
  readonly start: (phase: Phase) => void
  readonly times: () => Times
}

/** From `start` to the next `start` the time is that part's; `times` ends the last one. */
export const makePhases = (clock: Clock): Phases => {
  const spent: Record<Phase, number> = {
    list: 0,
    digest: 0,
    read: 0,
    link: 0,
    findings: 0,
    store: 0,
  }
  let current: Phase | undefined
  let since = 0
  const lap = (): void => {
    const now = clock.monotonicMs()
    if (current !== undefined) spent[current] += now - since
    since = now
  }
  return {
    start: (phase) => {
      lap()
      current = phase
    },
    times: () => {
      lap()
      current = undefined
      return { ...spent }
    },
  }
}
