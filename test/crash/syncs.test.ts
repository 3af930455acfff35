import assert from 'node:assert/strict'
import { test } from 'node:test'
import { syncMutants } from './syncs.ts'

test('no sync of the second apply can be left out, but those with a reason', async () => {
  const { all, justified, uncaught } = await syncMutants()
  assert.deepEqual(uncaught, [])
  const caught = all.length - justified.length
  assert.ok(caught >= 17, `only ${caught} of ${all.length} syncs are held by a test`)
  for (const what of [/current|\.tmp$/, /\.wal$/, /\/gen\/2$/, /\/repo\/\.rtt$/])
    assert.ok(
      all.filter((c) => what.test(c)).length > justified.filter((j) => what.test(j.call)).length,
      `${what} is held by nothing`,
    )
})
