import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupUnits } from '../../../src/core/link/units.ts'
import type { Unit } from '../../../src/core/model/deployment.ts'
import { unitOf } from './unit.ts'

const built = (context: string, name: string, more: Partial<Unit> = {}): Unit =>
  unitOf(`dockerfile:${context}`, name, { origin: 'dockerfile', context, ...more })
const groups = (...units: Unit[]): string[] =>
  groupUnits(units).map((g) => `${g.name}: ${g.units.map((u) => u.deployment).join(' ')}`)

const cart = unitOf('kubernetes:k8s', 'cart', { image: 'acme/x' })
const mail = unitOf('kubernetes:k8s', 'mail', { image: 'acme/y' })

test('a Dockerfile in the folder of one deployed service is what that one is built from', () => {
  assert.deepEqual(groups(cart, built('cart/cart-main', 'cart-main')), [
    'cart: kubernetes:k8s dockerfile:cart/cart-main',
  ])
  // Two folders around it are called after services.
  assert.deepEqual(groups(cart, mail, built('mail/cart/main', 'main')).slice(0, 2), [
    'cart: kubernetes:k8s',
    'mail: kubernetes:k8s',
  ])
  // That service is known to be built from another folder.
  const own = unitOf('compose:', 'cart', { context: 'other' })
  assert.deepEqual(groups(own, built('cart/cart-main', 'cart-main'))[0], 'cart: compose:')
})

test('a Dockerfile in a folder without any program is no service', () => {
  assert.deepEqual(groups(built('a', 'a')), ['a: dockerfile:a'])
  assert.deepEqual(groups(built('a', 'a', { isBare: true })), [])
})
