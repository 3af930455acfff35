import assert from 'node:assert/strict'
import { test } from 'node:test'
import vm from 'node:vm'
import { linkDeployments } from '../../src/read/deploy/link.ts'
import { readers } from '../../src/read/readers.ts'
import { baitedPaths, baits } from './baits.ts'

const isHeavy = process.env['RTT_HOSTILE'] === '1'
const size = isHeavy ? 60_000 : 4000
const millisecondsMax = isHeavy ? 8000 : 1500

/** A pattern that backtracks cannot be ended from outside, but by the machine that runs it. */
const within = (work: () => void): void => {
  const own = globalThis as unknown as { baited?: () => void }
  own.baited = work
  vm.runInThisContext('baited()', { timeout: millisecondsMax })
}

test('every reader is baited', () => {
  const told = new Set(
    baitedPaths.flatMap(([path]) => readers.filter((r) => r.accepts(path)).map((r) => r.id)),
  )
  assert.deepEqual(
    readers.map((r) => r.id).filter((id) => !told.has(id)),
    [],
  )
})

test('no reader throws, or looks again and again, at what is repeated', () => {
  for (const [path, head] of baitedPaths)
    for (const reader of readers.filter((r) => r.accepts(path)))
      for (const bait of baits) {
        const text = head + bait.repeat(Math.ceil(size / bait.length))
        try {
          within(() => linkDeployments(reader.read({ path, text }).deploySources ?? []))
        } catch (cause) {
          assert.fail(`${reader.id} of ${path} with ${JSON.stringify(bait)}: ${String(cause)}`)
        }
      }
})

test('module files of Go are looked at once: 60 KB of any bait take less than 300 ms', () => {
  for (const [path, head] of baitedPaths.filter(([p]) => /^go\.(?:mod|work)$/.test(p)))
    for (const reader of readers.filter((r) => r.accepts(path)))
      for (const bait of baits) {
        const text = head + bait.repeat(Math.ceil(60_000 / bait.length))
        // Of three, since another process may have taken the time of one.
        const times = [1, 2, 3].map(() => {
          const started = performance.now()
          reader.read({ path, text })
          return performance.now() - started
        })
        assert.ok(Math.min(...times) < 300, `${path} with ${JSON.stringify(bait)}: ${times} ms`)
      }
})
