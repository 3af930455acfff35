import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { answer } from '../../src/app/scan/answer.ts'
import { nodeThreads } from '../../src/node/threads.ts'

const main = new URL('../../src/cli/main.ts', import.meta.url).href
const folder = mkdtempSync(join(tmpdir(), 'rtt-threads-'))
after(() => rmSync(folder, { recursive: true }))

const files = [
  { path: 'a.ts', text: "fetch(process.env.CART_URL ?? 'http://cart:80')" },
  { path: 'compose.yaml', text: 'services: { cart: { image: cart } }' },
]
const alone = availableParallelism() < 2 ? 'one processor: no threads' : false

test('a thread answers as this one would', { skip: alone }, async () => {
  const threads = nodeThreads(main, 'answerReads')
  try {
    assert.ok(threads.all.length >= 1 && threads.all.length <= 3)
    const [first] = threads.all
    const answers = await Promise.all([first!(files), first!(files.slice(1))])
    assert.deepEqual(answers, [answer(files), answer(files.slice(1))])
  } finally {
    await threads.close()
  }
})

test('a thread that ends, or cannot start, refuses what it is asked', { skip: alone }, async () => {
  const path = join(folder, 'ends.mjs')
  writeFileSync(path, "export const run = (port) => port.on('message', () => process.exit(3))")
  for (const module of [pathToFileURL(path).href, pathToFileURL(join(folder, 'none.mjs')).href]) {
    const threads = nodeThreads(module, 'run')
    await assert.rejects(threads.all[0]!(files))
    await assert.rejects(threads.all[0]!(files), 'and whatever is asked later')
    await threads.close()
  }
})

test('code that stands in no file has no threads', () =>
  assert.deepEqual(nodeThreads(undefined, 'answerReads').all, []))
