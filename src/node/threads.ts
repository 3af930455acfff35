import { availableParallelism } from 'node:os'
import * as sea from 'node:sea'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { FileFacts, ReadingThread, ReadingThreads } from '../ports/reading.ts'

const threadsMax = 4

/** Nothing of a file outlives its reading: a larger nursery is memory and no time. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 }

/**
 * How far the heap grows before it is swept, in percent of what lived in it. Left to itself it grows by up to three
 * times: of many files nearly all of that is texts and tokens that nobody needs any more.
 */
const heapGrowthPercent = 60

type Waiting = {
  readonly resolve: (answer: readonly FileFacts[]) => void
  readonly reject: (error: Error) => void
}

/** Loads the module and hands it the port: type stripping and bundles are the module loader's affair. */
const boot = `
  const { parentPort, workerData } = require('node:worker_threads')
  import(workerData.module).then((m) => m[workerData.name](parentPort))`

/** A worker answers in the order in which it was asked. */
const threadOf = (worker: Worker): ReadingThread => {
  const waiting: Waiting[] = []
  let died: Error | undefined
  const end = (error: Error) => {
    died ??= error
    for (const w of waiting.splice(0)) w.reject(died)
  }
  worker.on('message', (answer: readonly FileFacts[]) => waiting.shift()?.resolve(answer))
  worker.on('error', end)
  worker.on('messageerror', end)
  worker.on('exit', () => end(new Error('the thread has ended')))
  return (files) =>
    new Promise((resolve, reject) => {
      if (died) return reject(died)
      waiting.push({ resolve, reject })
      worker.postMessage(files)
    })
}

const none: ReadingThreads = { all: [], close: async () => {} }

/**
 * Threads that run `name` of `module` with the port on which they are asked. With this one they are as many as
 * there are processors, and at most four. There are none in the single binary, whose code stands in no file
 * that a thread could load.
 */
export const nodeThreads = (module: string | undefined, name: string): ReadingThreads => {
  setFlagsFromString(`--heap-growing-percent=${heapGrowthPercent}`)
  const count = Math.min(threadsMax, availableParallelism()) - 1
  if (module === undefined || sea.isSea() || count < 1) return none
  try {
    const workers = Array.from(
      { length: count },
      () => new Worker(boot, { eval: true, workerData: { module, name }, resourceLimits }),
    )
    return {
      all: workers.map(threadOf),
      close: async () => void (await Promise.all(workers.map((w) => w.terminate()))),
    }
  } catch {
    return none
  }
}
