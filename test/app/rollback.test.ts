import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logLines, verifyLog } from '../../src/app/log.ts'
import { nodeDurable } from '../../src/node/durable.ts'
import { Disk } from '../crash/disk.ts'
import { applyIn, currentPlan, makeShop, rollbackIn } from '../crash/shop.ts'

const newShop = async (applied: number) => {
  const disk = new Disk()
  disk.syscalls().mkdirSync('/repo')
  const shop = makeShop(nodeDurable('/repo', disk.syscalls()), 3)
  for (const plan of shop.plans.slice(0, applied)) await applyIn(shop, plan)
  const [a, b, c] = shop.plans as [string, string, string]
  return { ...shop, disk, a, b, c }
}

test('rollback returns to the plan before, in a new generation, by a ROLLBACK entry', async () => {
  const shop = await newShop(2)
  const lines = logLines(shop.durable)
  const back = await rollbackIn(shop)
  assert.deepEqual(
    [back.status, back.plan, back.generation, back.seq, back.to, back.from.plan],
    ['rolled-back', shop.a, 3, 10, 4, shop.b],
  )
  assert.equal(currentPlan(shop.durable), shop.a)
  assert.deepEqual(
    logLines(shop.durable)
      .slice(7)
      .map((l) => l.kind),
    ['INTENT', 'PREPARED', 'ROLLBACK'],
  )
  const wal = Buffer.from(shop.durable.read('.rtt/wal/0000000000000001.wal') ?? []).toString()
  const last = JSON.parse((wal.trimEnd().split('\n').at(-1) as string).slice(77))
  assert.deepEqual([last.from_root, last.to_root], [lines[6]?.root, lines[3]?.root])
  assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
})

test('rolling back again goes further back, until there is nothing', async () => {
  const shop = await newShop(3)
  assert.equal((await rollbackIn(shop)).plan, shop.b)
  assert.equal((await rollbackIn(shop)).plan, shop.a)
  const before = shop.disk.files()
  await assert.rejects(rollbackIn(shop), { code: 'RTT4004', exit: 2 })
  assert.deepEqual(shop.disk.files(), before)
  await applyIn(shop, shop.c)
  assert.equal((await rollbackIn(shop)).plan, shop.a)
})

test('rollback to an entry', async () => {
  const shop = await newShop(3)
  assert.equal((await rollbackIn(shop, 4)).plan, shop.a)
  assert.equal((await rollbackIn(shop, 7)).plan, shop.b, 'also one that was left by a rollback')
  const active = verifyLog(shop.durable).active?.seq
  assert.equal((await rollbackIn(shop, active)).status, 'already-active')
  for (const seq of [1, 3, 999]) await assert.rejects(rollbackIn(shop, seq), { code: 'RTT4004' })
})

test('with nothing applied there is nothing to return to', async () => {
  const shop = await newShop(0)
  await assert.rejects(rollbackIn(shop), { code: 'RTT4004' })
  assert.deepEqual(logLines(shop.durable), [])
})

test('the plan and manifests in the repository may have gone on', async () => {
  const shop = await newShop(2)
  shop.durable.remove(`plans/${shop.a}.json`)
  shop.durable.remove(`.rtt/envelopes/${shop.a}.dsse.json`)
  shop.durable.replace('rtt.manifest.json', '{"symbols":[{}],"v":1}')
  assert.equal((await rollbackIn(shop)).plan, shop.a)
})

test('a key that was taken out of trust takes the way back with it; one that expired does not', async () => {
  const shop = await newShop(2)
  const path = '.rtt/keys/trust.json'
  const trust = JSON.parse(Buffer.from(shop.durable.read(path) ?? []).toString())
  shop.durable.replace(path, JSON.stringify({ ...trust, keys: [] }))
  await assert.rejects(rollbackIn(shop), { code: 'RTT3003', exit: 5 })
  assert.equal(currentPlan(shop.durable), shop.b)
  const keys = [{ ...trust.keys[0], expires: '2030-01-31T12:00:01Z' }]
  shop.durable.replace(path, JSON.stringify({ ...trust, keys }))
  assert.equal((await rollbackIn(shop)).plan, shop.a)
})

test('parts that are gone from the content store are said so, and the active plan stays', async () => {
  const shop = await newShop(2)
  const manifest = JSON.parse(
    Buffer.from(shop.durable.read('.rtt/gen/1/manifest.json') ?? []).toString(),
  )
  const driver = manifest.files[0].sha256 as string
  for (const digest of [driver, manifest.plan as string]) {
    shop.durable.remove(`.rtt/cas/${digest.slice(0, 2)}/${digest.slice(2)}`)
    await assert.rejects(rollbackIn(shop), { code: 'RTT4005' })
    assert.equal(currentPlan(shop.durable), shop.b)
    assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
  }
})
