import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logLines, logRoot, pinLog, verifyLog } from '../../src/app/log.ts'
import { nodeDurable } from '../../src/node/durable.ts'
import { Disk } from '../crash/disk.ts'
import { applyIn, currentPlan, makeShop, recoverIn } from '../crash/shop.ts'

const wal = '.rtt/wal/0000000000000001.wal'
const kept = { names: 'kept', data: 'kept' } as const

const shopOn = (disk: Disk, shop: Awaited<ReturnType<typeof newShop>>) => ({
  ...shop,
  disk,
  durable: nodeDurable('/repo', disk.syscalls()),
})

const newShop = async (applied = 2) => {
  const disk = new Disk()
  disk.syscalls().mkdirSync('/repo')
  const shop = makeShop(nodeDurable('/repo', disk.syscalls()), 3)
  for (const plan of shop.plans.slice(0, applied)) await applyIn(shop, plan)
  const [a, b, c] = shop.plans as [string, string, string]
  return { ...shop, disk, a, b, c }
}

const read = (shop: { durable: ReturnType<typeof nodeDurable> }, path = wal): Uint8Array =>
  shop.durable.read(path) ?? assert.fail(`${path} is missing`)

const startOf = (bytes: Uint8Array, entry: number): number => {
  const lines = Buffer.from(bytes).toString('latin1').split('\n')
  return lines.slice(0, entry - 1).join('\n').length + (entry > 1 ? 1 : 0)
}

test('there is nothing to recover where nothing happened', async () => {
  const empty = await newShop(0)
  const calls = empty.disk.calls.length
  assert.deepEqual((await recoverIn(empty)).status, 'clean')
  const shop = await newShop()
  assert.equal((await recoverIn(shop)).status, 'clean')
  assert.equal(empty.disk.calls.length, calls)
})

test('a tail cut at any byte comes back to the last committed state, and says what it dropped', async () => {
  const whole = await newShop()
  const bytes = read(whole)
  const prepared = startOf(bytes, 6)
  const commit = startOf(bytes, 7)
  for (let length = startOf(bytes, 5) + 1; length < bytes.length; length += 7) {
    const shop = shopOn(whole.disk.reboot(kept), whole)
    shop.durable.truncate(wal, length)
    const { status, active, found } = await recoverIn(shop)
    assert.equal(status, 'recovered')
    const whatIsLeft = length >= commit ? shop.b : shop.a
    assert.equal(active?.plan, whatIsLeft, `cut at ${length}`)
    assert.equal(currentPlan(shop.durable), whatIsLeft)
    const lineStart = [commit, prepared, startOf(bytes, 5)].find((s) => s <= length) as number
    const torn = length - lineStart
    assert.equal(found.torn?.bytes ?? 0, torn)
    if (found.torn !== undefined)
      assert.deepEqual(read(shop, found.torn.kept), bytes.subarray(lineStart, length))
    assert.ok((found.missing ?? 0) > 0, 'its checkpoint knew of more')
    assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
    assert.equal((await recoverIn(shop)).status, 'clean')
    await applyIn(shop, shop.c)
    assert.equal(currentPlan(shop.durable), shop.c)
  }
})

test('a byte flipped in the last entry is a torn tail; further up it is damage', async () => {
  const whole = await newShop()
  const bytes = read(whole)
  const last = startOf(bytes, 7)
  for (let at = 0; at < bytes.length; at += 11) {
    const shop = shopOn(whole.disk.reboot(kept), whole)
    const flipped = Uint8Array.from(bytes)
    flipped[at] = (flipped[at] as number) ^ 4
    shop.durable.replace(wal, flipped)
    if (at >= last) {
      const { active, found } = await recoverIn(shop)
      assert.deepEqual([active?.plan, found.closed], [shop.b, 'committed'])
      assert.equal(found.torn?.bytes, bytes.length - last)
    } else {
      const before = shop.disk.files()
      const damaged = { name: 'RttError', code: 'RTT4001', exit: 6 }
      await assert.rejects(recoverIn(shop), damaged, `byte ${at}`)
      await assert.rejects(applyIn(shop, shop.c), damaged)
      assert.throws(() => verifyLog(shop.durable), damaged)
      assert.throws(() => logLines(shop.durable), damaged)
      assert.deepEqual(shop.disk.files(), before, 'no silent repair')
    }
  }
})

test('only the command that is asked to repair goes on from a truncated log', async () => {
  const shop = await newShop()
  shop.durable.truncate(wal, startOf(read(shop), 5))
  const damaged = { code: 'RTT4001', exit: 6, message: /ends 3 entries before/ }
  assert.throws(() => verifyLog(shop.durable), damaged)
  await assert.rejects(applyIn(shop, shop.c), damaged)
  const { active, found } = await recoverIn(shop)
  assert.deepEqual([active?.plan, found.missing, found.restored], [shop.a, 3, true])
  assert.equal(verifyLog(shop.durable).checkpoint?.size, 4)
  assert.ok(shop.durable.exists('.rtt/wal/lost-CHECKPOINT-7'))
})

test('what git holds of a log is never given up', async () => {
  const shop = await newShop()
  const path = pinLog(shop.durable)
  assert.equal(path, `.rtt/checkpoints/${logRoot(shop.durable).origin}`)
  assert.equal(verifyLog(shop.durable).pinned?.signer, shop.key.id)
  const pinned = read(shop, path)
  await applyIn(shop, shop.c)
  assert.equal(verifyLog(shop.durable).pinned?.missing, 0, 'the log may go on')
  shop.durable.truncate(wal, startOf(read(shop), 5))
  await assert.rejects(recoverIn(shop), { code: 'RTT4001', exit: 6 })
  assert.deepEqual(read(shop, path), pinned)
})

test('a log that was written anew does not fit its checkpoint', async () => {
  const shop = await newShop()
  const other = await newShop(1)
  await applyIn(other, other.c)
  const origin = logRoot(shop.durable).origin
  assert.equal(logRoot(other.durable).origin, origin, 'the test gives both the same origin')
  shop.durable.replace(wal, read(other))
  const rewritten = { code: 'RTT4001', exit: 6, message: /another root/ }
  assert.throws(() => verifyLog(shop.durable), rewritten)
  await assert.rejects(applyIn(shop, shop.a), rewritten)
  await assert.rejects(recoverIn(shop), rewritten)
})

test('a checkpoint that was changed does not hold the log', async () => {
  const shop = await newShop()
  const text = Buffer.from(read(shop, '.rtt/wal/CHECKPOINT')).toString()
  shop.durable.replace('.rtt/wal/CHECKPOINT', text.replace('\n7\n', '\n6\n'))
  assert.throws(() => verifyLog(shop.durable), { code: 'RTT4001', message: /signature/ })
})

test('a torn tail is reported by those who only read', async () => {
  const shop = await newShop()
  shop.durable.append(wal, 'R1 0000')
  const before = shop.disk.files()
  assert.deepEqual(
    verifyLog(shop.durable).diagnostics.map((d) => d.code),
    ['RTT4006'],
  )
  assert.equal(logLines(shop.durable).length, 7)
  assert.deepEqual(shop.disk.files(), before)
  const { found } = await applyIn(shop, shop.b).then((r) => ({ found: r.recovered }))
  assert.equal(found.torn?.bytes, 7)
})

test('the active generation is gone with its parts', async () => {
  const shop = await newShop()
  shop.durable.remove('.rtt/gen')
  shop.durable.remove('.rtt/cas')
  await assert.rejects(recoverIn(shop), { code: 'RTT4005', exit: 4 })
  assert.equal((await applyIn(shop, shop.b)).status, 'restored')
  assert.equal((await recoverIn(shop)).status, 'clean')
})

test('a prepared transaction whose parts are gone is given up, and the plan before it is back', async () => {
  const whole = await newShop(1)
  const disk = whole.disk.reboot(kept)
  const shop = shopOn(disk, whole)
  const replace = (path: string, bytes: string | Uint8Array, mode?: number): void => {
    if (path === '.rtt/current') throw new Error('killed before the flip')
    shop.durable.replace(path, bytes, mode)
  }
  const killed = { ...shop, durable: { ...shop.durable, replace } }
  await assert.rejects(applyIn(killed, shop.b), /killed/)
  assert.equal(verifyLog(shop.durable).diagnostics[0]?.code, 'RTT4006')
  const manifest = JSON.parse(Buffer.from(read(shop, '.rtt/gen/2/manifest.json')).toString())
  shop.durable.remove(`.rtt/cas/${manifest.plan.slice(0, 2)}/${manifest.plan.slice(2)}`)
  const { active, found } = await recoverIn(shop)
  assert.deepEqual([active?.plan, found.closed], [shop.a, 'aborted'])
  assert.equal(logLines(shop.durable).at(-1)?.kind, 'ABORT')
  assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
})
