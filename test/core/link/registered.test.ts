import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkLines } from '../../links.ts'

type Files = Readonly<Record<string, string>>

const compose = (names: readonly string[]): string =>
  `services:\n${names.map((n) => `  ${n}:\n    build: ./${n}\n`).join('')}`
const registers = (name: string): string =>
  `import consul\nc = consul.Consul()\nc.agent.service.register(${name})\n`
const calls = (name: string): string => `import requests\nrequests.get("http://${name}/items")\n`

const base = (files: Files, names = ['web', 'basket', 'other']): Files => ({
  'docker-compose.yml': compose(names),
  'web/app.py': calls('Cart-Service'),
  'other/app.py': 'x = 1\n',
  ...files,
})

const cases: readonly (readonly [why: string, files: Files, lines: readonly string[]])[] = [
  [
    'whatever the deployment calls it, in any case',
    base({ 'basket/app.py': registers('"CART-service"') }),
    ['web#http:cart-service -> basket http'],
  ],
  [
    'the one that a variable of the deployment gives',
    {
      ...base({ 'basket/app.py': `import os\n${registers('os.environ["NAME"]')}` }),
      'docker-compose.yml': `${compose(['web', 'other'])}  basket:\n    build: ./basket\n    environment: { NAME: cart-service }\n`,
    },
    ['web#http:cart-service -> basket http'],
  ],
  [
    'not the one that two services give themselves',
    base({
      'basket/app.py': registers('"cart-service"'),
      'other/app.py': registers('"cart-service"'),
    }),
    [],
  ],
  [
    'not the name of a service, which is that one',
    base({ 'basket/app.py': registers('"cart-service"'), 'cart-service/app.py': 'x = 1\n' }, [
      'web',
      'basket',
      'cart-service',
    ]),
    ['web#http:cart-service -> cart-service http'],
  ],
  ['not one that is not known', base({ 'basket/app.py': registers('name') }), []],
  ['not the one of a test', base({ 'basket/tests/test_app.py': registers('"cart-service"') }), []],
]

for (const [why, files, lines] of cases)
  test(`a name at a registry leads to who gave it itself: ${why}`, () => {
    assert.deepEqual(linkLines(files), lines)
  })

test('a client of Kitex is linked with the server by the name of both', () => {
  const main = (library: string, call: string) =>
    `package main\n\nimport "github.com/cloudwego/kitex/${library}"\n\nfunc main() {\n\t${call}\n}\n`
  const files = {
    'docker-compose.yml': compose(['web', 'basket']),
    'web/main.go': main(
      'client',
      'c, _ := cartservice.NewClient("shop.cart", client.WithX())\n\tc.Get()',
    ),
    'basket/main.go': main(
      'server',
      'cartservice.NewServer(h, server.WithServerBasicInfo(&rpcinfo.EndpointBasicInfo{ServiceName: "shop.cart"})).Run()',
    ),
  }
  assert.deepEqual(linkLines(files), ['web#grpc:shop.cart -> basket grpc'])
})
