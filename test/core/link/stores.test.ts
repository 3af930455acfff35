import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storeOwner } from '../../../src/core/link/stores.ts'
import type { Universe } from '../../../src/core/link/universe.ts'
import { linkLines } from '../../links.ts'
import { codeOf } from './code.ts'

const names = new Set(['cart', 'mail'])
const universe = {
  serviceAt: (n: string) => (names.has(n) ? n : undefined),
} as unknown as Universe
const at = { path: 'x', line: 1 }
const strict = { folder: 'conf/shared', at }
const loose = { folder: '**/nacos', isLoose: true as const, at }

const owner = (path: string, ...stores: (typeof strict | typeof loose)[]) => {
  const found = storeOwner(codeOf(path, { lang: 'config' }), stores, universe)
  return typeof found === 'object' ? found.service : found
}

const cases: readonly (readonly [
  path: string,
  stores: (typeof strict | typeof loose)[],
  owner: string | undefined,
])[] = [
  ['conf/shared/cart.yml', [strict], 'cart'],
  ['conf/shared/cart-docker.yml', [strict], 'cart'],
  ['conf/shared/application.yml', [strict], 'everybody'],
  ['conf/shared/other.yml', [strict], 'nobody'],
  ['elsewhere/cart.yml', [strict], undefined],
  // Where people put files by hand, other ones may stand beside them.
  ['ops/nacos/cart-dev.yaml', [loose], 'cart'],
  ['ops/nacos/deep/mail.yaml', [loose], 'mail'],
  ['ops/nacos/application.yml', [loose], undefined],
  ['ops/nacos/other.yml', [loose], undefined],
  ['cart/src/main/resources/nacos/mail.yml', [loose], undefined],
  ['ops/other/cart.yml', [loose], undefined],
  // One store that is told in full makes all of them strict.
  ['conf/shared/nacos/other.yml', [strict, loose], 'nobody'],
]

for (const [path, stores, wanted] of cases)
  test(`settings of a store: ${path} ${stores.map((s) => s.folder).join()}`, () => {
    assert.equal(owner(path, ...stores), wanted)
  })

test('only settings are in a store', () => {
  assert.equal(storeOwner(codeOf('conf/shared/cart.ts'), [strict], universe), undefined)
})

const java = 'class App {}\n'
const bootstrap = (kind: string) => `spring.cloud.${kind}.server-addr: registry:8848\n`
const shop = (kind: string, path: string) => ({
  'compose.yml':
    'services:\n  cart: { build: ./cart }\n  mail: { build: ./mail }\n  registry: { image: nacos/nacos-server }\n  mongo: { image: mongo }\n',
  'cart/src/main/java/App.java': java,
  'cart/src/main/resources/bootstrap.yml': bootstrap(kind),
  'mail/src/main/java/App.java': java,
  [path]: 'spring.data.mongodb.host: mongo\n',
})
const stored = (kind: string, path: string): string[] =>
  linkLines(shop(kind, path)).filter((l) => l.includes('mongo'))

test('settings that are put into Nacos are of the application that they are named after', () => {
  const line = 'cart#mongodb:mongo -> mongo mongodb'
  for (const kind of ['nacos.config', 'consul.config', 'zookeeper.config'])
    assert.deepEqual(stored(kind, 'ops/config/cart-dev.yml'), [line], kind)
  assert.deepEqual(stored('nacos.config', 'ops/other/cart-dev.yml'), [])
  assert.deepEqual(stored('nacos.discovery', 'ops/config/cart-dev.yml'), [])
})
