import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logLines, logRoot, verifyLog } from '../../src/app/log.ts'
import { signPlan } from '../../src/app/sign.ts'
import { canonicalize } from '../../src/core/json/canonical.ts'
import { sha256 } from '../../src/core/json/digest.ts'
import { nodeDurable } from '../../src/node/durable.ts'
import { nodeKeys } from '../../src/node/keys.ts'
import type { Durable } from '../../src/ports/durable.ts'
import { Disk } from '../crash/disk.ts'
import { applyIn, currentPlan, freeLock, makeShop, type Shop, stillClock } from '../crash/shop.ts'

const newShop = (plansDir = 'plans'): Shop & { readonly disk: Disk } => {
  const disk = new Disk()
  disk.syscalls().mkdirSync('/repo')
  return { disk, ...makeShop(nodeDurable('/repo', disk.syscalls()), 2, plansDir) }
}

const plan = (shop: Shop, i = 0): string => shop.plans[i] as string
const planPath = (id: string): string => `plans/${id}.json`
const envelopePath = (id: string): string => `.rtt/envelopes/${id}.dsse.json`
const textAt = (durable: Durable, path: string): string =>
  Buffer.from(durable.read(path) ?? assert.fail(`${path} is missing`)).toString()

/** Applying must be refused with the code, and must leave every file as it was. */
const refuses = async (
  shop: ReturnType<typeof newShop>,
  id: string,
  { code, exit }: { code: string; exit: number },
): Promise<void> => {
  const before = shop.disk.files()
  const calls = shop.disk.calls.length
  await assert.rejects(applyIn(shop, id), { name: 'RttError', code, exit })
  assert.deepEqual(shop.disk.files(), before)
  assert.equal(shop.disk.calls.length, calls, 'no changing call was made at all')
}

test('a signed plan is put into force, and the log says so', async () => {
  const shop = newShop()
  const { durable } = shop
  const done = await applyIn(shop, plan(shop))
  assert.deepEqual(
    [done.status, done.plan, done.generation, done.seq, done.keys, done.via],
    ['applied', plan(shop), 1, 4, [shop.key.id], 'local'],
  )
  assert.deepEqual(JSON.parse(textAt(durable, '.rtt/current')), {
    v: 1,
    generation: 1,
    plan: plan(shop),
  })
  const manifest = JSON.parse(textAt(durable, '.rtt/gen/1/manifest.json'))
  const { routes } = JSON.parse(textAt(durable, planPath(plan(shop))))
  assert.equal(
    textAt(durable, '.rtt/gen/1/wiring.json'),
    canonicalize({ v: 1, plan: plan(shop), routes }),
  )
  const digests = [
    manifest.plan,
    manifest.envelope,
    ...manifest.contracts,
    manifest.files[0].sha256,
  ]
  for (const d of digests)
    assert.equal(sha256(textAt(durable, `.rtt/cas/${d.slice(0, 2)}/${d.slice(2)}`)), d)
  assert.deepEqual(
    logLines(durable).map(({ seq, kind, plan: p }) => [seq, kind, p]),
    [
      [1, 'GENESIS', undefined],
      [2, 'INTENT', plan(shop)],
      [3, 'PREPARED', plan(shop)],
      [4, 'COMMIT', plan(shop)],
    ],
  )
  assert.equal(logRoot(durable).root, done.root)
  const report = verifyLog(durable)
  assert.deepEqual(report.diagnostics, [])
  assert.deepEqual([report.checkpoint?.size, report.checkpoint?.signer], [4, shop.key.id])
})

test('applying the active plan again changes nothing: no entry, no sync, no rename', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop))
  const before = shop.disk.files()
  const calls = shop.disk.calls.length
  const again = await applyIn(shop, plan(shop))
  assert.deepEqual([again.status, again.seq, again.generation], ['already-active', 4, 1])
  assert.equal(shop.disk.calls.length, calls)
  assert.deepEqual(shop.disk.files(), before)
})

test('an unsigned plan', async () => {
  const shop = newShop()
  shop.durable.remove(envelopePath(plan(shop)))
  await refuses(shop, plan(shop), { code: 'RTT3002', exit: 5 })
})

test('a plan with one changed byte', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop, 1))
  const text = textAt(shop.durable, planPath(plan(shop)))
  for (const changed of [
    text.replace('7000', '7009'),
    `${text}\n`,
    text.replace('"v":1', '"v":9'),
  ]) {
    shop.durable.replace(planPath(plan(shop)), changed)
    await refuses(shop, plan(shop), { code: 'RTT3007', exit: 5 })
  }
})

test('an envelope with one changed byte, wherever', async () => {
  const shop = newShop()
  const path = envelopePath(plan(shop))
  const bytes = shop.durable.read(path) as Uint8Array
  for (let at = 0; at < bytes.length; at += 13) {
    const changed = Uint8Array.from(bytes)
    changed[at] = (changed[at] as number) ^ 1
    shop.durable.replace(path, changed)
    await assert.rejects(applyIn(shop, plan(shop)), { exit: 5 }, `byte ${at}`)
  }
  assert.deepEqual(logLines(shop.durable), [])
})

test('an envelope of another plan', async () => {
  const shop = newShop()
  const other = shop.durable.read(envelopePath(plan(shop, 1))) as Uint8Array
  shop.durable.replace(envelopePath(plan(shop)), other)
  await refuses(shop, plan(shop), { code: 'RTT3001', exit: 5 })
})

test('a plan signed by a key that nobody trusts', async () => {
  const shop = newShop()
  const { key } = nodeKeys('/nowhere').generate('stranger')
  shop.durable.remove(envelopePath(plan(shop)))
  const { durable } = shop
  const place = { planId: plan(shop), plansDir: 'plans' }
  signPlan({ durable, clock: stillClock, key, host: 'test', ...place })
  await refuses(shop, plan(shop), { code: 'RTT3003', exit: 5 })
})

test('a plan whose key has expired', async () => {
  const shop = newShop()
  const trust = JSON.parse(textAt(shop.durable, '.rtt/keys/trust.json'))
  trust.keys[0].expires = '2029-01-01T00:00:00Z'
  shop.durable.replace('.rtt/keys/trust.json', JSON.stringify(trust))
  await refuses(shop, plan(shop), { code: 'RTT3004', exit: 5 })
})

test('a plan that was written again in another spelling', async () => {
  const shop = newShop()
  const pretty = JSON.stringify(JSON.parse(textAt(shop.durable, planPath(plan(shop)))), null, 2)
  shop.durable.replace(planPath(sha256(pretty)), pretty)
  await refuses(shop, sha256(pretty), { code: 'RTT3007', exit: 5 })
})

test('a plan whose contract was changed, or is gone', async () => {
  const shop = newShop()
  const { contract } = JSON.parse(textAt(shop.durable, planPath(plan(shop)))).routes[0]
  const path = `plans/contracts/${contract}.json`
  shop.durable.replace(path, '{}')
  await refuses(shop, plan(shop), { code: 'RTT3007', exit: 5 })
  shop.durable.remove(path)
  await refuses(shop, plan(shop), { code: 'RTT3007', exit: 5 })
})

test('a manifest that was edited after signing is named; other line ends are no edit', async () => {
  const shop = newShop()
  shop.durable.replace('rtt.manifest.json', '{"symbols":[{}],"v":1}\n')
  await assert.rejects(applyIn(shop, plan(shop)), {
    code: 'RTT3001',
    exit: 5,
    message: /rtt\.manifest\.json/,
  })
  assert.deepEqual(logLines(shop.durable), [])
  shop.durable.replace('rtt.manifest.json', '{"symbols":[],"v":1}\r\n')
  assert.equal((await applyIn(shop, plan(shop))).status, 'applied')
})

test('CI does not take the signature of a development key', async () => {
  const shop = newShop()
  await assert.rejects(applyIn(shop, plan(shop), { accept: 'root' }), { code: 'RTT3003', exit: 5 })
  assert.deepEqual(logLines(shop.durable), [])
})

test('a plan made by a newer RTT is told apart, signed or not', async () => {
  const shop = newShop()
  const body = canonicalize({ v: 2, projection: 9, lanes: [] })
  shop.durable.replace(planPath(sha256(body)), body)
  await refuses(shop, sha256(body), { code: 'RTT6002', exit: 2 })
})

test('no such plan, and no such name', async () => {
  const shop = newShop()
  await refuses(shop, '0'.repeat(64), { code: 'RTT2002', exit: 2 })
  for (const id of ['', '../x', 'LATEST', 'A'.repeat(64)])
    await refuses(shop, id, { code: 'RTT6001', exit: 2 })
})

test('plans may lie in .rtt/plans', async () => {
  const shop = newShop('.rtt/plans')
  assert.equal((await applyIn(shop, plan(shop), { plansDir: '.rtt/plans' })).status, 'applied')
})

test('a wish to stop is heard before anything is visible', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop))
  const stop = new AbortController()
  stop.abort()
  const calls = shop.disk.calls.length
  await assert.rejects(applyIn(shop, plan(shop, 1), { signal: stop.signal }), { code: 'RTT9002' })
  assert.equal(shop.disk.calls.length, calls)
})

test('stopped half-way, the log says ABORT and the old plan stays', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop))
  const stop = new AbortController()
  const durable: Durable = {
    ...shop.durable,
    makeFolder: (path, mode) => {
      stop.abort()
      shop.durable.makeFolder(path, mode)
    },
    replace: (path, bytes, mode) => {
      if (path.startsWith('.rtt/cas')) stop.abort()
      shop.durable.replace(path, bytes, mode)
    },
  }
  const stopped = applyIn({ ...shop, durable }, plan(shop, 1), { signal: stop.signal })
  await assert.rejects(stopped, { code: 'RTT9002' })
  assert.equal(logLines(shop.durable).at(-1)?.kind, 'ABORT')
  assert.equal(currentPlan(shop.durable), plan(shop))
  assert.ok(!shop.durable.exists('.rtt/gen/2'))
  assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
  const next = await applyIn(shop, plan(shop, 1))
  assert.deepEqual([next.status, next.generation], ['applied', 3])
})

test('a system that refuses a write leaves the old plan in force', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop))
  shop.durable.replace('.rtt/gen/2', 'a file where a folder should be')
  const durable: Durable = {
    ...shop.durable,
    list: (path) => shop.durable.list(path).filter((name) => name !== '2'),
  }
  await assert.rejects(applyIn({ ...shop, durable }, plan(shop, 1)), { code: 'RTT4003' })
  assert.equal(currentPlan(shop.durable), plan(shop))
  assert.equal(logLines(shop.durable).at(-1)?.kind, 'ABORT')
  assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
})

test('a generation or pointer that is gone is made again without an entry', async () => {
  const shop = newShop()
  const { generation } = await applyIn(shop, plan(shop))
  const entries = logLines(shop.durable).length
  const whole = shop.disk.files()
  for (const damage of [
    () => shop.durable.remove('.rtt/gen'),
    () => shop.durable.remove('.rtt/current'),
    () => shop.durable.replace('.rtt/current', 'nonsense'),
    () => shop.durable.replace(`.rtt/gen/${generation}/wiring.json`, '{"v":1,"routes":[]}'),
    () => {
      shop.durable.remove('.rtt/gen')
      shop.durable.remove('.rtt/cas')
    },
  ]) {
    damage()
    assert.equal(verifyLog(shop.durable).diagnostics[0]?.code, 'RTT4005')
    assert.equal((await applyIn(shop, plan(shop))).status, 'restored')
    assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
    assert.deepEqual(shop.disk.files(), whole)
  }
  assert.equal(logLines(shop.durable).length, entries)
})

test('a generation whose parts are lost for good is replaced by a new one', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop))
  shop.durable.remove('.rtt/gen')
  shop.durable.remove('.rtt/cas')
  const done = await applyIn(shop, plan(shop), { files: [] })
  assert.deepEqual([done.status, done.generation], ['applied', 2])
  assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
})

test('without a key the log goes on without a checkpoint, and is caught up later', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop), { key: undefined })
  assert.equal(verifyLog(shop.durable).checkpoint, undefined)
  await applyIn(shop, plan(shop, 1))
  assert.equal(verifyLog(shop.durable).checkpoint?.size, 7)
})

test('the newer pointer of a newer RTT is not touched', async () => {
  const shop = newShop()
  shop.durable.replace('.rtt/current', '{"v":2}')
  await refuses(shop, plan(shop), { code: 'RTT6002', exit: 2 })
})

test('a log that was moved away is begun anew, and old generations are not built over', async () => {
  const shop = newShop()
  await applyIn(shop, plan(shop))
  shop.durable.remove('.rtt/wal')
  const done = await applyIn(shop, plan(shop, 1))
  assert.deepEqual([done.status, done.generation, done.seq], ['applied', 2, 4])
  assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
})

test('the lock is asked for first, and its answer stands', async () => {
  const shop = newShop()
  let held = 0
  const lock = {
    hold: <T>(work: () => T | Promise<T>) => {
      held++
      return freeLock.hold(work)
    },
  }
  await applyIn(shop, plan(shop), { lock })
  assert.equal(held, 1)
})
