import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupsOf } from '../../../src/core/graph/groups.ts'
import { link, service } from './result.ts'

const many = (count: number, folder: string, name = 's') =>
  Array.from({ length: count }, (_, i) => service(`${name}${i}`, { path: `${folder}${name}${i}` }))

const sizes = (services: Parameters<typeof groupsOf>[0], links: Parameters<typeof groupsOf>[1]) => {
  const { names, of } = groupsOf(services, links)
  return Object.fromEntries(names.map((name, g) => [name, of.filter((o) => o === g).length]))
}

test('folders with several services are groups; lone ones stay with the folder above', () => {
  assert.deepEqual(
    sizes(
      [...many(3, 'apps/', 'a'), ...many(2, 'libs/', 'b'), service('solo', { path: 'tools/solo' })],
      [],
    ),
    { './': 1, 'apps/': 3, 'libs/': 2 },
  )
})

test('a folder of many is divided as deep as its folders go, a folder of few is not', () => {
  assert.deepEqual(sizes([...many(6, 'teams/pay/', 'p'), ...many(5, 'teams/ship/', 'q')], []), {
    'teams/pay/': 6,
    'teams/ship/': 5,
  })
  assert.deepEqual(sizes([...many(3, 'teams/pay/', 'p'), ...many(4, 'teams/ship/', 'q')], []), {
    'teams/': 7,
  })
})

test('what lies flat in one folder is divided by first words, after what all names begin with', () => {
  const flat = [...many(30, 'src/', 'ts-order-'), ...many(29, 'src/', 'ts-pay-')]
  assert.deepEqual(sizes(flat, []), { 'src/ts-order…': 30, 'src/ts-pay…': 29 })
})

test('what has no folder stands with its only users, else with its kind', () => {
  const services = [
    ...many(2, 'apps/', 'a'),
    ...many(2, 'libs/', 'b'),
    service('own', { kind: 'datastore' }),
    service('shared', { kind: 'datastore' }),
    service('queue', { kind: 'broker' }),
    service('image'),
  ]
  const links = [
    link('a0', 'own'),
    link('a1', 'own'),
    link('a0', 'shared'),
    link('b0', 'shared'),
    link('shared', 'shared'),
  ]
  assert.deepEqual(sizes(services, links), {
    'apps/': 3,
    'libs/': 2,
    'Data stores': 1,
    Brokers: 1,
    Images: 1,
  })
})

test('every service has a group, at the root too', () => {
  const services = [service('root', { path: '' }), service('x', { path: 'x' }), service('y')]
  const { of, names } = groupsOf(services, [])
  assert.deepEqual(
    of.map((g) => names[g]),
    ['./', './', 'Images'],
  )
})
