import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Expression } from '../../../src/core/model/expression.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const show = (e: Expression): string => {
  if (e.kind === 'literal') return e.value
  if (e.kind === 'env') return e.fallback ? `$${e.key}=${show(e.fallback)}` : `$${e.key}`
  return e.kind === 'concat' ? e.parts.map(show).join('+') : `?${e.kind}`
}

const registersOf = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code ?? [])
    .flatMap((c) => c.registers ?? [])
    .map((r) => `${show(r.name)} @${r.at.line}`)

const go = (library: string, call: string): string =>
  `package main\n\nimport "${library}"\n\nfunc main() {\n\t${call}\n}\n`

const cases: readonly (readonly [why: string, path: string, text: string, names: string[]])[] = [
  [
    'Kitex',
    'a.go',
    go(
      'github.com/cloudwego/kitex/server',
      'NewServer(h, server.WithServerBasicInfo(&rpcinfo.EndpointBasicInfo{ServiceName: "cart"}))',
    ),
    ['cart @6'],
  ],
  ['go-micro', 'a.go', go('go-micro.dev/v4', 'micro.NewService(micro.Name("cart"))'), ['cart @6']],
  [
    'Kratos',
    'a.go',
    go('github.com/go-kratos/kratos', 'kratos.New(kratos.Name("cart"))'),
    ['cart @6'],
  ],
  [
    'Consul',
    'a.go',
    go(
      'github.com/hashicorp/consul/api',
      'agent.ServiceRegister(&api.AgentServiceRegistration{ID: "x", Name: "cart", Port: 1})',
    ),
    ['cart @6'],
  ],
  [
    'Nacos',
    'a.go',
    go(
      'github.com/nacos-group/nacos-sdk-go/vo',
      'c.RegisterInstance(vo.RegisterInstanceParam{Ip: "x", ServiceName: "cart"})',
    ),
    ['cart @6'],
  ],
  [
    'Consul of Python, by keyword and by place',
    'a.py',
    'import consul\nc.agent.service.register("cart", port=1)\nc.agent.service.register(name="mail")\n',
    ['cart @2', 'mail @3'],
  ],
  [
    'Consul of scripts',
    'a.js',
    "import Consul from 'consul'\nconsul.agent.service.register({ id: 'x', name: 'cart' })\n",
    ['cart @2'],
  ],
  [
    'Eureka',
    'a.py',
    'import py_eureka_client.eureka_client as eureka_client\neureka_client.init(eureka_server="http://e", app_name="cart")\n',
    ['cart @2'],
  ],
  [
    'Eureka of scripts, below its own key',
    'a.js',
    "import { Eureka } from 'eureka-js-client'\nnew Eureka({ instance: { app: 'cart' }, eureka: { host: 'e' } })\n",
    ['cart @2'],
  ],
  [
    'Nacos of Python',
    'a.py',
    'import nacos\nclient.add_naming_instance("cart", "0.0.0.0", 80)\n',
    ['cart @2'],
  ],
  [
    'a name that the environment gives',
    'a.py',
    'import consul, os\nc.agent.service.register(os.getenv("NAME", "cart"))\n',
    ['$NAME=cart @2'],
  ],
  // Another library has functions of the same name.
  ['no library of a registry', 'a.go', go('acme.dev/x', 'f(micro.Name("cart"))'), []],
  [
    'another key',
    'a.go',
    go('github.com/hashicorp/consul/api', 'api.AgentServiceRegistration{ID: "cart"}'),
    [],
  ],
]

for (const [why, path, text, names] of cases)
  test(`a program gives itself a name at a registry: ${why}`, () => {
    assert.deepEqual(registersOf(path, text), names)
  })

test('of a file no more than a few names are kept', () => {
  const text = `import consul\n${'c.agent.service.register("cart")\n'.repeat(100)}`
  assert.equal(registersOf('a.py', text).length, 20)
})
