import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  between,
  holds,
  type Intervals,
  joinIntervals,
  meetIntervals,
  outside,
  sameIntervals,
} from '../../../src/core/version/interval.ts'
import { bottom, compareKeys, type Key, successor, top } from '../../../src/core/version/key.ts'

const points = Array.from({ length: 12 }, (_, i): Key => [i])
const interval = fc
  .tuple(fc.nat(12), fc.nat(12))
  .map(([a, b]) => between([Math.min(a, b)], [Math.max(a, b)]))
const intervals = fc.array(interval, { maxLength: 5 }).map(joinIntervals)

const members = (set: Intervals): readonly boolean[] => points.map((p) => holds(set, p))

describe('intervals', () => {
  it('meet and join as sets of points do', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const both = members(a).map((x, i) => x && members(b)[i]!)
        const any = members(a).map((x, i) => x || members(b)[i]!)
        assert.deepEqual(members(meetIntervals(a, b)), both)
        assert.deepEqual(members(joinIntervals([a, b])), any)
      }),
    )
  })

  it('have one form for one set', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const sameMembers = members(a).every((x, i) => x === members(b)[i])
        assert.equal(sameIntervals(a, b), sameMembers)
      }),
    )
  })

  it('join where they touch', () => {
    assert.deepEqual(joinIntervals([between([2], [3]), between([1], [2])]), between([1], [3]))
  })

  it('leave out what lies between', () => {
    assert.deepEqual(outside([1], [2]), [
      { low: bottom, high: [1] },
      { low: [2], high: top },
    ])
    assert.deepEqual(outside(bottom, [2]), [{ low: [2], high: top }])
  })
})

describe('keys', () => {
  it('put a key before what it begins, numbers before texts, and Infinity above all', () => {
    const sorted: Key[] = [
      bottom,
      [Number.NEGATIVE_INFINITY],
      [1],
      [1, 0],
      [1, 2n ** 64n],
      [1, '0'],
      [1, 'a'],
      [1, Number.POSITIVE_INFINITY],
      [2],
      top,
    ]
    const shuffled = [...sorted].reverse().sort(compareKeys)
    assert.deepEqual(shuffled, sorted)
  })

  it('count on beyond what a number holds exactly', () => {
    assert.equal(successor(Number.MAX_SAFE_INTEGER), BigInt(Number.MAX_SAFE_INTEGER) + 1n)
    assert.equal(successor(2n ** 70n), 2n ** 70n + 1n)
    assert.equal(successor(-1), 0)
  })
})
