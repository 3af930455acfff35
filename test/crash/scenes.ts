import assert from 'node:assert/strict'
import { verifyLog } from '../../src/app/log.ts'
import { nodeDurable } from '../../src/node/durable.ts'
import type { SigningKey } from '../../src/ports/keys.ts'
import { Disk, type Fault, type Loss, losses } from './disk.ts'
import { applyIn, currentPlan, makeShop, recoverIn, rollbackIn } from './shop.ts'

export type Machine = {
  readonly disk: Disk
  readonly key: SigningKey
  readonly plans: readonly string[]
}
export type Deed = (m: {
  durable: ReturnType<typeof nodeDurable>
  key: SigningKey
}) => Promise<unknown>

/** What a killed process leaves. */
export const kept: Loss = { names: 'kept', data: 'kept' }

export const durableOf = (disk: Disk) => nodeDurable('/repo', disk.syscalls())

const newMachine = (): Machine => {
  const disk = new Disk()
  disk.syscalls().mkdirSync('/repo')
  const { key, plans } = makeShop(durableOf(disk), 3)
  return { disk: disk.reboot(kept), key, plans }
}

const after = async (m: Machine, deed: Deed): Promise<Machine> => {
  const disk = m.disk.reboot(kept)
  await deed({ durable: durableOf(disk), key: m.key })
  return { ...m, disk: disk.reboot(kept) }
}

/** One deed on one machine. */
export type Scene = {
  readonly name: string
  readonly from: Machine
  readonly deed: Deed
  /** What is in force before and after; undefined for nothing. */
  readonly old: string | undefined
  readonly young: string
}

/** The first apply, the second, and a rollback. */
export const scenes = async (): Promise<readonly Scene[]> => {
  const empty = newMachine()
  const [a, b] = empty.plans as [string, string]
  const applyA: Deed = (m) => applyIn(m, a)
  const applyB: Deed = (m) => applyIn(m, b)
  const withA = await after(empty, applyA)
  const withB = await after(withA, applyB)
  return [
    { name: 'the first apply', from: empty, deed: applyA, old: undefined, young: a },
    { name: 'the second apply', from: withA, deed: applyB, old: a, young: b },
    { name: 'rollback', from: withB, deed: (m) => rollbackIn(m), old: b, young: a },
  ]
}

/** Runs the deed into the fault; says whether the fault struck. */
export const runInto = async (disk: Disk, scene: Scene, fault: Fault): Promise<boolean> => {
  disk.arm(fault)
  const deed = scene.deed({ durable: durableOf(disk), key: scene.from.key })
  await assert.rejects(deed, `${scene.name} went on after ${JSON.stringify(fault)}`)
  return disk.crashed
}

/** After a crash: recovers, and holds the machine to every promise. */
export const checkAftermath = async (found: Disk, scene: Scene): Promise<void> => {
  const { key } = scene.from
  const durable = durableOf(found)
  const { found: did } = await recoverIn({ durable, key })
  assert.equal(did.missing, undefined, 'a crash never makes the log end before its checkpoint')
  const now = currentPlan(durable)
  assert.ok(now === scene.old || now === scene.young, `${now} is neither the old plan nor the new`)
  const report = verifyLog(durable)
  assert.deepEqual(report.diagnostics, [])
  assert.equal(report.active?.plan, now)
  const recovered = found.files()
  const again = await recoverIn({ durable: durableOf(found), key })
  assert.equal(again.status, 'clean')
  assert.deepEqual(found.files(), recovered, 'recovering twice is recovering once')
  await applyIn({ durable: durableOf(found), key }, scene.young)
  assert.equal(currentPlan(durableOf(found)), scene.young)
  assert.deepEqual(verifyLog(durableOf(found)).diagnostics, [])
}

const textOf = (disk: Disk): string => JSON.stringify([...disk.files()])

/** The disks that a machine may find after its crash; the same one is looked at once. */
export const aftermaths = (disk: Disk, seen: Set<string>): readonly (readonly [Loss, Disk])[] =>
  losses.flatMap((loss) => {
    const found = disk.reboot(loss)
    const text = textOf(found)
    if (seen.has(text)) return []
    seen.add(text)
    return [[loss, found] as const]
  })

export const explain = (what: readonly unknown[], error: unknown): Error =>
  new Error(what.map((w) => JSON.stringify(w)).join(' '), { cause: error })

/** The changing calls of a deed that nothing disturbs. */
export const countCalls = async (scene: Scene): Promise<readonly string[]> => {
  const disk = scene.from.disk.reboot(kept)
  await scene.deed({ durable: durableOf(disk), key: scene.from.key })
  assert.equal(currentPlan(durableOf(disk)), scene.young)
  return disk.calls
}

/** Every fault that can strike among these calls. */
export const faultsOf = (calls: readonly string[]): readonly Fault[] =>
  calls.flatMap((call, i): Fault[] => [
    { at: i + 1, how: 'before' },
    ...(call.startsWith('write') ? [{ at: i + 1, how: 'torn' } as const] : []),
  ])
