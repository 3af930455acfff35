import assert from 'node:assert/strict'
import { test } from 'node:test'
import { append } from '../../../src/core/model/multimap.ts'

test('values are kept by their key, in their order', () => {
  const map = new Map<string, number[]>()
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ] as const)
    append(map, key, value)
  assert.deepEqual(
    [...map],
    [
      ['a', [1, 3]],
      ['b', [2]],
    ],
  )
})
