import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  contractOf,
  danglingContracts,
  mergeLinks,
  requiredLinks,
} from '../../../src/app/scan/manifests.ts'
import type { Contract } from '../../../src/core/model/contract.ts'
import type { Link } from '../../../src/core/model/link.ts'
import type { Service } from '../../../src/core/model/service.ts'
import { manifestReader } from '../../../src/read/manifest.ts'

const manifests = (text: string) =>
  manifestReader.read({ path: 'web/rtt.manifest.json', text }).manifests!
const requiring = (target: string) =>
  manifests(
    `{ "v": 1, "symbols": [{ "address": "rtt://shop/service/web", "requires": [{ "port": "LEDGER", "target": "${target}" }] }] }`,
  )
const service = (name: string): Service => ({
  name,
  aliases: [],
  lang: '',
  kind: 'service',
  ports: [],
  at: { path: 'c.yml', line: 1 },
})
const services = ['web', 'ledger-eu', 'ledger-us'].map(service)

test('what a manifest requires is a confirmed link of its own port', () => {
  const { links, diagnostics } = requiredLinks(
    requiring('rtt://shop/service/ledger-eu@^2'),
    services,
    ['shop'],
  )
  assert.deepEqual(
    links.map((l) => [l.from, l.port, l.to, l.status]),
    [['web', 'LEDGER', 'ledger-eu', 'confirmed']],
  )
  assert.deepEqual(diagnostics, [])
})

test('a target that fits several is RTT2004 with the candidates, and no link', () => {
  const { links, diagnostics } = requiredLinks(requiring('rtt://shop/service/*'), services, [
    'shop',
  ])
  assert.deepEqual(links, [])
  assert.deepEqual(
    diagnostics.map((d) => d.code),
    ['RTT2004'],
  )
  assert.match(diagnostics[0]!.summary, /web, ledger-eu, ledger-us/)
})

test('a target that fits nothing is a warning, one that is no selector an error', () => {
  assert.deepEqual(
    requiredLinks(requiring('rtt://shop/service/nobody'), services, ['shop']).diagnostics.map(
      (d) => [d.code, d.severity],
    ),
    [['RTT1010', 'warning']],
  )
  assert.deepEqual(
    requiredLinks(requiring('ledger'), services, ['shop']).diagnostics.map((d) => [
      d.code,
      d.severity,
    ]),
    [['RTT1010', 'error']],
  )
})

test('what is required takes the place of what was found for the same pair, and keeps its protocol', () => {
  const found: Link[] = [
    {
      from: 'web',
      port: 'LEDGER_URL',
      to: 'ledger-eu',
      via: 'http',
      status: 'confirmed',
      evidence: [{ path: 'a.ts', line: 1, signal: 'env-read' }],
    },
  ]
  const declared = requiredLinks(requiring('rtt://shop/service/ledger-eu'), services, [
    'shop',
  ]).links
  const merged = mergeLinks(found, declared)
  assert.deepEqual(
    merged.map((l) => [l.port, l.via, l.evidence.length]),
    [['LEDGER', 'http', 2]],
  )
})

const contract: Contract = {
  id: 'shop.v1.Pricing',
  dialect: 'proto',
  kind: 'service',
  at: { path: 'protos/pricing.proto', line: 3 },
  digest: 'd',
  body: { v: 1, dialect: 'proto', id: 'shop.v1.Pricing', methods: [], types: [] },
}

test('a contract is named from the folder of the manifest or from the root, by its last or full name', () => {
  const [m] = manifests('{ "v": 1, "symbols": [] }')
  for (const ref of [
    'protos/pricing.proto#Pricing',
    '../protos/pricing.proto#shop.v1.Pricing',
    'protos/pricing.proto',
  ])
    assert.equal(contractOf([contract])(m!, ref)?.id, 'shop.v1.Pricing', ref)
  for (const ref of ['protos/pricing.proto#Nothing', 'pricing.proto#Pricing'])
    assert.equal(contractOf([contract])(m!, ref), undefined, ref)
})

test('SC-04 a reference that leads nowhere is RTT1011 with its pointer', () => {
  const all = manifests(
    '{ "v": 1, "symbols": [{ "address": "rtt://shop/service/web", "contract": "x.proto#Y" }] }',
  )
  assert.deepEqual(
    danglingContracts(all, [contract]).map((d) => [
      d.code,
      d.severity,
      /^\/symbols\/0\/contract/.test(d.summary),
    ]),
    [['RTT1011', 'error', true]],
  )
})
