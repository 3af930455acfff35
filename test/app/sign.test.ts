import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileEnvelope, signFile, signPlan, verifyFileSignature } from '../../src/app/sign.ts'
import { nodeDurable } from '../../src/node/durable.ts'
import { nodeKeys } from '../../src/node/keys.ts'
import type { SigningKey } from '../../src/ports/keys.ts'
import { Disk } from '../crash/disk.ts'
import { applyIn, makeShop, stillClock } from '../crash/shop.ts'

const newShop = () => {
  const disk = new Disk()
  disk.syscalls().mkdirSync('/repo')
  return { disk, ...makeShop(nodeDurable('/repo', disk.syscalls()), 1) }
}
type Shop = ReturnType<typeof newShop>

const later = { ...stillClock, now: () => '2031-01-01T00:00:00Z' }
const planOf = (shop: Shop): string => shop.plans[0] as string

const sign = (shop: Shop, key: SigningKey, files: readonly string[] = ['rtt.manifest.json']) =>
  signPlan({
    durable: shop.durable,
    clock: later,
    key,
    host: 'other',
    planId: planOf(shop),
    plansDir: 'plans',
    files,
  })

const trustInRoot = (shop: Shop, keys: readonly SigningKey[], threshold = 1): void =>
  shop.durable.replace(
    '.rtt/trust/root.json',
    JSON.stringify({
      v: 1,
      keys: keys.map(({ id, publicKey, name }) => ({ id, publicKey, name, roles: ['plan'] })),
      threshold,
    }),
  )

const verify = (shop: Shop, path: string) =>
  verifyFileSignature({ durable: shop.durable, clock: stillClock, path, accept: 'local' })

test('signing again with the same key writes nothing', () => {
  const shop = newShop()
  const calls = shop.disk.calls.length
  const again = sign(shop, shop.key)
  assert.deepEqual(again, {
    status: 'already-signed',
    path: `.rtt/envelopes/${planOf(shop)}.dsse.json`,
    key: shop.key.id,
  })
  assert.equal(shop.disk.calls.length, calls)
})

test('signing anew what the plan vouches for replaces the envelope', () => {
  const shop = newShop()
  shop.durable.replace('rtt.manifest.json', '{"symbols":[1],"v":1}')
  assert.equal(sign(shop, shop.key).status, 'signed')
  assert.equal(sign(shop, shop.key, []).status, 'signed')
})

test('a broken envelope is signed over', () => {
  const shop = newShop()
  shop.durable.replace(`.rtt/envelopes/${planOf(shop)}.dsse.json`, 'broken')
  assert.equal(sign(shop, shop.key).status, 'signed')
})

test('a key of the committed root signs beside the plan; both signatures are kept', async () => {
  const shop = newShop()
  const { key: second } = nodeKeys('/nowhere').generate('second')
  trustInRoot(shop, [shop.key, second], 2)
  const path = `plans/${planOf(shop)}.dsse.json`
  assert.deepEqual(sign(shop, shop.key), { status: 'signed', path, key: shop.key.id })
  const asInCi = { accept: 'root' } as const
  await assert.rejects(applyIn(shop, planOf(shop), asInCi), {
    code: 'RTT3003',
    message: /1 of the 2/,
  })
  assert.deepEqual(sign(shop, second), { status: 'signed', path, key: second.id })
  const done = await applyIn(shop, planOf(shop), asInCi)
  assert.deepEqual([done.via, done.keys], ['root', [shop.key.id, second.id].sort()])
  assert.equal(sign(shop, second).status, 'already-signed')
})

test('only a whole plan, its contracts and files that are there can be signed', () => {
  const shop = newShop()
  assert.throws(() => sign(shop, shop.key, ['none.json']), { code: 'RTT1001' })
  shop.durable.replace(`plans/${planOf(shop)}.json`, '{}')
  assert.throws(() => sign(shop, shop.key), { code: 'RTT3007', exit: 5 })
  shop.durable.remove(`plans/${planOf(shop)}.json`)
  assert.throws(() => sign(shop, shop.key), { code: 'RTT2002' })
})

const signOne = (shop: Shop, path: string, key = shop.key) =>
  signFile({ durable: shop.durable, clock: stillClock, key, host: 'test', path })

test('any file can be signed; one flipped byte of it or of its envelope is exit 5', () => {
  const shop = newShop()
  const path = 'docs/policy.cue'
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 256)
  shop.durable.replace(path, bytes)
  assert.deepEqual(signOne(shop, path), {
    status: 'signed',
    path: 'docs/policy.cue.dsse.json',
    key: shop.key.id,
  })
  assert.deepEqual(verify(shop, path).keys, [shop.key.id])
  for (const file of [path, fileEnvelope(path)]) {
    const whole = shop.durable.read(file) as Uint8Array
    for (let at = 0; at < whole.length; at++) {
      const changed = Uint8Array.from(whole)
      changed[at] = (changed[at] as number) ^ (1 << (at % 8))
      shop.durable.replace(file, changed)
      assert.throws(() => verify(shop, path), { name: 'RttError', exit: 5 }, `${file} byte ${at}`)
    }
    shop.durable.replace(file, whole)
  }
  assert.ok(verify(shop, path).ok)
})

test('a signature does not pass from one file to another', () => {
  const shop = newShop()
  shop.durable.replace('a', 'same')
  shop.durable.replace('b', 'same')
  signOne(shop, 'a')
  shop.durable.replace(fileEnvelope('b'), shop.durable.read(fileEnvelope('a')) as Uint8Array)
  assert.throws(() => verify(shop, 'b'), { code: 'RTT3001' })
})

test('unsigned, missing, and signed by a stranger', () => {
  const shop = newShop()
  shop.durable.replace('a', 'text')
  assert.throws(() => verify(shop, 'a'), { code: 'RTT3002', exit: 5 })
  assert.throws(() => verify(shop, 'none'), { code: 'RTT1001' })
  assert.throws(() => signOne(shop, 'none'), { code: 'RTT1001' })
  signOne(shop, 'a', nodeKeys('/nowhere').generate('stranger').key)
  assert.throws(() => verify(shop, 'a'), { code: 'RTT3003', exit: 5 })
})
