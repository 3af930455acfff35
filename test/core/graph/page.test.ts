import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostic } from '../../../src/core/diag/diagnostic.ts'
import { pageData } from '../../../src/core/graph/page.ts'
import { link, result, service } from './result.ts'

const at = (path: string, line: number) => ({ path, line })

const shop = result({
  services: [
    service('db', { kind: 'datastore', lang: '' }),
    service('web', { path: 'web' }),
    service('worker', { path: 'web/worker' }),
  ],
  links: [
    link('web', 'db', { port: 'DB_URL', via: 'sql', contract: 'shop.Db' }),
    link('worker', 'db', {
      evidence: Array.from({ length: 50 }, (_, i) => ({
        ...at('a.go', i + 1),
        signal: 'client' as const,
      })),
    }),
    link('web', 'nobody'),
  ],
})

test('links name their ends by number; one to nobody is left out; long evidence is cut and counted', () => {
  const { links, services } = pageData(shop, [])
  assert.deepEqual(
    links.map((l) => [
      services[l.from]!.name,
      services[l.to]!.name,
      l.evidence.length,
      l.evidenceCount,
    ]),
    [
      ['web', 'db', 0, 0],
      ['worker', 'db', 40, 50],
    ],
  )
})

test('a finding marks the services and the link that it names, with both places', () => {
  const finding = {
    ...diagnostic('RTT1012', 'DB_URL of web is set nowhere', {
      at: at('compose.yaml', 4),
      related: [{ at: at('web/main.go', 9), label: 'read here' }],
    }),
    ends: ['web', 'DB_URL'],
  }
  const data = pageData({ ...shop, findings: [finding] }, [])
  assert.deepEqual(data.problems[0]!.places, [
    { at: 'compose.yaml:4', label: '' },
    { at: 'web/main.go:9', label: 'read here' },
  ])
  assert.deepEqual(
    data.services.map((s) => s.problems),
    [[], [0], []],
  )
  assert.deepEqual(
    data.links.map((l) => l.problems),
    [[0], []],
  )
})

test('drift marks the service of the nearest folder above each place; what was not read marks none', () => {
  const drift = diagnostic('RTT7001', 'zod is asked for differently', {
    at: at('web/worker/package.json', 3),
    related: [{ at: at('docs/package.json', 3), label: '' }],
  })
  const unread = diagnostic('RTT1002', 'this cannot be parsed', { at: at('web/a.yaml', 1) })
  const note = diagnostic('RTT1004', 'large', { at: at('web/big.json', 1) })
  const data = pageData({ ...shop, diagnostics: [unread, note] }, [drift])
  assert.deepEqual(
    data.problems.map((p) => [p.kind, p.services]),
    [
      ['version', [2]],
      ['reading', []],
    ],
  )
})

test('where a service is made public is said if the scan says it', () => {
  const open = { ...service('web'), exposedAt: at('ingress.yaml', 7) }
  const [web] = pageData(result({ services: [open] }), []).services
  assert.equal(web!.exposed, 'ingress.yaml:7')
  assert.ok(!('exposed' in pageData(shop, []).services[0]!))
})

test('a repository without a name is not called local', () => {
  assert.equal(pageData(result({ namespace: ['local'] }), []).name, 'This repository')
  assert.equal(pageData(result({ namespace: ['a', 'b'] }), []).name, 'a/b')
})
