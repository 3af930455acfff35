import { randomOf } from '../core/contract/breaking/shop.ts'
import { type Kind, kinds } from './documents.ts'
import { type Stage, stages } from './mutate.ts'

/** What a campaign found: how many documents got how far, and what should not have been. */
export type Found = {
  readonly seed: number
  readonly documents: number
  /** Documents that were refused, by the stage at which they were. */
  readonly stages: Readonly<Record<Stage, number>>
  readonly kinds: Readonly<Record<string, number>>
  /** Documents that came out as they were, or as another that is well-formed. */
  readonly unchanged: number
  readonly accepted: readonly string[]
  readonly uncaught: readonly string[]
  /** CPU time of the slowest document. */
  readonly slowestMs: number
  readonly heapMiB: number
}

type Turn = { readonly kind: Kind; readonly stage: Stage }

const all: readonly Turn[] = kinds.flatMap((kind) =>
  stages.filter((stage) => kind.breaks[stage] !== undefined).map((stage) => ({ kind, stage })),
)
/** Few kinds are signed: they take that turn more often. */
const turns = [...all, ...all.filter(({ stage }) => stage === 'signature')]

const shown = (kind: string, bytes: Uint8Array): string =>
  `${kind}: ${Buffer.from(bytes.subarray(0, 2000)).toString('base64')}`

/**
 * Breaks documents in turn, so that each stage of each kind gets its share, and judges them. The slowest is timed by CPU, twice
 * where it seems slow: other processes run here, too.
 */
export const campaign = (
  seed: number,
  documents: number,
  onProgress?: (done: number) => void,
): Found => {
  const random = randomOf(seed)
  const counts = Object.fromEntries(stages.map((s) => [s, 0])) as Record<Stage, number>
  const byKind: Record<string, number> = {}
  const [accepted, uncaught]: [string[], string[]] = [[], []]
  let [unchanged, slowestMs, heap, refused] = [0, 0, 0, 0]
  const timed = (kind: Kind, bytes: Uint8Array): number => {
    const before = process.cpuUsage()
    kind.judge(bytes)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  for (let i = 0; refused < documents; i++) {
    const { kind, stage } = turns[i % turns.length]!
    const bytes = kind.breaks[stage]!(random)
    const start = performance.now()
    try {
      const verdict = kind.judge(bytes)
      if (verdict === 'accepted') accepted.push(shown(kind.name, bytes))
      else if (verdict === 'unchanged') unchanged++
      else {
        counts[verdict]++
        byKind[kind.name] = (byKind[kind.name] ?? 0) + 1
        refused++
      }
    } catch (error) {
      uncaught.push(`${shown(kind.name, bytes)} ${(error as Error).stack}`)
    }
    const elapsed = performance.now() - start
    if (elapsed > slowestMs && elapsed > 5) slowestMs = Math.max(slowestMs, timed(kind, bytes))
    if (i % 20_000 === 0) {
      heap = Math.max(heap, process.memoryUsage().heapUsed)
      onProgress?.(refused)
    }
    if (accepted.length + uncaught.length > 20) break
  }
  return {
    seed,
    documents: refused,
    stages: counts,
    kinds: byKind,
    unchanged,
    accepted,
    uncaught,
    slowestMs: Math.round(slowestMs * 10) / 10,
    heapMiB: Math.ceil(heap / 1024 / 1024),
  }
}
