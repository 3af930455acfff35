import assert from 'node:assert/strict'
import { type Disk, losses } from './disk.ts'
import {
  aftermaths,
  checkAftermath,
  countCalls,
  durableOf,
  faultsOf,
  kept,
  runInto,
  type Scene,
  scenes,
} from './scenes.ts'
import { currentPlan, recoverIn } from './shop.ts'

/**
 * Every sync is made deaf in turn: it says that it has synced, and has not. Some promise must then
 * break, or the sync must be one of those that are known to be redundant.
 */

const isAcknowledged = async (disk: Disk, scene: Scene): Promise<void> => {
  const durable = durableOf(disk)
  const { status } = await recoverIn({ durable, key: scene.from.key })
  assert.equal(status, 'clean')
  assert.equal(currentPlan(durable), scene.young)
}

/** Loses power after the deed was acknowledged, then at every call behind the deaf sync. */
const breakWithout = async (scene: Scene, deafSync: number, from: number): Promise<void> => {
  const done = scene.from.disk.reboot(kept)
  done.deafSync = deafSync
  await scene.deed({ durable: durableOf(done), key: scene.from.key })
  for (const loss of losses) {
    await checkAftermath(done.reboot(loss), scene)
    await isAcknowledged(done.reboot(loss), scene)
  }
  const seen = new Set<string>()
  for (const fault of faultsOf(await countCalls(scene)).filter((f) => f.at > from)) {
    const disk = scene.from.disk.reboot(kept)
    disk.deafSync = deafSync
    assert.ok(await runInto(disk, scene, fault))
    for (const [, found] of aftermaths(disk, seen)) await checkAftermath(found, scene)
  }
}

const isCaught = (scene: Scene, deafSync: number, from: number): Promise<boolean> =>
  breakWithout(scene, deafSync, from).then(
    () => false,
    () => true,
  )

// Why a sync may be missed without harm to what is promised after recovery.
const redundant: readonly (readonly [what: RegExp, why: string])[] = [
  [/^sync \/repo$/, 'the name .rtt is as old as the plans in it'],
  [/^sync \/repo\/\.rtt$/, 'the flip syncs the same folder before COMMIT'],
  [/^sync \/repo\/\.rtt\/cas$/, 'the last blob in a new folder syncs it again'],
  [/^sync \/repo\/\.rtt\/gen$/, 'settled before the new generation, synced again with it'],
  [/^sync \/repo\/\.rtt\/gen\/2$/, 'the second file of a generation syncs its folder again'],
  [/^sync \/repo\/\.rtt\/wal$/, 'the segment is old; an older checkpoint is no contradiction'],
  [/^sync .*\.wal$/, 'INTENT and PREPARED: recovery undoes what it finds without them'],
]

/** What became of the syncs that were made deaf, one at a time. */
export type Mutants = {
  readonly all: readonly string[]
  /** Noticed by nothing, with the reason why none is needed. */
  readonly justified: readonly { readonly call: string; readonly why: string }[]
  /** Noticed by nothing, and nobody knows why. */
  readonly uncaught: readonly string[]
}

/** Leaves out each sync of the second apply in turn. */
export const syncMutants = async (): Promise<Mutants> => {
  const scene = (await scenes())[1] as Scene
  const calls = await countCalls(scene)
  const syncs = calls.flatMap((call, i) => (call.startsWith('sync') ? [{ call, at: i + 1 }] : []))
  const justified: { call: string; why: string }[] = []
  const uncaught: string[] = []
  for (const [i, { call, at }] of syncs.entries()) {
    if (await isCaught(scene, i + 1, at)) continue
    const reason = redundant.find(([what]) => what.test(call))
    if (reason === undefined) uncaught.push(call)
    else justified.push({ call, why: reason[1] })
  }
  return { all: syncs.map((s) => s.call), justified, uncaught }
}
