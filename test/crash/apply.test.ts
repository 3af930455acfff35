import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Crash, Disk, losses } from './disk.ts'
import {
  aftermaths,
  checkAftermath,
  countCalls,
  durableOf,
  explain,
  faultsOf,
  kept,
  runInto,
  scenes,
} from './scenes.ts'
import { currentPlan, recoverIn } from './shop.ts'

for (const scene of await scenes()) {
  test(`${scene.name}: a crash at any call leaves the old plan or the new`, async () => {
    const calls = await countCalls(scene)
    const faults = faultsOf(calls)
    assert.ok(faults.length > 30, `only ${faults.length} faults`)
    const seen = new Set<string>()
    for (const fault of faults) {
      const disk = scene.from.disk.reboot(kept)
      assert.ok(await runInto(disk, scene, fault), 'the fault must strike')
      for (const [loss, found] of aftermaths(disk, seen))
        await checkAftermath(found, scene).catch((error: unknown) => {
          throw explain([scene.name, fault, calls[fault.at - 1], loss], error)
        })
    }
  })

  test(`${scene.name}: what was acknowledged outlives the loss of power`, async () => {
    for (const loss of losses) {
      const disk = scene.from.disk.reboot(kept)
      await scene.deed({ durable: durableOf(disk), key: scene.from.key })
      const found = disk.reboot(loss)
      const { status } = await recoverIn({ durable: durableOf(found), key: scene.from.key })
      assert.equal(status, 'clean')
      assert.equal(currentPlan(durableOf(found)), scene.young)
    }
  })

  test(`${scene.name}: a crash during recovery changes nothing about it`, async () => {
    const faults = faultsOf(await countCalls(scene)).filter((_, i) => i % 7 === 3)
    let struck = 0
    const seen = new Set<string>()
    for (const fault of faults) {
      const disk = scene.from.disk.reboot(kept)
      await runInto(disk, scene, fault)
      for (const [loss, found] of aftermaths(disk, seen)) {
        const whole = found.reboot(kept)
        await recoverIn({ durable: durableOf(whole), key: scene.from.key })
        for (let at = 1; at <= whole.calls.length; at += 3) {
          const again = found.reboot(kept)
          again.arm({ at, how: 'torn' })
          await assert.rejects(recoverIn({ durable: durableOf(again), key: scene.from.key }))
          assert.ok(again.crashed)
          struck++
          await checkAftermath(again.reboot(loss), scene).catch((error: unknown) => {
            throw explain([scene.name, fault, loss, at, whole.calls[at - 1]], error)
          })
        }
      }
    }
    assert.ok(struck > 50, `only ${struck} faults struck`)
  })
}

test('a crash is never taken for an answer', () => {
  const disk = new Disk()
  const calls = disk.syscalls()
  disk.arm({ at: 1, how: 'before' })
  assert.throws(() => calls.mkdirSync('/repo'), Crash)
  assert.throws(() => calls.lstatSync('/repo'), Crash)
})
