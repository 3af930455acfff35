import { RttError } from '../../src/core/diag/error.ts'
import type { Entry } from '../../src/core/log/entry.ts'
import { scanLog } from '../../src/core/log/scan.ts'
import type { Durable } from '../../src/ports/durable.ts'
import { durableOf, kept, type Machine } from '../crash/scenes.ts'
import { applyIn, recoverIn, rollbackIn } from '../crash/shop.ts'

/** What the specification speaks of, as it stands on a disk. */
export type Seen = {
  readonly log: readonly { kind: string; tx: number; plan: string; to: number }[]
  readonly current: number
}

type Random = (below: number) => number

const entriesOf = (durable: Durable): readonly Entry[] => {
  const segments = durable
    .list('.rtt/wal')
    .filter((name) => /^\d{16}\.wal$/.test(name))
    .map((name) => ({ name, bytes: durable.read(`.rtt/wal/${name}`)! }))
  const scan = scanLog(segments)
  if (!scan.ok) throw new Error(`${scan.segment}:${scan.offset}: ${scan.why}`)
  // The specification's log begins behind GENESIS.
  return scan.entries.filter((e) => e.body.kind !== 'GENESIS')
}

const undoOf = ({ body }: Entry): string | undefined =>
  body.kind === 'ROLLBACK' ? body.to_root : body.kind === 'INTENT' ? body.undo?.to_root : undefined

/** Reads a disk as the specification sees it: transactions are counted, plans are letters. */
export const look = (durable: Durable, plans: readonly string[]): Seen => {
  const entries = entriesOf(durable)
  const intents = entries.flatMap(({ body }) => (body.kind === 'INTENT' ? [body] : []))
  const ordinal = (is: (b: (typeof intents)[number]) => boolean): number =>
    intents.findIndex(is) + 1
  const log = entries.map((e) => {
    const { kind, tx } = e.body
    const to = undoOf(e)
    return {
      kind,
      tx: ordinal((b) => b.tx === tx),
      plan: 'abc'[plans.indexOf((e.body as { plan: string }).plan)]!,
      to: to === undefined ? 0 : entries.findIndex((x) => x.root === to) + 1,
    }
  })
  const bytes = durable.read('.rtt/current')
  const current =
    bytes === undefined
      ? 0
      : (JSON.parse(new TextDecoder().decode(bytes)) as { generation: number }).generation
  return { log, current: current === 0 ? 0 : ordinal((b) => b.generation === current) }
}

const changing = ['replace', 'append', 'remove', 'create', 'truncate'] as const

/** Looks at the disk after every change, and refuses the change numbered `refuse`. */
const watched = (durable: Durable, refuse: number, seen: () => void): Durable => {
  let calls = 0
  const wrap =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      if (++calls === refuse) throw new RttError('RTT4003', 'refused by the test')
      const result = call(...args)
      seen()
      return result
    }
  return {
    ...durable,
    ...Object.fromEntries(changing.map((name) => [name, wrap(durable[name] as never)])),
  }
}

/** One way in which a program uses the repository: what it does, and what strikes it. */
const deed = async (machine: Machine & { durable: Durable }, random: Random): Promise<unknown> => {
  const { durable, key, plans } = machine
  const what = random(5)
  if (what === 0) return recoverIn({ durable, key })
  if (what === 1) return rollbackIn({ durable, key })
  return applyIn({ durable, key }, plans[random(plans.length)]!)
}

const isExpected = (error: unknown, crashed: boolean): boolean =>
  crashed || (error instanceof RttError && ['RTT4003', 'RTT4004'].includes(error.code))

/** What a repository goes through in a few deeds, crashes and refusals among them; equal neighbours once. */
export const traceOf = async (
  start: Machine,
  random: Random,
): Promise<{ seen: readonly Seen[]; crashes: number; refusals: number }> => {
  const seen: Seen[] = []
  let [crashes, refusals] = [0, 0]
  let disk = start.disk.reboot(kept)
  const add = (durable: Durable): void => {
    const now = look(durable, start.plans)
    if (JSON.stringify(seen.at(-1)) !== JSON.stringify(now)) seen.push(now)
  }
  add(durableOf(disk))
  for (let n = 0; n < 6; n++) {
    const strike = random(3)
    if (strike === 0) disk.arm({ at: 1 + random(90), how: random(2) === 0 ? 'before' : 'torn' })
    const plain = durableOf(disk)
    const refuse = strike === 1 ? 1 + random(14) : 0
    const durable = watched(plain, refuse, () => add(plain))
    try {
      await deed({ ...start, durable }, random)
    } catch (error) {
      if (!isExpected(error, disk.crashed)) throw error
      if (disk.crashed) crashes++
      else refusals++
    }
    disk = disk.reboot(kept)
    add(durableOf(disk))
  }
  return { seen, crashes, refusals }
}

const entryText = (e: Seen['log'][number]): string =>
  `[kind |-> "${e.kind}", tx |-> ${e.tx}, plan |-> "${e.plan}", to |-> ${e.to}]`
const seenText = ({ log, current }: Seen): string =>
  `[log |-> <<${log.map(entryText).join(', ')}>>, current |-> ${current}]`

/** A module whose behaviours are those of the specification that show these traces, one after another. */
export const traceModule = (
  traces: readonly (readonly Seen[])[],
): string => `---- MODULE Traces ----
EXTENDS TwoPhase, TLC
Traces == <<
${traces.map((t) => `<<${t.map(seenText).join(',\n  ')}>>`).join(',\n')}
>>
VARIABLES trace, at
Now == [log |-> log, current |-> current]
Begin == Init /\\ trace = 1 /\\ at = 1
Follow ==
  /\\ Next
  /\\ trace' = trace
  /\\ \\/ at' = at /\\ Now' = Traces[trace][at]
     \\/ at < Len(Traces[trace]) /\\ at' = at + 1 /\\ Now' = Traces[trace][at + 1]
Again ==
  /\\ at = Len(Traces[trace]) /\\ trace < Len(Traces)
  /\\ PrintT(<<"followed", trace>>)
  /\\ trace' = trace + 1 /\\ at' = 1
  /\\ log' = <<>> /\\ current' = 0 /\\ gens' = [tx \\in Txs |-> "none"]
  /\\ up' = TRUE /\\ state' = Idle /\\ todo' = <<>> /\\ faults' = 0
Following == Begin /\\ [][Follow \\/ Again]_<<vars, trace, at>>
NotFollowed == ~(trace = Len(Traces) /\\ at = Len(Traces[trace]))
====
`
