import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Finding } from '../../../src/core/diag/finding.ts'
import type { Link } from '../../../src/core/model/link.ts'
import type { ScanResult } from '../../../src/core/model/scan.ts'
import { type Change, changesOf } from '../../../src/core/watch/changes.ts'

const link = (text: string): Link => {
  const [, from, port, to, via, status = 'confirmed'] = /^(\w+)#(\w+) (\w+) (\w+)(?: (\w+))?$/.exec(
    text,
  )!
  return { from, port, to, via, status, evidence: [] } as unknown as Link
}
const finding = (summary: string, line: number, ...ends: string[]): Finding => ({
  code: 'RTT1113',
  severity: 'warning',
  summary,
  at: { path: 'a.yml', line },
  ends,
})
const result = (links: readonly string[], findings: readonly Finding[] = []): ScanResult =>
  ({ services: [], links: links.map(link), findings }) as unknown as ScanResult

const shown = (c: Change): string => {
  if ('finding' in c) return `${c.event} ${c.finding.summary}`
  if ('service' in c) return `${c.event} ${c.service.name}`
  return `${c.event} ${c.link.from}#${c.link.port} ${c.link.to} ${c.link.via}`
}

const cases: readonly (readonly [string, readonly string[], readonly string[], string[]])[] = [
  ['nothing', ['web#CART cart http'], ['web#CART cart http'], []],
  [
    'another end',
    ['web#CART cart http'],
    ['web#CART basket http'],
    ['link-changed web#CART basket http'],
  ],
  [
    'another status',
    ['web#CART cart http declared'],
    ['web#CART cart http'],
    ['link-changed web#CART cart http'],
  ],
  ['come', [], ['web#CART cart http'], ['link-added web#CART cart http']],
  ['gone', ['web#CART cart http'], [], ['link-removed web#CART cart http']],
  [
    'one port with several ends, where nobody can say which became which',
    ['web#CART a http', 'web#CART b http'],
    ['web#CART c http'],
    ['link-removed web#CART a http', 'link-removed web#CART b http', 'link-added web#CART c http'],
  ],
  [
    'a second end beside the first',
    ['web#CART a http'],
    ['web#CART a http', 'web#CART c http'],
    ['link-added web#CART c http'],
  ],
]

for (const [name, before, after, wanted] of cases)
  test(`changes of links: ${name}`, () => {
    assert.deepEqual(changesOf(result(before), result(after)).map(shown), wanted)
  })

test('a finding that only moved is no change; one that is accepted is gone', () => {
  const old = finding('x', 3, 'web', 'cart')
  assert.deepEqual(changesOf(result([], [old]), result([], [finding('x', 9, 'web', 'cart')])), [])
  const accepted = { ...old, ignored: 'known' }
  assert.deepEqual(changesOf(result([], [old]), result([], [accepted])).map(shown), [
    'finding-removed x',
  ])
})

test('applying the changes to the links before gives the links after', () => {
  const texts = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('P', 'Q'), fc.constantFrom('x', 'y', 'z'))
      .map(([f, p, t]) => `${f}#${p} ${t} http`),
  )
  const name = (l: Link) => `${l.from}#${l.port} ${l.to} ${l.via}`
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const now = new Set(before)
      for (const c of changesOf(result(before), result(after))) {
        if (!('link' in c)) continue
        if (c.event === 'link-changed') now.delete(name(c.before))
        if (c.event === 'link-removed') now.delete(name(c.link))
        else now.add(name(c.link))
      }
      assert.deepEqual([...now].sort(), [...after].sort())
    }),
  )
})
