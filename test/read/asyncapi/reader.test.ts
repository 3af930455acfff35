import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { asyncApiReader } from '../../../src/read/asyncapi.ts'

const read = (text: string, path = 'asyncapi.yaml') => asyncApiReader.read({ path, text })
const methods = (text: string) =>
  read(text).contracts?.[0]?.body.methods.map((m) => [m.name, m.input]) ?? []

const order = `
components:
  messages:
    Order:
      payload: { $ref: '#/components/schemas/Order' }
    Gone:
      schemaFormat: application/vnd.apache.avro;version=1.9.0
      payload: { type: record }
  schemas:
    Order:
      type: object
      required: [id]
      properties: { id: { type: string }, count: { type: integer } }
`

const second = `asyncapi: '2.6.0'
info: { title: Orders, version: '1' }
channels:
  orders.created:
    subscribe:
      message: { $ref: '#/components/messages/Order' }
  orders.commands:
    publish:
      operationId: onCommand
      message:
        oneOf:
          - $ref: '#/components/messages/Order'
          - payload: { type: string }
  orders.gone:
    publish: { message: { $ref: '#/components/messages/Gone' } }
${order}`

const third = `asyncapi: 3.0.0
info: { title: Orders, version: '1' }
channels:
  created:
    address: orders.created
    messages: { order: { $ref: '#/components/messages/Order' } }
  commands:
    address: orders.commands
    messages:
      order: { $ref: '#/components/messages/Order' }
      text: { payload: { schemaFormat: 'application/schema+json;version=draft-07', schema: { type: string } } }
  gone: { address: orders.gone, messages: { gone: { $ref: '#/components/messages/Gone' } } }
operations:
  sendCreated: { action: send, channel: { $ref: '#/channels/created' } }
  onCommand: { action: receive, channel: { $ref: '#/channels/commands' } }
  onGone: { action: receive, channel: { $ref: '#/channels/gone' } }
${order}`

test('both versions say the same of one application', () => {
  const [old] = read(second).contracts ?? []
  assert.deepEqual(
    [old?.id, old?.dialect, old?.kind, old?.at.line],
    ['Orders', 'asyncapi', 'service', 1],
  )
  assert.deepEqual(methods(second), [
    [
      'receive orders.commands',
      {
        kind: 'union',
        of: [
          { kind: 'ref', name: 'Order' },
          { kind: 'scalar', scalar: 'string' },
        ],
      },
    ],
    ['receive orders.gone', { kind: 'any' }],
    ['send orders.created', { kind: 'ref', name: 'Order' }],
  ])
  assert.equal(read(third).contracts?.[0]?.digest, old?.digest)
  assert.deepEqual(old?.body.types, [
    {
      kind: 'message',
      name: 'Order',
      fields: [
        { name: 'count', type: { kind: 'scalar', scalar: 'int64' }, presence: 'optional' },
        { name: 'id', type: { kind: 'scalar', scalar: 'string' }, presence: 'required' },
      ],
    },
  ])
})

test('JSON is the same document', () => {
  const json = JSON.stringify(parse(second))
  assert.equal(read(json, 'a.json').contracts?.[0]?.digest, read(second).contracts?.[0]?.digest)
})

test('titles, payloads and channels are part of the contract, descriptions are not', () => {
  const digest = (text: string) => read(text).contracts?.[0]?.digest
  assert.equal(
    digest(second.replace('type: object', 'type: object\n      description: An order')),
    digest(second),
  )
  for (const [from, to] of [
    ['count:', 'counts:'],
    ['orders.gone', 'orders.lost'],
    ['publish', 'subscribe'],
  ])
    assert.notEqual(digest(second.replace(from!, to!)), digest(second), from)
})

test('what is no document of these versions, or a broken one', () => {
  assert.deepEqual(read('asyncapi: 1.2.0\nchannels: {}\n'), {})
  assert.deepEqual(read('openapi: 3.0.0\n'), {})
  const codes = (text: string) => read(text).diagnostics?.map((d) => d.code)
  assert.deepEqual(codes("asyncapi: '2.0.0'\nchannels: [a]\n"), ['RTT1002'])
  assert.deepEqual(codes("asyncapi: '2.0.0'\nchannels: {\n"), ['RTT1002'])
  assert.deepEqual(
    methods(
      "asyncapi: 3.0.0\noperations: { a: { action: send, channel: { $ref: '#/channels/no' } } }\n",
    ),
    [['send no', { kind: 'any' }]],
  )
})
