import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Link, Signal } from '../../../src/core/model/link.ts'
import type { ScanResult } from '../../../src/core/model/scan.ts'
import { findAsked } from '../../../src/core/why/asked.ts'
import { standingOf } from '../../../src/core/why/standing.ts'
import { reasonsOf } from '../../../src/core/why/steps.ts'
import { scanFiles } from '../../findings.ts'

const empty = scanFiles({})
const service = (name: string): ScanResult['services'][number] => ({
  name,
  aliases: [`${name}-host`],
  lang: '',
  kind: 'service',
  ports: [],
  at: { path: 'compose.yml', line: 1 },
})
const link = (
  name: string,
  status: Link['status'] = 'confirmed',
  signals: readonly Signal[] = [],
): Link => {
  const [from = '', port = '', to = ''] = name.split(' ')
  const evidence = signals.map((signal, i) => ({ path: 'a.js', line: i + 1, signal }))
  return { from, port, to, via: 'http', status, evidence }
}
const result = (links: readonly Link[]): ScanResult => ({
  ...empty,
  services: ['a', 'b', 'c'].map(service),
  links,
})

const missing: readonly (readonly [string, Link, readonly string[]])[] = [
  ['nothing', link('a X b'), []],
  [
    'a use of the client',
    link('a X b', 'dead', ['stub']),
    ['nothing in a calls the client that is built'],
  ],
  ['a read', link('a X b', 'declared', ['env-binding']), ['nothing in the source of a reads X']],
  [
    'an address',
    link('a grpc:X b', 'declared', ['stub']),
    ['no address leads from a to b: nothing sets or holds one'],
  ],
  [
    'proof that it is one',
    link('a X b', 'declared', ['env-read', 'env-binding']),
    ['nothing shows that a takes the value for an address'],
  ],
]
for (const [name, l, expected] of missing)
  test(`a ${l.status} link misses ${name}`, () =>
    assert.deepEqual(reasonsOf(result([l]), l).missing, expected))

test('the chain goes from the use over the setting to the provider; one line is one step', () => {
  const l: Link = {
    ...link('a X b'),
    evidence: [
      { path: 'c.yml', line: 3, signal: 'env-binding' },
      { path: 'a.js', line: 1, signal: 'client' },
      { path: 'a.js', line: 1, signal: 'env-read' },
    ],
  }
  assert.deepEqual(
    reasonsOf(result([l]), l).steps.map((s) => `${s.at.path}:${s.at.line} ${s.says}`),
    [
      'a.js:1 a reads X, a dials it here',
      'c.yml:3 X is set here',
      'compose.yml:1 b is the service that is declared here',
    ],
  )
})

test('what breaks is who calls, and who calls these; a circle ends', () => {
  const r = result([link('a X b'), link('b Y c'), link('c Z a'), link('c W b', 'declared')])
  assert.deepEqual(standingOf(r, 'c').breaks, ['a', 'b'])
  assert.deepEqual(standingOf(result([link('a X b', 'declared')]), 'b').breaks, [])
})

const r = result([
  link('a CART b'),
  link('a USERS c'),
  link('b CART c'),
  link('d X b'),
  link('d X c'),
])
const asked: readonly (readonly [string, string])[] = [
  ['a#CART', 'a CART b'],
  ['a->b', 'a CART b'],
  ['a -> c', 'a USERS c'],
  ['users', 'a USERS c'],
  ['#USE', 'a USERS c'],
  ['b', 'service b'],
  ['B-host', 'service b'],
  ['CART', 'RTT6006'],
  ['d#X', 'RTT6006 Name one of them: d#X -> b, d#X -> c.'],
  ['d#X -> c', 'd X c'],
  ['a#CRAT', 'RTT6001 Did you mean a#CART?'],
  ['', 'RTT6001 Write service#PORT, from->to, or a service; `rtt ls links` lists them.'],
]
for (const [text, expected] of asked)
  test(`"${text}" means ${expected}`, () => {
    try {
      const found = findAsked(r, text)
      const { from = '', port = '', to = '' } = found.kind === 'link' ? found.link : {}
      assert.equal(
        found.kind === 'link' ? `${from} ${port} ${to}` : `service ${found.service.name}`,
        expected,
      )
    } catch (error) {
      const { code, help } = error as { code: string; help: string }
      assert.ok(expected.startsWith(String(code)), String(error))
      if (expected.includes(' ')) assert.equal(`${code} ${help}`, expected)
    }
  })
