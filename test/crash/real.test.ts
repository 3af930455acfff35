import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { logLines, verifyLog } from '../../src/app/log.ts'
import { nodeDurable } from '../../src/node/durable.ts'
import { applyIn, currentPlan, makeShop, recoverIn, type Shop } from './shop.ts'

type RealShop = Shop & { readonly root: string }

const temporary = (t: TestContext): string => {
  const root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'rtt-apply-'))
  t.after(() => fs.rmSync(root, { recursive: true, force: true }))
  return root
}

const newShop = (t: TestContext, plans = 2): RealShop => {
  const root = temporary(t)
  return { root, ...makeShop(nodeDurable(root), plans) }
}

const plan = (shop: Shop, i: number): string => shop.plans[i] as string
const source = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)

const fresh = (shop: RealShop): RealShop => ({ ...shop, durable: nodeDurable(shop.root) })

/** A process of its own that applies a plan under the real lock and says what came of it. */
const applyScript = (root: string, planId: string, before: string): string[] => [
  '--input-type=module',
  '-e',
  `import * as fs from 'node:fs'
   import { apply } from ${source('../../src/app/apply.ts')}
   import { nodeClock } from ${source('../../src/node/clock.ts')}
   import { nodeDurable } from ${source('../../src/node/durable.ts')}
   import { nodeKeys } from ${source('../../src/node/keys.ts')}
   import { nodeLock } from ${source('../../src/node/lock.ts')}
   import { nodeRandom } from ${source('../../src/node/random.ts')}
   const root = ${JSON.stringify(root)}
   let calls = fs
   ${before}
   const durable = nodeDurable(root, calls)
   for (;;) {
     try {
       const done = await apply({
         durable, lock: nodeLock(root), clock: nodeClock, random: nodeRandom, accept: 'local',
         planId: '${planId}', plansDir: 'plans', key: nodeKeys(root).load('.rtt/keys/dev.pem'),
       })
       console.log(done.status)
       break
     } catch (error) {
       if (error.code !== 'RTT4002') { console.log(error.code ?? error.message); break }
       await new Promise((go) => setTimeout(go, 5))
     }
   }`,
]

const run = async (args: readonly string[]): Promise<{ out: string; signal: string | null }> => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (data) => {
    out += data
  })
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { out: out.trim(), signal }
}

test('plans are applied and recovered on a real disk', async (t) => {
  const shop = newShop(t)
  assert.equal((await applyIn(shop, plan(shop, 0))).status, 'applied')
  assert.equal((await applyIn(fresh(shop), plan(shop, 1))).status, 'applied')
  assert.equal((await recoverIn(fresh(shop))).status, 'clean')
  assert.deepEqual(verifyLog(fresh(shop).durable).diagnostics, [])
  const keyMode = fs.statSync(join(shop.root, '.rtt/keys/dev.pem')).mode & 0o777
  const folderMode = fs.statSync(join(shop.root, '.rtt/keys')).mode & 0o777
  assert.deepEqual([keyMode, folderMode], [0o600, 0o700])
})

test('a process killed at a write leaves the old plan or the new', {
  timeout: 60_000,
}, async (t) => {
  for (const at of [2, 9, 14, 20]) {
    const shop = newShop(t)
    await applyIn(shop, plan(shop, 0))
    const killer = `let n = 0
      calls = { ...fs, fsyncSync: (fd) => {
        if (++n === ${at}) process.kill(process.pid, 'SIGKILL')
        fs.fsyncSync(fd)
      } }`
    const { signal } = await run(applyScript(shop.root, plan(shop, 1), killer))
    assert.equal(signal, 'SIGKILL', 'the fault must strike')
    const { durable, key } = fresh(shop)
    await recoverIn({ durable, key })
    assert.ok([plan(shop, 0), plan(shop, 1)].includes(currentPlan(durable) ?? ''))
    assert.deepEqual(verifyLog(durable).diagnostics, [])
    assert.equal((await recoverIn({ durable, key })).status, 'clean')
    await applyIn({ durable, key }, plan(shop, 1))
    assert.equal(currentPlan(durable), plan(shop, 1))
  }
})

test('twelve processes apply at once: one chain, no gap', { timeout: 60_000 }, async (t) => {
  const shop = newShop(t, 4)
  const runs = await Promise.all(
    Array.from({ length: 12 }, (_, i) => run(applyScript(shop.root, plan(shop, i % 4), ''))),
  )
  for (const { out } of runs) assert.match(out, /^(applied|already-active)$/)
  const lines = logLines(shop.durable)
  assert.deepEqual(
    lines.map((l) => l.seq),
    lines.map((_, i) => i + 1),
  )
  const commits = lines.filter((l) => l.kind === 'COMMIT').length
  assert.equal(commits, runs.filter(({ out }) => out === 'applied').length)
  assert.deepEqual(verifyLog(shop.durable).diagnostics, [])
})

for (const target of ['current', 'wal', 'cas', 'gen', 'envelopes', 'keys/trust.json'])
  test(`.rtt/${target} replaced by a link out of the repository is refused`, async (t) => {
    const shop = newShop(t)
    await applyIn(shop, plan(shop, 0))
    const outside = temporary(t)
    const path = join(shop.root, '.rtt', target)
    const theirs = join(outside, 'theirs')
    fs.cpSync(path, theirs, { recursive: true })
    fs.rmSync(path, { recursive: true })
    fs.symlinkSync(theirs, path)
    const list = () =>
      fs
        .readdirSync(outside, { recursive: true, withFileTypes: true })
        .map((e) => (e.isFile() ? fs.readFileSync(join(e.parentPath, e.name), 'hex') : e.name))
    const before = list()
    await assert.rejects(applyIn(fresh(shop), plan(shop, 1)), { name: 'RttError', code: 'RTT4003' })
    assert.deepEqual(list(), before)
    assert.ok(fs.lstatSync(path).isSymbolicLink())
  })

test('a folder of the log that cannot be is refused without a half write', async (t) => {
  const shop = newShop(t)
  fs.writeFileSync(join(shop.root, '.rtt/wal'), 'a file where a folder should be')
  await assert.rejects(applyIn(shop, plan(shop, 0)), { name: 'RttError', code: 'RTT4003' })
  assert.equal(fs.readFileSync(join(shop.root, '.rtt/wal'), 'utf8').length, 31)
  for (const name of ['current', 'gen', 'cas'])
    assert.ok(!fs.existsSync(join(shop.root, '.rtt', name)))
})
