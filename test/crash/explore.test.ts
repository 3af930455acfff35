import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomOf } from '../core/contract/breaking/shop.ts'
import { Explorer } from './explore.ts'
import { drawnScenes } from './scenes.ts'

const seed = Number(process.env['RTT_SEED'] ?? 20261122)
const states = 10_000

test(`${states} distinct states that a crash or a refusal may leave: every promise is kept (seed ${seed})`, async () => {
  const explorer = new Explorer(states)
  for await (const scene of drawnScenes(randomOf(seed))) {
    await explorer.explore(scene)
    if (explorer.distinct >= states || explorer.bad.length > 0) break
  }
  const { bad, points, distinct } = explorer.found
  assert.deepEqual(bad, [])
  assert.ok(distinct >= states)
  assert.deepEqual(
    points.filter((p) => !p.fired),
    [],
  )
  for (const how of ['before', 'torn', 'EIO', 'ENOSPC'])
    assert.ok(
      points.some((p) => p.fault === how),
      `${how} never struck`,
    )
})
