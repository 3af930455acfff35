import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Link } from '../../../src/core/model/link.ts'
import { contradictionsIn } from '../../../src/core/policy/contradictions.ts'
import { violationsOf } from '../../../src/core/policy/judge.ts'
import { selectorOf } from '../../../src/core/policy/select.ts'
import { idleSelectors } from '../../../src/core/policy/selectors.ts'
import { link, result, service } from '../graph/result.ts'
import { policy } from './policy.ts'

const at = (path: string, line = 1) => ({ path, line })
const evidence = (path: string): Link['evidence'] => [{ ...at(path), signal: 'env-read' }]
const scan = result({
  services: [
    service('web', { path: 'web' }),
    service('cart', { path: 'services/cart' }),
    service('db', { kind: 'datastore' }),
  ],
  links: [
    link('web', 'cart', { port: 'CART_URL', evidence: evidence('web/a.js') }),
    link('cart', 'db', { port: 'DB_URL', via: 'sql', evidence: evidence('services/cart/b.py') }),
  ],
  packages: [
    {
      ecosystem: 'npm',
      name: 'web',
      at: at('web/package.json'),
      dir: 'web',
      dependencies: [],
      workspaces: [],
      bins: [],
    },
    {
      ecosystem: 'npm',
      name: 'model',
      at: at('libs/model/package.json'),
      dir: 'libs/model',
      dependencies: [],
      workspaces: [],
      bins: [],
    },
  ],
  imports: [
    {
      ...link('web', 'model', {
        port: 'model',
        evidence: [{ ...at('web/a.js', 2), signal: 'import' }],
      }),
      via: 'import',
      ecosystem: 'npm',
    },
  ],
})
const told = (more: object, of = scan) =>
  violationsOf(policy(more), of).map((v) => [v.code, v.rule.join('/'), v.summary])

test('PL-09 nothing is denied where nothing is written', () => {
  assert.deepEqual(told({}), [])
})

test('PL-09 the first rule that fits decides, and the violation names it', () => {
  const deny = { effect: 'deny', from: 'rtt://shop/service/web', to: 'rtt://shop/service/cart' }
  assert.deepEqual(told({ rules: [deny] }), [
    ['RTT2020', 'rules/0', 'web talks to cart (http), which is denied by rules/0'],
  ])
  assert.deepEqual(told({ rules: [{ ...deny, effect: 'allow' }, deny] }), [])
  assert.deepEqual(told({ rules: [{ ...deny, via: ['sql'] }] }), [])
})

test('PL-09 what no rule allows is denied where the policy says so', () => {
  const allow = { effect: 'allow', from: 'rtt://**', to: 'rtt://shop/db/db' }
  assert.deepEqual(
    told({ rules: [allow], otherwise: 'deny' }).map(([, , summary]) => summary),
    [
      'web talks to cart (http), which no rule allows: otherwise',
      'web imports model, which no rule allows: otherwise',
    ],
  )
})

test('folders cover imports and networks alike', () => {
  const rules = [{ effect: 'deny', from: 'web/**', to: '**' }]
  assert.deepEqual(
    told({ rules }).map(([, , summary]) => summary),
    [
      'web talks to cart (http), which is denied by rules/0',
      'web imports model, which is denied by rules/0',
    ],
  )
  assert.deepEqual(told({ rules: [{ effect: 'deny', from: 'services/**', to: 'web/**' }] }), [])
})

test('what is for all is for what stands at the root, too', () => {
  const rules = [{ effect: 'allow', from: '**', to: '**', via: ['import'] }]
  const root = { ...scan, packages: scan.packages.map((p) => ({ ...p, dir: '' })), links: [] }
  assert.deepEqual(told({ rules, otherwise: 'deny' }, root), [])
})

test('a layer uses itself and those below it', () => {
  const layers = [
    { name: 'data', members: ['rtt://shop/service/cart'] },
    { name: 'edge', members: ['web/**'] },
  ]
  assert.deepEqual(told({ layers }), [
    ['RTT2020', 'layers/1', 'web talks to cart (http), though edge stands below data in layers/1'],
  ])
  assert.deepEqual(told({ layers: [...layers].reverse() }), [])
})

test('PL-09 a pinned port leads where it is pinned to', () => {
  const pin = { from: 'rtt://shop/service/web#CART_URL', to: 'rtt://shop/service/basket' }
  assert.deepEqual(told({ pins: [pin] })[0]?.slice(0, 2), ['RTT2020', 'pins/0'])
  assert.deepEqual(told({ pins: [{ ...pin, to: 'rtt://shop/service/cart' }] }), [])
})

test('a contract that is asked for has to be there, and of the dialect that is asked for', () => {
  const ask = { from: 'rtt://**', to: 'rtt://shop/service/cart' }
  assert.deepEqual(told({ contracts: [ask] })[0]?.slice(0, 2), ['RTT2020', 'contracts/0'])
})

test('PL-19 a second end of a port needs an entry of fanout; ends of two deployments are alternatives', () => {
  const way = (deployment: string) => ({ in: deployment, by: 'set', hosts: [], ports: [] }) as const
  const two = (a: string, b: string) =>
    result({
      services: scan.services,
      links: [link('web', 'cart', { ways: [way(a)] }), link('web', 'db', { ways: [way(b)] })],
    })
  assert.deepEqual(told({}, two('dev', 'dev')), [])
  assert.deepEqual(told({ fanout: [] }, two('dev', 'dev')), [
    ['RTT2021', 'fanout', 'web#ADDR leads to 2 ends at once (cart, db), and one is allowed'],
  ])
  assert.deepEqual(told({ fanout: [] }, two('dev', 'prod')), [])
  const from = 'rtt://shop/service/web#ADDR'
  assert.deepEqual(told({ fanout: [{ from, max: 2 }] }, two('dev', 'dev')), [])
})

const circle = result({
  services: ['a', 'b', 'c'].map((n) => service(n)),
  links: [link('a', 'b'), link('b', 'c'), link('c', 'a')],
})

test('PL-17 a cycle is printed whole, among those that are to have none', () => {
  assert.deepEqual(told({ acyclic: [{ among: ['rtt://**'] }] }, circle), [
    ['RTT2022', 'acyclic/0', 'a -> b -> c -> a is a cycle, which acyclic/0 denies'],
  ])
  assert.deepEqual(told({ acyclic: [{ among: ['rtt://shop/service/a'] }] }, circle), [])
})

test('PL-18 a cycle over a bus passes only with ttl and dedupe', () => {
  const end = (name: string, action: 'send' | 'receive', topic: string) => ({
    service: name,
    action,
    protocol: 'kafka' as const,
    kind: 'topic' as const,
    name: topic,
    at: at(`${name}.py`),
  })
  const bus = result({
    services: ['a', 'b'].map((n) => service(n)),
    channels: [
      end('a', 'send', 'x'),
      end('b', 'receive', 'x'),
      end('b', 'send', 'y'),
      end('a', 'receive', 'y'),
    ],
  })
  const acyclic = [{ among: ['rtt://**'] }]
  assert.equal(told({ acyclic }, bus)[0]?.[0], 'RTT2022')
  const from = 'rtt://shop/topic/x'
  assert.equal(told({ acyclic, fanout: [{ from, max: 2 }] }, bus).length, 1)
  assert.deepEqual(told({ acyclic, fanout: [{ from, max: 2, ttl: 4, dedupe: true }] }, bus), [])
})

test('PL-07 a package that is asked for outside of the allowed range names both ranges', () => {
  const dependency = {
    name: 'react',
    range: '^17',
    group: 'dependencies',
    at: at('web/package.json', 3),
  }
  const asking = result({ packages: [{ ...scan.packages[0]!, dependencies: [dependency] }] })
  const rule = { ecosystem: 'npm', package: 'react', range: '^18', in: 'web/**' }
  assert.deepEqual(told({ versions: [rule] }, asking), [
    ['RTT2023', 'versions/0', 'web asks for react "^17", and versions/0 allows "^18"'],
  ])
  assert.deepEqual(told({ versions: [{ ...rule, range: '>=17' }] }, asking), [])
  assert.deepEqual(told({ versions: [{ ...rule, in: 'api/**' }] }, asking), [])
})

test('the order of what was found does not matter', () => {
  const rules = [{ effect: 'deny', from: 'rtt://**', to: 'rtt://**' }]
  fc.assert(
    fc.property(fc.shuffledSubarray([...circle.links], { minLength: 3 }), (links) => {
      const sorted = (of: typeof circle) =>
        told({ rules, acyclic: [{ among: ['rtt://**'] }] }, of)
          .map(String)
          .sort()
      assert.deepEqual(sorted({ ...circle, links }), sorted(circle))
    }),
  )
})

test('what contradicts itself is found: an unreachable opposite, two pins of one port, a member of two layers', () => {
  const rule = { from: 'rtt://**', to: 'web/**' }
  const found = (more: object) => contradictionsIn(policy(more)).map((c) => c.rule.join('/'))
  assert.deepEqual(
    found({
      rules: [
        { ...rule, effect: 'deny' },
        { ...rule, effect: 'allow' },
      ],
    }),
    ['rules/1'],
  )
  assert.deepEqual(
    found({
      rules: [
        { ...rule, effect: 'deny', via: ['sql'] },
        { ...rule, effect: 'allow' },
      ],
    }),
    [],
  )
  assert.deepEqual(
    found({
      pins: [
        { from: 'rtt://a/service/b#P', to: 'rtt://a/service/c' },
        { from: 'rtt://a/service/b#P', to: 'rtt://a/service/d' },
      ],
    }),
    ['pins/1'],
  )
  assert.deepEqual(
    found({
      layers: [
        { name: 'a', members: ['x/**'] },
        { name: 'b', members: ['x/**'] },
      ],
    }),
    ['layers/1'],
  )
})

test('selectors that mean nothing are found, those for all never', () => {
  const rules = [{ effect: 'allow', from: 'rtt://**', to: 'rtt://shop/service/carts' }]
  assert.deepEqual(
    idleSelectors(policy({ rules }), scan).idle.map((w) => w.path.join('/')),
    ['rules/0/to'],
  )
})

test('a folder selector takes a hostile pattern in linear time', () => {
  const hostile = selectorOf(`${'**/a/'.repeat(60)}b`)
  const started = process.hrtime.bigint()
  hostile({ addresses: [], paths: ['a/'.repeat(400)] })
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 500)
})
