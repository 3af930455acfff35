import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operation } from '../../../src/core/model/endpoint.ts'
import { literal, unknown } from '../../../src/core/model/expression.ts'
import type { Facts } from '../../../src/core/model/facts.ts'
import { findingLines } from '../../findings.ts'

const files = {
  'compose.yml': 'services:\n  web:\n    build: ./web\n  cart:\n    build: ./cart\n',
}
const empty = { assignments: [], helpers: [], keyCalls: [], reads: [], scope: 'main' as const }

/** `GET /a/{}` each: what cart serves. A `~` before the path: behind a prefix that is not seen. */
const served = (routes: readonly string[]): Facts => ({
  code: [
    {
      ...empty,
      path: 'cart/main.js',
      lang: 'javascript',
      endpoints: [],
      operations: routes.map((r, i): Operation => {
        const [verb, path] = r.split(' ') as [string, string]
        const at = { path: 'cart/main.js', line: i + 1 }
        return {
          verb,
          path: path.replace('~', ''),
          isOpen: path.startsWith('~'),
          api: 'express',
          at,
        }
      }),
    },
  ],
})

/** `GET /a/{}` each: what web calls; `{}` is not known. */
const called = (calls: readonly string[]): Facts => ({
  code: [
    {
      ...empty,
      path: 'web/main.js',
      lang: 'javascript',
      endpoints: calls.map((c, i) => {
        const [verb, path] = c.split(' ') as [string, string]
        const parts = path.split('{}').flatMap((p, n) => [...(n > 0 ? [unknown] : []), literal(p)])
        return {
          role: 'consumer' as const,
          protocol: 'http' as const,
          api: 'fetch',
          verb,
          address: { kind: 'concat' as const, parts: [literal('http://cart:80'), ...parts] },
          at: { path: 'web/main.js', line: i + 1 },
        }
      }),
    },
  ],
})

const rows: readonly (readonly [
  string,
  readonly string[],
  readonly string[],
  readonly string[],
])[] = [
  [
    'what is served',
    ['GET /items', 'GET /items/{}'],
    ['GET /items', 'GET /items/7', 'GET /items/{}'],
    [],
  ],
  [
    'what is not',
    ['GET /items'],
    ['GET /items', 'GET /orders'],
    ['warning RTT1116 web cart /orders @ web/main.js:2'],
  ],
  [
    'what is nearly',
    ['GET /items'],
    ['GET /itmes'],
    ['error RTT1116 web cart /itmes @ web/main.js:1'],
  ],
  [
    'another verb',
    ['GET /items'],
    ['PUT /items'],
    ['warning RTT1116 web cart PUT /items @ web/main.js:1'],
  ],
  ['any verb', ['* /items'], ['PUT /items'], []],
  ['a tail that is not known', ['GET /items/{}/parts'], ['GET /items/{}'], []],
  [
    'a longer path',
    ['GET /items'],
    ['GET /items', 'GET /items/7'],
    ['warning RTT1116 web cart /items/7 @ web/main.js:2'],
  ],
  ['nothing is called that is understood', ['GET /items'], ['GET /orders'], []],
  [
    'routes behind a prefix that is not seen',
    ['GET /items', 'GET ~/parts'],
    ['GET /items', 'GET /orders'],
    [],
  ],
  ['a catch-all', ['GET /items', 'GET /{*}'], ['GET /items', 'GET /orders'], []],
  [
    'files and checks of health',
    ['GET /items'],
    ['GET /items', 'GET /logo.png', 'GET /healthz'],
    [],
  ],
  ['a beginning that is not known', ['GET /items'], ['GET /items', 'GET /{}/orders'], []],
]
for (const [name, routes, calls, expected] of rows)
  test(`paths: ${name}`, () =>
    assert.deepEqual(findingLines(files, [served(routes), called(calls)]), expected))
