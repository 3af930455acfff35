import assert from 'node:assert/strict'
import { test } from 'node:test'
import { libraryNamer } from '../../../src/read/code/clients.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const clientsIn = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code ?? [])
    .flatMap((c) => c.endpoints)
    .map((e) => `${e.protocol} ${e.address.kind === 'literal' ? e.address.value : '?'}`)

const connect = 'connect("mq://queue")\n'

const cases: readonly (readonly [path: string, text: string, clients: readonly string[]])[] = [
  ['a.py', `from aio_pika import connect\n${connect}`, ['amqp mq://queue']],
  // A library that only a comment names is not used.
  ['a.py', `# like pika does\n${connect}`, []],
  ['a.js', `import { connect } from 'amqplib'\n${connect}`, ['amqp mq://queue']],
  ['a.js', `/* not amqplib */\n// amqplib\n${connect}`, []],
  [
    'a.go',
    'package a\n\nimport "github.com/cloudwego/kitex/client"\n\nfunc f() {\n\tc, _ := cartservice.NewClient("shop.cart")\n\tc.Get()\n}\n',
    ['grpc shop.cart'],
  ],
  [
    'a.go',
    'package a\n\n// unlike kitex\nfunc f() {\n\tc, _ := cartservice.NewClient("shop.cart")\n\tc.Get()\n}\n',
    [],
  ],
  [
    'a.cs',
    'using RabbitMQ.Client;\nvar f = new ConnectionFactory { HostName = "queue" };\n',
    ['amqp queue'],
  ],
]

for (const [path, text, clients] of cases)
  test(`clients: ${path} ${text.split('\n')[0]}`, () => {
    assert.deepEqual(clientsIn(path, text), clients)
  })

test('a library is looked for once, and the text is made when it is first asked for', () => {
  let made = 0
  const names = libraryNamer(() => {
    made++
    return 'uses pika here'
  })
  assert.equal(made, 0)
  assert.deepEqual([/pika/, /redis/, /pika/].map(names), [true, false, true])
  assert.equal(made, 1)
})
