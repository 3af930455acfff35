import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMany } from '../../../src/app/scan/reading.ts'
import type { SourceFile } from '../../../src/core/model/facts.ts'
import type { FileFacts, ReadingThread } from '../../../src/ports/reading.ts'
import type { Task } from '../../../src/ports/task.ts'

const read = (files: readonly SourceFile[]): readonly FileFacts[] =>
  files.map((f) => ({ body: JSON.stringify([f.path]), isVolatile: false }))

const later: ReadingThread = async (files) => {
  await new Promise((next) => setImmediate(next))
  return read(files)
}
const dead: ReadingThread = async () => {
  throw new Error('the thread has ended')
}

const taskOf = (pause: Task['pause']): Task => ({
  signal: new AbortController().signal,
  progress: { step: () => {}, end: () => {} },
  pause,
  writingNothing: async (work) => work(),
})
const idle = () => new Promise<void>((next) => setImmediate(next))

/** Reads `count` files with threads, and says what came of each, by whom, and whether the threads were closed. */
const run = async (count: number, threads: readonly ReadingThread[], pause = idle) => {
  const taken = new Map<number, string>()
  const seen = { here: 0, opened: 0, closed: 0 }
  const work = readMany(
    {
      count,
      fileAt: (i) => (i % 10 === 7 ? undefined : { path: `f${i}`, text: 'x'.repeat(100) }),
      read: (files) => {
        seen.here += files.length
        return read(files)
      },
      openThreads: async () => {
        seen.opened++
        return { all: threads, close: async () => void seen.closed++ }
      },
      take: (i, facts) => {
        assert.ok(!taken.has(i), `file ${i} is taken once`)
        taken.set(i, facts.body)
      },
    },
    taskOf(pause),
  )
  const failed = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  return { taken, seen, failed }
}

const expected = (count: number): ReadonlyMap<number, string> =>
  new Map(
    Array.from({ length: count }, (_, i) => i)
      .filter((i) => i % 10 !== 7)
      .map((i) => [i, JSON.stringify([`f${i}`])]),
  )
const sorted = (m: ReadonlyMap<number, string>) => [...m].sort(([a], [b]) => a - b)

for (const [name, threads] of [
  ['none', []],
  ['two that answer later', [later, later]],
  ['one that has died', [dead]],
  ['one of each', [later, dead]],
] as const)
  test(`each file is read once and lands in its place, with threads: ${name}`, async () => {
    const { taken, seen, failed } = await run(1000, threads)
    assert.equal(failed, undefined)
    assert.deepEqual(sorted(taken), sorted(expected(1000)))
    assert.deepEqual([seen.opened, seen.closed], [1, 1])
    if (threads.some((t) => t === later)) assert.ok(seen.here < 900, 'threads had their share')
  })

test('a few files are not worth a thread', async () => {
  const { taken, seen } = await run(399, [later])
  assert.equal(taken.size, expected(399).size)
  assert.equal(seen.opened, 0)
})

test('a long text is read where a signal may end the process, a short one is not', async () => {
  const long = { path: 'long', text: 'x'.repeat(200_000) }
  const asked: string[] = []
  const work = (file: SourceFile) =>
    readMany(
      {
        count: 1,
        fileAt: () => file,
        read,
        openThreads: undefined,
        take: (_, facts) => void asked.push(facts.body),
      },
      {
        ...taskOf(idle),
        writingNothing: async (does) => {
          asked.push('writes nothing')
          return does()
        },
      },
    )
  await work({ path: 'short', text: 'x' })
  await work(long)
  assert.deepEqual(asked, ['["short"]', 'writes nothing', '["long"]'])
})

test('a cancelled scan ends its threads', async () => {
  const { seen, failed } = await run(5000, [later], async () => {
    throw new Error('cancelled')
  })
  assert.equal((failed as Error).message, 'cancelled')
  assert.equal(seen.closed, 1)
})
