import assert from 'node:assert/strict'
import { constants } from 'node:fs'
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

const filesOf = (count: number, planId: string) =>
  Array.from({ length: count }, (_, i) => ({
    path: `.rtt/drivers/ts/file${i}.ts`,
    bytes: new TextEncoder().encode(`// ${i} of ${planId}\n`.repeat(1 + i)),
  }))

/** What a dead process or a person may have left in a repository: each is mended by recovery. */
const remains: readonly ((disk: Disk) => void)[] = [
  () => undefined,
  (disk) => write(disk, '/repo/.rtt/.rtt-0123456789abcdef.tmp', 'half a pointer'),
  (disk) => write(disk, '/repo/.rtt/wal/.rtt-0123456789abcdef.tmp', 'half a checkpoint'),
  (disk) => append(disk, 'R1 000000a0 '),
  (disk) => append(disk, '\0'.repeat(64)),
  (disk) => disk.syscalls().unlinkSync('/repo/.rtt/current'),
  (disk) => write(disk, '/repo/.rtt/current', '{"v":1,"half'),
]

const write = (disk: Disk, path: string, text: string): void => {
  const calls = disk.syscalls()
  const fd = calls.openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o644)
  calls.ftruncateSync(fd, 0)
  const bytes = new TextEncoder().encode(text)
  calls.writeSync(fd, bytes, 0, bytes.length)
  calls.closeSync(fd)
}

const append = (disk: Disk, text: string): void => {
  const calls = disk.syscalls()
  const [name] = calls.readdirSync('/repo/.rtt/wal').filter((n) => `${n}`.endsWith('.wal'))
  const fd = calls.openSync(`/repo/.rtt/wal/${name}`, constants.O_WRONLY | constants.O_APPEND)
  const bytes = new TextEncoder().encode(text)
  calls.writeSync(fd, bytes, 0, bytes.length)
  calls.closeSync(fd)
}

/**
 * Other scenes, drawn by a seed: a history of applies and rollbacks, what somebody left behind, then one deed more, of plans with
 * more or fewer files.
 */
export async function* drawnScenes(random: (below: number) => number): AsyncGenerator<Scene> {
  for (let n = 0; ; n++) {
    const start = newMachine()
    let machine = start
    let past: string[] = []
    const step = (): { deed: Deed; young: string; name: string } => {
      const below = past.at(-2)
      if (below !== undefined && random(3) === 0)
        return { deed: (m) => rollbackIn(m), young: below, name: 'rollback' }
      const others = start.plans.filter((p) => p !== past.at(-1))
      const young = others[random(others.length)]!
      const files = filesOf(random(4), `${young}${random(1000)}`)
      const name = `apply ${start.plans.indexOf(young)} with ${files.length} files`
      return { deed: (m) => applyIn(m, young, { files }), young, name }
    }
    const names: string[] = []
    for (let i = random(4); i > 0; i--) {
      const { deed, young, name } = step()
      machine = await after(machine, deed)
      past = name === 'rollback' ? past.slice(0, -1) : [...past, young]
      names.push(name)
    }
    const left = past.length === 0 ? 0 : random(remains.length)
    const disk = machine.disk.reboot(kept)
    remains[left]!(disk)
    const { deed, young, name } = step()
    const story = [...names, `remains ${left}`, name].join(', ')
    const from = { ...machine, disk: disk.reboot(kept) }
    yield { name: `${n}: ${story}`, from, deed, old: past.at(-1), young }
  }
}
