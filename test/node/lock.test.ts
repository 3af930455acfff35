import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { nodeLock } from '../../src/node/lock.ts'

const temporary = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'rtt-lock-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const module = new URL('../../src/node/lock.ts', import.meta.url).href
const script = (root: string, work: string): string[] => [
  '--input-type=module',
  '-e',
  `import { nodeLock } from ${JSON.stringify(module)}
   await nodeLock(${JSON.stringify(root)}).hold(${work})
     .catch((error) => { console.log(error.code) })`,
]

const busy = { name: 'RttError', code: 'RTT4002', exit: 9 }

test('the lock is held by one at a time, here and in other processes', async (t) => {
  const root = temporary(t)
  const result = await nodeLock(root).hold(async () => {
    await assert.rejects(
      nodeLock(root).hold(() => assert.fail('two hold the lock')),
      busy,
    )
    const other = spawnSync(process.execPath, script(root, `() => console.log('mine')`))
    assert.equal(other.stdout.toString(), 'RTT4002\n')
    return 'done'
  })
  assert.equal(result, 'done')
  assert.equal(await nodeLock(root).hold(() => 'again'), 'again')
})

test('it falls with an error of the work', async (t) => {
  const root = temporary(t)
  await assert.rejects(
    nodeLock(root).hold(() => {
      throw new Error('the work failed')
    }),
    /the work failed/,
  )
  assert.equal(await nodeLock(root).hold(() => 'free'), 'free')
})

test('it falls when its holder is killed', async (t) => {
  const root = temporary(t)
  const work = `() => { console.log('mine'); return new Promise(() => setInterval(() => {}, 1000)) }`
  const holder = spawn(process.execPath, script(root, work))
  t.after(() => holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  await assert.rejects(
    nodeLock(root).hold(() => assert.fail('two hold the lock')),
    busy,
  )
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  assert.equal(await nodeLock(root).hold(() => 'free'), 'free')
})

test('a link in its place is refused, and nothing is made behind it', async (t) => {
  const root = temporary(t)
  const outside = temporary(t)
  mkdirSync(join(root, '.rtt/run'), { recursive: true })
  symlinkSync(join(outside, 'lock.db'), join(root, '.rtt/run/lock.db'))
  const refusal = { name: 'RttError', code: 'RTT4003' }
  await assert.rejects(
    nodeLock(root).hold(() => assert.fail('it was taken')),
    refusal,
  )
  assert.deepEqual(readdirSync(outside), [])
})

test('a lock file that is no database is said so, not taken for busy', async (t) => {
  const root = temporary(t)
  mkdirSync(join(root, '.rtt/run'), { recursive: true })
  writeFileSync(join(root, '.rtt/run/lock.db'), 'x'.repeat(8192))
  await assert.rejects(
    nodeLock(root).hold(() => assert.fail('it was taken')),
    { code: 'RTT4003' },
  )
})
