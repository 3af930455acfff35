import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { openApiReader } from '../../../src/read/openapi.ts'
import { filesOf } from '../../vectors/corpus.ts'
import { shuffleJson } from '../../vectors/jsonshuffle.ts'
import { randomOf } from '../../vectors/random.ts'

const read = (text: string, path = 'api.yaml') => openApiReader.read({ path, text })
const shop = filesOf('openapi').find((f) => f.path === 'shop.yaml')!
const shopContract = () => read(shop.text).contracts?.[0]

const typeNamed = (name: string) => shopContract()?.body.types.find((t) => t.name === name)

test('a document is one contract with a method for each operation', () => {
  const contract = shopContract()
  assert.equal(contract?.id, 'Shop')
  assert.equal(contract?.kind, 'service')
  assert.deepEqual(contract?.at, { path: 'api.yaml', line: 1, column: 10 })
  assert.deepEqual(
    contract?.body.methods.map((m) => [m.name, m.http?.verb, m.http?.path, m.serverStreaming]),
    [
      ['GET_events', 'GET', '/events', true],
      ['GET_orders_id', 'GET', '/orders/{id}', false],
      ['createOrder', 'POST', '/orders', false],
      ['deleteOrder', 'DELETE', '/orders/{id}', false],
      ['listOrders', 'GET', '/orders', false],
      ['putLabel', 'PUT', '/orders/{id}/label', false],
    ],
  )
})

test('parameters and body are the fields of the request', () => {
  const request = typeNamed('GET_orders_id.Request')
  const fields = request?.kind === 'message' ? request.fields : []
  assert.deepEqual(
    fields.map((f) => [f.name, f.in, f.presence]),
    [
      ['path_id', 'path', 'required'],
      ['query_id', 'query', 'optional'],
      ['x-trace', 'header', 'optional'],
    ],
  )
  const create = typeNamed('createOrder.Request')
  assert.deepEqual(
    create?.kind === 'message' ? create.fields.map((f) => [f.name, f.in, f.presence]) : [],
    [
      ['body', 'body', 'required'],
      ['tenant', 'header', 'required'],
    ],
  )
})

test('the lowest success is the answer, and no content is null', () => {
  const outputs = Object.fromEntries(shopContract()!.body.methods.map((m) => [m.name, m.output]))
  assert.deepEqual(outputs['deleteOrder'], { kind: 'const', value: null })
  assert.deepEqual(outputs['createOrder'], { kind: 'ref', name: 'Order' })
  assert.deepEqual(outputs['listOrders'], { kind: 'ref', name: 'listOrders.Response' })
})

test('schemas that no operation reaches are no part of the contract', () => {
  assert.equal(typeNamed('Unused'), undefined)
  assert.equal(typeNamed('Problem'), undefined)
})

test('operations that share an operationId are named by verb and path', () => {
  const operation = { operationId: 'same', responses: {} }
  const paths = { '/a/b': { get: operation }, '/a_b': { get: operation, put: { responses: {} } } }
  const facts = read(JSON.stringify({ openapi: '3.1.0', info: { title: 'T' }, paths }), 'a.json')
  assert.deepEqual(
    facts.contracts?.[0]?.body.methods.map((m) => [m.name, m.http?.path]),
    [
      ['GET_a_b', '/a/b'],
      ['GET_a_b_2', '/a_b'],
      ['PUT_a_b', '/a_b'],
    ],
  )
})

test('documents of other kinds are passed over without parsing', () => {
  assert.deepEqual(read('swagger: "2.0"\npaths: {}'), {})
  assert.deepEqual(read('a: [\nopenapi is a word here'), {})
  assert.deepEqual(read('note: |\n  openapi: 3.0.0\n'), {})
})

test('references to other documents are RTT1012 where they stand', () => {
  const text =
    "openapi: 3.0.0\ninfo: {title: T}\npaths:\n  /a:\n    get:\n      responses:\n        200:\n          content:\n            application/json:\n              schema: {$ref: 'other.yaml#/X'}\n"
  assert.deepEqual(
    read(text).diagnostics?.map((d) => [d.code, d.at]),
    [['RTT1012', { path: 'api.yaml', line: 10, column: 30 }]],
  )
  assert.deepEqual(read(text).contracts?.[0]?.body.methods[0]?.output, { kind: 'any' })
})

test('a broken document is one diagnostic with its place', () => {
  const facts = read('openapi: 3.0.0\npaths: {a: [}\n')
  assert.deepEqual(
    facts.diagnostics?.map((d) => [d.code, d.at?.line]),
    [['RTT1002', 2]],
  )
  assert.equal(facts.contracts, undefined)
  assert.equal(read('openapi: 3.0.0\npaths: []\n').diagnostics?.[0]?.code, 'RTT1002')
})

const seed = fc.integer({ min: 0, max: 2 ** 31 })

for (const file of filesOf('openapi'))
  test(`order, annotations and format leave the digest of ${file.path} alone`, () => {
    const digest = (text: string, path: string) => read(text, path).contracts?.[0]?.digest
    const expected = digest(file.text, file.path)
    const document = parse(file.text)
    fc.assert(
      fc.property(seed, (style) => {
        const shuffled = JSON.stringify(shuffleJson(document, randomOf(style)))
        assert.equal(digest(shuffled, 'other.json'), expected)
      }),
      { numRuns: 40 },
    )
    const commented = file.text.replaceAll('\n', '\r\n# comment\r\n')
    if (file.path.endsWith('.yaml')) assert.equal(digest(commented, 'c.yaml'), expected)
  })
