import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Candidate } from '../../../src/core/link/candidates.ts'
import { withoutSharedDefaults } from '../../../src/core/link/explicit.ts'
import { idleKeys } from '../../../src/core/link/idle.ts'
import type { Signal } from '../../../src/core/model/link.ts'
import { codeOf } from './code.ts'

const candidate = (key: string, signal: Signal, path: string): Candidate => ({
  from: 'web',
  to: 'cart',
  deployment: 'compose:',
  key,
  host: 'cart',
  port: undefined,
  scheme: 'http',
  client: undefined,
  sure: true,
  evidence: [{ path, line: 1, signal }],
})
const told = candidate('A_URL', 'env-binding', 'compose.yml')
const isShared = (path: string) => path.startsWith('shared/')
const ownersOf = (path: string) =>
  path.startsWith('all/') ? ['cart', 'mail', 'web'] : isShared(path) ? ['mail', 'web'] : ['web']

const sharing = {
  ownersOf,
  isToldThere: (c: Candidate) => c.key !== 'D_URL',
  isSibling: (a: string) => a === 'web',
  isTold: (_: string, __: string, key: string) => key === 'BLOCK_URL',
}

const cases: readonly (readonly [why: string, all: Candidate[], sure: boolean[]])[] = [
  [
    'a default of shared code is the others',
    [told, candidate('B_URL', 'default', 'shared/c.py')],
    [true, false],
  ],
  ['a default of its own stands', [told, candidate('B_URL', 'default', 'web/c.py')], [true, true]],
  ['where nothing is told, defaults stand', [candidate('B_URL', 'default', 'shared/c.py')], [true]],
  [
    'what is told is no default any more',
    [told, candidate('A_URL', 'default', 'shared/c.py')],
    [true, true],
  ],
  [
    'what nobody is told there is for all',
    [told, candidate('D_URL', 'default', 'shared/c.py')],
    [true, true],
  ],
  [
    'one of those that share the code is dialed by some of them',
    [
      candidate('C_URL', 'client', 'all/c.go'),
      { ...candidate('C_URL', 'client', 'all/c.go'), isOwn: true },
    ],
    [false, true],
  ],
  [
    'who is told its own address is told that of the others in one block',
    [
      ...['cart', 'mail', 'pay'].map((to) => ({
        ...candidate('BLOCK_URL', 'env-binding', 'compose.yml'),
        to,
      })),
      told,
    ],
    [false, false, false, true],
  ],
  [
    'two of them may be meant',
    [
      ...['cart', 'mail'].map((to) => ({
        ...candidate('BLOCK_URL', 'env-binding', 'compose.yml'),
        to,
      })),
      told,
    ],
    [true, true, true],
  ],
  ['a client is no default', [told, candidate('B_URL', 'client', 'shared/c.py')], [true, true]],
]

for (const [why, all, sure] of cases)
  test(`defaults in shared code: ${why}`, () => {
    assert.deepEqual(
      withoutSharedDefaults(all, sharing).map((c) => c.sure),
      sure,
    )
  })

test('a variable that only shared settings name, as a constant, is not used by this service', () => {
  const at = { path: 'shared/c.py', line: 1 }
  const settings = (path: string) =>
    codeOf(path, {
      mentions: [{ key: 'CART_URL', at }],
      assignments: [{ name: 'CART_URL', value: { kind: 'unknown' }, at }],
    })
  const named = (path: string) => codeOf(path, { mentions: [{ key: 'CART_URL', at }] })
  const idle = (...files: ReturnType<typeof codeOf>[]) => [...idleKeys(files, isShared)]
  assert.deepEqual(idle(settings('shared/c.py')), ['CART_URL'])
  assert.deepEqual(idle(settings('web/c.py')), [])
  assert.deepEqual(idle(named('shared/c.py')), [])
  assert.deepEqual(idle(settings('shared/c.py'), named('web/use.py')), [])
  assert.deepEqual(idle(settings('shared/c.py'), { ...named('web/t.py'), scope: 'test' }), [
    'CART_URL',
  ])
})
