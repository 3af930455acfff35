import { canonicalize } from '../../../src/core/json/canonical.ts'
import {
  type Body,
  bodySchema,
  type Entry,
  noHash,
  type Saying,
} from '../../../src/core/log/entry.ts'
import { formatLine } from '../../../src/core/log/frame.ts'
import { emptyTree, grow, rootOf, type Tree } from '../../../src/core/log/merkle.ts'

/** A log that is written as the rules say, whatever the sayings are. */
export type Written = { readonly entries: readonly Entry[]; readonly lines: readonly string[] }

const bodyOf = (saying: Saying, seq: number, prev: string, tree: Tree): Body => {
  const closes = saying.kind === 'COMMIT' || saying.kind === 'ROLLBACK'
  const head = { ...saying, v: 1, seq, prev, t: '2030-01-31T12:00:00Z' }
  return bodySchema.parse(closes ? { ...head, size: seq - 1, root: rootOf(tree) } : head)
}

/** Writes sayings one after another. */
export const write = (sayings: readonly Saying[]): Written => {
  const entries: Entry[] = []
  const lines: string[] = []
  let tree = emptyTree
  let prev = noHash
  for (const [i, saying] of sayings.entries()) {
    const body = bodyOf(saying, i + 1, prev, tree)
    const { line, hash } = formatLine(canonicalize(body))
    tree = grow(tree, hash)
    prev = hash
    entries.push({ body, hash, root: rootOf(tree) })
    lines.push(line)
  }
  return { entries, lines }
}

export const planNamed = (c: string): string => c.repeat(64)
const origin = `rtt-log-${'0'.repeat(32)}`
export const genesis: Saying = { kind: 'GENESIS', tx: 0, origin }

/** The three entries of an apply whose INTENT has the number `tx`. */
export const applied = (tx: number, plan: string, generation: number): readonly Saying[] => [
  { kind: 'INTENT', tx, plan, generation, manifest: planNamed('f') },
  { kind: 'PREPARED', tx, plan, generation },
  { kind: 'COMMIT', tx, plan, generation },
]

/** A log of n applies. */
export const applies = (n: number): readonly Saying[] => [
  genesis,
  ...Array.from({ length: n }, (_, i) =>
    applied(2 + 3 * i, planNamed('abcde'[i % 5] as string), i + 1),
  ).flat(),
]
