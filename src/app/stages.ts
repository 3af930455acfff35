import { canonicalize } from '../core/json/canonical.ts'
import { layout } from '../core/model/layout.ts'
import type { Durable } from '../ports/durable.ts'
import { readCache, writeCache } from './document.ts'

/** The stages of `rtt up`, in their fixed order; each is a pure function of its inputs' digests. */
export const stageNames = ['scan', 'doctor', 'gen', 'plan', 'sign', 'apply', 'verify'] as const
export type StageName = (typeof stageNames)[number]

/** What a stage was run on, what came of it, and the numbers that its line of the table shows. */
export type Stage = {
  readonly in: string
  readonly out: string
  readonly summary: Readonly<Record<string, unknown>>
}

type Document = { readonly v: 1; readonly stages: Partial<Record<StageName, Stage>> }

/** The record of stages: a cache, so that a stage whose inputs did not change is skipped. */
export type Stages = {
  readonly get: (name: StageName) => Stage | undefined
  readonly set: (name: StageName, stage: Stage) => void
  /** Writes what changed; nothing when nothing did. */
  readonly save: () => boolean
}

export const openStages = (durable: Durable): Stages => {
  const stages: Partial<Record<StageName, Stage>> = {
    ...readCache<Document>(durable, layout.stages, { stages: 'object' })?.stages,
  }
  return {
    get: (name) => stages[name],
    set: (name, stage) => {
      stages[name] = stage
    },
    save: () =>
      writeCache(durable, layout.stages, canonicalize({ v: 1, stages } satisfies Document)),
  }
}
