import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test, { after } from 'node:test'
import { jsonContracts, protoContracts } from '../vectors/corpus.ts'
import { writeDrivers } from '../vectors/drivers.ts'
import { needsPython, plainPython } from '../vectors/python.ts'

const contracts = [...protoContracts(), ...jsonContracts()].filter((c) => c.kind === 'service')
const written = writeDrivers(contracts)
after(written.remove)

const driver = (id: string) => written.drivers.find((d) => d.contract.id === id)!

type Transport = {
  unary: (method: number, request: Uint8Array) => Promise<Uint8Array>
  stream: (method: number, requests: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
}

// biome-ignore lint/suspicious/noExplicitAny: the module is made by the test
type Module = any

const collect = async <T>(from: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const value of from) all.push(value)
  return all
}

async function* each<T>(...values: readonly T[]): AsyncIterable<T> {
  yield* values
}

test('ids of methods are their places by name, paths are those of gRPC or HTTP', async () => {
  const orders: Module = await driver('fixture.api.v1.Orders').load()
  assert.deepEqual(orders.methods, [
    {
      id: 1,
      name: 'Chat',
      path: '/fixture.api.v1.Orders/Chat',
      clientStreaming: true,
      serverStreaming: true,
    },
    {
      id: 2,
      name: 'Get',
      path: '/fixture.api.v1.Orders/Get',
      clientStreaming: false,
      serverStreaming: false,
    },
    {
      id: 3,
      name: 'Upload',
      path: '/fixture.api.v1.Orders/Upload',
      clientStreaming: true,
      serverStreaming: false,
    },
    {
      id: 4,
      name: 'Watch',
      path: '/fixture.api.v1.Orders/Watch',
      clientStreaming: false,
      serverStreaming: true,
    },
  ])
  const shop: Module = await driver('Shop').load()
  const paths = shop.methods.map((m: Module) => [m.id, m.verb, m.path])
  assert.deepEqual(paths.slice(1, 3), [
    [2, 'GET', '/orders/{id}'],
    [3, 'POST', '/orders'],
  ])
})

test('a client reaches a server in every way of streaming', async () => {
  const { newOrder, newEmpty, createServer, createClient }: Module =
    await driver('fixture.api.v1.Orders').load()
  const order = (value: string) => newOrder({ id: { value } })
  const seen: string[] = []
  const server: Transport = createServer({
    Get: (id: Module) => order(`got ${id.value}`),
    Watch: () => each(order('1'), order('2')),
    Upload: async (orders: AsyncIterable<Module>) => {
      for await (const o of orders) seen.push(o.id.value)
      return newEmpty()
    },
    Chat: async function* (orders: AsyncIterable<Module>) {
      for await (const o of orders) yield order(`${o.id.value}!`)
    },
  })
  const client = createClient(server)
  assert.equal((await client.Get({ value: 'x' })).id.value, 'got x')
  const watched = await collect<Module>(client.Watch(newEmpty()))
  assert.deepEqual(
    watched.map((o) => o.id.value),
    ['1', '2'],
  )
  assert.deepEqual(await client.Upload(each(order('a'), order('b'))), {})
  assert.deepEqual(seen, ['a', 'b'])
  const chat = await collect<Module>(client.Chat(each(order('a'), order('b'))))
  assert.deepEqual(
    chat.map((o) => o.id.value),
    ['a!', 'b!'],
  )
  await assert.rejects(server.unary(99, new Uint8Array()), { name: 'ConnectorError' })
  await assert.rejects(client.Get({ value: 5 }), { name: 'EncodeError', at: 'value' })
  await assert.rejects(server.unary(2, Uint8Array.of(0xff)), { name: 'DecodeError' })
})

test('operations of an HTTP contract are called in the same way', async () => {
  const { createServer, createClient, methods }: Module = await driver('Shop').load()
  const order = { id: '1', lines: [], note: 'n', status: 'open' }
  const client = createClient(
    createServer({
      GET_events: () => each({ value: 1 }, { value: 2 }),
      GET_orders_id: ({ path_id }: Module) => ({ ...order, id: path_id }),
      deleteOrder: () => null,
      putLabel: ({ body }: Module) => ({ kind: 'square', side: 2, image: body }),
    }),
  )
  assert.equal(methods.length, 6)
  assert.deepEqual(await client.GET_orders_id({ path_id: '7' }), { ...order, id: '7' })
  assert.equal(await client.deleteOrder({ id: 'x' }), null)
  const label = await client.putLabel({ id: 'x', body: Uint8Array.of(1, 2, 3) })
  assert.deepEqual(label, { kind: 'square', side: 2, image: Uint8Array.of(1, 2, 3) })
  assert.deepEqual(await collect(client.GET_events({})), [{ value: 1 }, { value: 2 }])
  await assert.rejects(client.GET_orders_id({}), { name: 'EncodeError', at: '/path_id' })
})

test('methods with difficult names can be called', async () => {
  const { createServer, createClient, newWords, newPromise_ }: Module =
    await driver('fixture.words.Promise_').load()
  const client = createClient(createServer({ then_: () => newPromise_() }))
  assert.equal((await client.then_(newWords())).Map, undefined)
})

test('Python clients reach Python servers in every way of streaming', needsPython, () => {
  const { pythonFolder, pythonPackage } = driver('fixture.api.v1.Orders')
  const code = `
import sys
sys.path.insert(0, ${JSON.stringify(pythonFolder)})
import ${pythonPackage} as orders

def order(value):
    return orders.Order(id=orders.Id(value=value))

class Handlers:
    def Get(self, value):
        return order("got " + value.value)
    def Watch(self, value):
        yield order("1")
        yield order("2")
    def Upload(self, values):
        self.seen = [v.id.value for v in values]
        return orders.Empty()
    def Chat(self, values):
        for v in values:
            yield order(v.id.value + "!")

handlers = Handlers()
client = orders.OrdersClient(orders.create_server(handlers))
print(client.Get(orders.Id(value="x")).id.value)
print([o.id.value for o in client.Watch(orders.Empty())])
print(client.Upload(iter([order("a"), order("b")])), handlers.seen)
print([o.id.value for o in client.Chat([order("a"), order("b")])])
print([(m.id, m.name, m.path) for m in orders.METHODS][1])
try:
    orders.create_server(handlers).unary(99, b"")
except orders.ConnectorError as error:
    print(error)
`
  const run = spawnSync(plainPython, ['-W', 'error', '-c', code], { encoding: 'utf8' })
  assert.equal(run.stderr, '')
  assert.deepEqual(run.stdout.trim().split('\n'), [
    'got x',
    "['1', '2']",
    "Empty() ['a', 'b']",
    "['a!', 'b!']",
    "(2, 'Get', '/fixture.api.v1.Orders/Get')",
    'there is no method 99',
  ])
})
