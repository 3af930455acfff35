import assert from 'node:assert/strict'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { rtt } from '../cli/run.ts'
import { makeRepository } from '../repository.ts'

/** What stands in all five: the same small service, written the way that each language would. */
const common = [
  'api orders.GET./orders/{}',
  'api orders.POST./orders',
  'bus kafka',
  'service orders',
  'topic orders.created',
  'topic payments.settled',
  'link orders#KAFKA_BROKER -> kafka kafka',
]
const webhook = ['api orders.POST./webhooks/payment', 'hook orders.POST./webhooks/payment']

const expected: Readonly<Record<string, readonly string[]>> = {
  typescript: [
    ...common,
    ...webhook,
    'api orders-tools',
    'cli orders-admin',
    'cli orders.replay',
    'hook orders.server',
    'package @acme/orders',
    'tool find_order',
  ],
  python: [
    ...common,
    ...webhook,
    'api orders-tools',
    'cli orders-admin',
    'cli orders.replay',
    'db redis',
    'hook orders.nightly',
    'package orders',
    'tool find_order',
    'link orders#BROKER_URL -> redis redis',
  ],
  rust: [...common, ...webhook, 'cli orders.replay', 'package orders'],
  go: [...common, ...webhook, 'cli orders.replay', 'hook orders.main', 'package acme.dev/orders'],
  java: [
    ...common.filter((c) => !c.startsWith('link')),
    'link orders#SPRING_KAFKA_BOOTSTRAP_SERVERS -> kafka kafka',
    'api orders.POST./orders/webhooks/payment',
    'hook orders.POST./orders/webhooks/payment',
    'hook orders.clean',
    'package dev.acme:orders',
  ],
}

type Symbol = { readonly type: string; readonly name: string }
type Link = {
  readonly from: string
  readonly port: string
  readonly to: string
  readonly via: string
  readonly status: string
}

const found = (lang: string): string[] => {
  const repository = makeRepository({})
  const { root } = repository
  mkdirSync(join(root, '.git'))
  cpSync(join(import.meta.dirname, '../fixtures/languages', lang), root, { recursive: true })
  const scan = rtt(root, ['scan', '--json']).json()
  repository.remove()
  return [
    ...(scan['symbols'] as Symbol[]).map((s) => `${s.type} ${s.name}`),
    ...(scan['links'] as Link[])
      .filter((l) => l.status === 'confirmed')
      .map((l) => `link ${l.from}#${l.port} -> ${l.to} ${l.via}`),
  ]
}

for (const [lang, all] of Object.entries(expected))
  test(`SC-03 ${lang}: what the code offers and uses is found without running it`, (t) => {
    const got = new Set(found(lang))
    const wanted = new Set(all)
    const hits = [...got].filter((g) => wanted.has(g)).length
    t.diagnostic(`precision ${hits / got.size}, recall ${hits / wanted.size} of ${wanted.size}`)
    assert.deepEqual([...got].sort(), [...wanted].sort())
  })
