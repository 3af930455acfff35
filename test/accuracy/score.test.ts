import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ratios, type Scan, score, type Truth } from './score.ts'

const truth: Truth = {
  name: 'shop',
  set: 'none',
  repo: '',
  commit: '',
  services: [
    { name: 'web' },
    { name: 'cart', aliases: ['carts'] },
    { name: 'db' },
    { name: 'metrics', required: false },
  ],
  edges: [
    { from: 'web', to: 'cart', via: 'http' },
    { from: 'cart', to: 'db', via: 'sql' },
    { from: 'web', to: 'db', via: 'sql', required: false },
  ],
  traps: [],
}

const link = (from: string, to: string, status = 'confirmed'): Scan['links'][number] => ({
  from,
  to,
  via: 'http',
  status,
})

test('hits, errors and misses are counted by pair; what is arguable counts for nothing', () => {
  const scan: Scan = {
    services: [{ name: 'Cart_Service', aliases: ['carts'] }],
    links: [
      link('web', 'Cart_Service'),
      link('web', 'db'),
      link('web', 'metrics'),
      link('db', 'web'),
      link('cart', 'db', 'declared'),
    ],
  }
  assert.deepEqual(score(truth, scan), {
    hits: 1,
    wrong: ['db -> web'],
    missed: ['cart -> db'],
  })
})

test('ratios of nothing are whole', () => {
  assert.deepEqual(ratios(0, 0, 0), { precision: 1, recall: 1, f1: 1 })
  assert.deepEqual(ratios(1, 1, 1), { precision: 0.5, recall: 0.5, f1: 0.5 })
})
