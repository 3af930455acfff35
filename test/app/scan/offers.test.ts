import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offerSymbols } from '../../../src/app/scan/offers.ts'
import type { CodeFacts } from '../../../src/core/model/code.ts'
import { parseSaddr } from '../../../src/core/model/saddr.ts'
import type { Service } from '../../../src/core/model/service.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const read = (path: string, text: string): CodeFacts => codeReader.read({ path, text }).code![0]!
const web: Service = {
  name: 'web',
  aliases: [],
  lang: '',
  kind: 'service',
  ports: [80],
  path: 'web',
  at: { path: 'c.yml', line: 1 },
}

const long = '/x'.repeat(140)
const code = [
  read(
    'web/app.js',
    `const app = require('fastify')()
app.get('/users/:id', h)
app.options('/users/:id', h)
app.post('/hooks/paid', h)
app.all('/any', h)
app.get('${long}', h)`,
  ),
  read('web/cli.js', "import { program } from 'commander'\nprogram.command('serve')"),
  read('web/k.js', "import 'kafkajs'\nproducer.send({ topic: 'orders' })"),
  read('web/n.js', "import 'nats'\nnc.subscribe('orders')\nnc.publish('mails')"),
]

test('routes, hooks, commands and channels are rows with addresses that can be read back', () => {
  const rows = offerSymbols({ namespace: ['shop'], services: [web], packages: [], code })
  assert.deepEqual(
    rows.map((r) => `${r.type} ${r.name} ${r.direction} ${r.lang}`),
    [
      'api web.ANY./any provider fastify',
      'api web.POST./hooks/paid provider fastify',
      'api web.GET./users/{} provider fastify',
      'cli web.serve provider ',
      'hook web.POST./hooks/paid provider ',
      'topic mails provider nats',
      'topic orders provider kafka',
      'topic orders consumer nats',
    ],
  )
  for (const r of rows) assert.equal(parseSaddr(r.address).name, r.name)
  assert.equal(new Set(rows.map((r) => r.address)).size, rows.length)
  assert.equal(rows[2]!.address, 'rtt://shop/api/web.GET.%2Fusers%2F%7B%7D')
})
