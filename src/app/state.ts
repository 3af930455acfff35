import { layout } from '../core/model/layout.ts'
import type { Workspace } from '../ports/workspace.ts'
import { activeState } from './active.ts'
import { readCache } from './document.ts'
import { latestPlan, plansFolder } from './plans.ts'
import type { ScanSummary } from './scan.ts'
import { openStages } from './stages.ts'

/** Where a repository stands: what is scanned, planned, signed and in force. */
export type State = {
  readonly initialised: boolean
  readonly scanned: ScanSummary | undefined
  readonly dir: string
  readonly latest: string | undefined
  readonly signed: boolean
  readonly active: string | undefined
  readonly generation: number | undefined
  /** The command that brings it further, or undefined when all is done. */
  readonly next: string | undefined
}

const nextOf = (s: Omit<State, 'next'>): string | undefined => {
  if (!s.initialised || s.scanned === undefined) return 'rtt up'
  if (s.latest === undefined) return s.scanned.confirmed === 0 ? undefined : 'rtt plan'
  if (s.active === s.latest) return undefined
  return s.signed ? 'rtt apply' : 'rtt sign'
}

/** Reads the state from what is on disk, without scanning. */
export const readState = (space: Workspace): State => {
  const { durable } = space
  const dir = plansFolder(durable)
  const latest = latestPlan(durable, dir)
  const active = activeState(durable)
  const signed =
    latest !== undefined &&
    (durable.exists(`${dir}/${latest}.dsse.json`) ||
      durable.exists(`.rtt/envelopes/${latest}.dsse.json`))
  const known =
    readCache<{ v: 1 }>(durable, layout.stages, { stages: 'object' }) === undefined
      ? undefined
      : openStages(durable).get('scan')
  const state = {
    initialised: durable.exists(layout.ignoreFile),
    scanned: known?.summary as ScanSummary | undefined,
    dir,
    latest,
    signed,
    active: active?.plan,
    generation: active?.generation,
  }
  return { ...state, next: nextOf(state) }
}
