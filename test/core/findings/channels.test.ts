import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Channel } from '../../../src/core/model/endpoint.ts'
import { type Expression, literal, unknown } from '../../../src/core/model/expression.ts'
import type { Facts } from '../../../src/core/model/facts.ts'
import { findingLines } from '../../findings.ts'

const files = {
  'compose.yml':
    'services:\n  shop:\n    build: ./shop\n    environment: { TOPIC: paid }\n  mail:\n    build: ./mail\n',
}

type End = readonly [Channel['action'], Expression | string, Partial<Channel>?]

/** A setting elsewhere in the shop that another variable of that name is not. */
const scheduler: Facts = {
  code: [
    {
      path: 'shop/schedule.js',
      lang: 'javascript',
      scope: 'main',
      endpoints: [],
      reads: [],
      assignments: [
        {
          name: 'queue_name',
          value: literal('periodic'),
          at: { path: 'shop/schedule.js', line: 1 },
        },
      ],
      helpers: [],
      keyCalls: [],
    },
  ],
}

/** Facts of one file of a service, with channels at lines 1, 2, … */
const code = (service: string, ends: readonly End[]): Facts => ({
  code: [
    {
      path: `${service}/main.js`,
      lang: 'javascript',
      scope: 'main',
      endpoints: [],
      reads: [],
      assignments: [],
      helpers: [],
      keyCalls: [],
      channels: ends.map(([action, name, more], i) => ({
        action,
        protocol: 'kafka',
        kind: 'topic',
        name: typeof name === 'string' ? literal(name) : name,
        api: 'send',
        at: { path: `${service}/main.js`, line: i + 1 },
        ...more,
      })),
    },
  ],
})

const topic: Expression = { kind: 'env', key: 'TOPIC', at: { path: 'shop/main.js', line: 1 } }

const rows: readonly (readonly [string, readonly End[], readonly End[], readonly string[]])[] = [
  ['both ends', [['send', 'orders']], [['receive', 'orders']], []],
  [
    'one end more on each side',
    [
      ['send', 'orders'],
      ['send', 'refunds'],
    ],
    [
      ['receive', 'orders'],
      ['receive', 'invoices'],
    ],
    [
      'note RTT1115 mail kafka:invoices @ mail/main.js:2',
      'note RTT1114 shop kafka:refunds @ shop/main.js:2',
    ],
  ],
  [
    'names that nearly meet',
    [['send', 'orders.paid']],
    [['receive', 'order.paid']],
    [
      'warning RTT1115 mail kafka:order.paid @ mail/main.js:1',
      'warning RTT1114 shop kafka:orders.paid @ shop/main.js:1',
    ],
  ],
  [
    'a repository with one side only',
    [
      ['send', 'orders'],
      ['send', 'refunds'],
    ],
    [],
    [],
  ],
  ['not one pair that is understood', [['send', 'orders']], [['receive', 'invoices']], []],
  [
    'an end that is not known may be the other one',
    [
      ['send', 'orders'],
      ['send', 'refunds'],
    ],
    [
      ['receive', 'orders'],
      ['receive', unknown],
    ],
    [],
  ],
  [
    'a variable of the file itself, whose value is not known, is not one of that name elsewhere',
    [
      ['send', 'orders'],
      ['send', { kind: 'name', name: 'queue_name' }],
    ],
    [['receive', 'orders']],
    [],
  ],
  [
    'a pattern may take it',
    [
      ['send', 'orders'],
      ['send', 'refunds'],
    ],
    [
      ['receive', 'orders'],
      ['receive', 'refunds.*'],
    ],
    [],
  ],
  [
    'another protocol is another world',
    [
      ['send', 'orders'],
      ['send', 'refunds', { protocol: 'amqp' }],
    ],
    [['receive', 'orders']],
    [],
  ],
  [
    'the deployment says the name',
    [
      ['send', topic],
      ['send', 'x'],
    ],
    [
      ['receive', 'paid'],
      ['receive', 'x'],
    ],
    [],
  ],
]
for (const [name, shop, mail, expected] of rows)
  test(`channels: ${name}`, () =>
    assert.deepEqual(
      findingLines(files, [code('shop', shop), scheduler, code('mail', mail)]),
      expected,
    ))
