import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Call } from '../../../src/core/model/call.ts'
import { lostCalls } from '../../../src/core/plan/calls.ts'
import { routesOf } from '../../../src/core/plan/routes.ts'
import { link, result } from '../graph/result.ts'

const at = { path: 'web.js', line: 3 }
const call = (path: string, isServed: boolean, to = 'cart'): Call => ({
  from: 'web',
  to,
  path,
  at,
  ...(isServed ? { served: { path: 'cart.js', line: 1 }, by: path } : {}),
})
const symbol = {
  address: 'rtt://shop/api/x',
  type: 'api' as const,
  name: 'cart.GET./cart/{}',
  lang: '',
  at,
  evidence: 'ast' as const,
  direction: 'provider' as const,
}
const scan = (...calls: Call[]) =>
  result({ links: [link('web', 'cart')], calls, symbols: [symbol] })
const lost = (before: ReturnType<typeof scan>, now: ReturnType<typeof scan>) =>
  lostCalls(routesOf(before), now).map((l) => [l.call.path, l.to])

test('a path that was served and is not any more is lost', () => {
  assert.deepEqual(lost(scan(call('/cart/{}', true)), scan(call('/cart/{}', false))), [
    ['/cart/{}', 'cart'],
  ])
})

test('where calls were seen to fit, one that does not is lost; one that never did is known', () => {
  const before = scan(call('/cart/{}', true), call('/odd', false))
  assert.deepEqual(lost(before, scan(call('/carts/{}', false), call('/odd', false))), [
    ['/carts/{}', 'cart'],
  ])
  assert.deepEqual(lost(scan(call('/cart/{}', false)), scan(call('/carts/{}', false))), [])
})

test('a call without a host counts where it was served, or takes the place of one that was', () => {
  const before = scan(call('/order/fetch', true))
  assert.deepEqual(lost(before, scan(call('/order/fetch', false, ''))), [['/order/fetch', 'cart']])
  assert.deepEqual(lost(before, scan(call('/orders/fetch', false, ''))), [
    ['/orders/fetch', 'cart'],
  ])
  const besides = scan(call('/order/fetch', true), call('/elsewhere', false, ''))
  assert.deepEqual(lost(before, besides), [])
})

test('a new call of what is served makes no other route', () => {
  const [before, now] = [
    scan(call('/cart/{}', true)),
    scan(call('/cart/{}', true), call('/x', true)),
  ]
  const plain = (s: ReturnType<typeof scan>) => routesOf(s).map(({ calls: _, ...r }) => r)
  assert.deepEqual(plain(now), plain(before))
})

test('a path that only a route with parameters still answers is lost', () => {
  const now = { ...call('/order/fetch', true), by: '/order/{}' }
  assert.deepEqual(lost(scan(call('/order/fetch', true)), scan(now)), [['/order/fetch', 'cart']])
  assert.deepEqual(lost(scan(now), scan(call('/order/fetch', true))), [])
  const renamed = { ...call('/order/fetches', true), by: '/order/{}' }
  assert.deepEqual(lost(scan(call('/order/fetch', true)), scan(renamed)), [
    ['/order/fetches', 'cart'],
  ])
})

test('a service may have a dot in its name', () => {
  const dotted = (isServed: boolean) =>
    result({
      links: [link('web', 'shop.api')],
      calls: [call('/cart/{}', isServed, 'shop.api')],
      symbols: [{ ...symbol, name: 'shop.api.GET./cart/{}' }],
    })
  assert.deepEqual(lost(dotted(true), dotted(false)), [['/cart/{}', 'shop.api']])
})
