import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gap, parseAddresses, schemeProtocol } from '../../../src/core/link/address.ts'

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['cart:7070', ['cart:7070']],
  ['cart', ['cart']],
  ['http://cart:8080/items?x=1', ['http cart:8080']],
  ['amqp://guest:guest@rabbit:5672/', ['amqp rabbit:5672']],
  ['mongodb://a:27017,b:27018/db', ['mongodb a:27017', 'mongodb b:27018']],
  ['kafka1:9092,kafka2:9093', ['kafka1:9092', 'kafka2:9093']],
  ['jdbc:mysql://db:3306/shop', ['mysql db:3306']],
  ['mysql:host=db;port=3307;dbname=x', ['mysql db:3307']],
  ['host=db port=5432 user=x', ['dsn db:5432']],
  ['Server=db,1433;Database=x', ['dsn db:1433']],
  ['user:pw@tcp(db:3306)/shop', ['mysql db:3306']],
  [`http://${gap}:8080/`, []],
  [`http://cart:${gap}/x`, ['http cart']],
  [`${gap}/x`, []],
  ['[::]:8080', ['[::]:8080']],
  // Ways to find a host have it in the path.
  ['dns:///cart:50051', ['dns cart:50051']],
  ['xds:///cart', ['xds cart']],
  ['discovery:///shop.cart', ['discovery shop.cart']],
  ['consul://cart:8500', ['consul cart:8500']],
  ['http:///cart:8080', []],
  ['lb:cart', ['cart']],
  ['lb://cart-app', ['lb cart-app']],
  ['postgresql+asyncpg://db/x', ['postgresql+asyncpg db']],
  ['not an address', []],
  ['', []],
]
for (const [text, expected] of rows) {
  test(`${JSON.stringify(text)} holds ${expected.join(', ') || 'no address'}`, () => {
    assert.deepEqual(
      parseAddresses(text).map(
        (a) => `${a.scheme ? `${a.scheme} ` : ''}${a.host}${a.port ? `:${a.port}` : ''}`,
      ),
      expected,
    )
  })
}

test('any text is parsed without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (s) => {
      for (const a of parseAddresses(s)) assert.ok(!a.host.includes(gap))
    }),
  )
})

test('a dialect after + does not hide the protocol of a scheme', () => {
  assert.equal(schemeProtocol('postgresql+asyncpg'), 'sql')
  assert.equal(schemeProtocol('gopher'), undefined)
})
