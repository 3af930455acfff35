import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, findingLines } from '../../findings.ts'

const compose = (a: string, b: string, more = ''): string =>
  `services:\n  a:\n    image: acme/a\n    ports: [${a}]\n${more}  b:\n    image: acme/b\n    ports: [${b}]\n`

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['one port of the host', compose('"80:1"', '"80:2"'), ['error RTT1120 a b 80 @ compose.yml:7']],
  [
    'the long form',
    compose('{ target: 1, published: 80 }', '"80:2"'),
    ['error RTT1120 a b 80 @ compose.yml:7'],
  ],
  ['a range', compose('"80-82:80-82"', '"81:2"'), ['error RTT1120 a b 81 @ compose.yml:7']],
  [
    'one service twice',
    compose('"80:1", "80:2"', '"81:2"'),
    ['error RTT1120 a a 80 @ compose.yml:4'],
  ],
  ['other ports', compose('"80:1"', '"81:1"'), []],
  ['one port inside', compose('"80"', '"80"'), []],
  ['another protocol', compose('"53:53/udp"', '"53:53/tcp"'), []],
  ['other addresses of the host', compose('"127.0.0.1:80:1"', '"127.0.0.2:80:1"'), []],
  [
    'an address and all addresses',
    compose('"127.0.0.1:80:1"', '"80:1"'),
    ['error RTT1120 a b 80 @ compose.yml:7'],
  ],
  ['a variable says nothing', compose('"${A:-80}:1"', '"80:1"'), []],
  [
    'different profiles',
    `${compose('"80:1"', '"80:1"', '    profiles: [x]\n')}    profiles: [y]\n`,
    [],
  ],
]
for (const [name, text, expected] of rows)
  test(`published: ${name}`, () =>
    assert.deepEqual(findingLines({ 'compose.yml': text }), expected))

test('files that are alternatives of each other do not clash', () => {
  const one = 'services:\n  a:\n    image: acme/a\n    ports: ["80:1"]\n'
  const files = { 'compose.yml': one, 'compose.dev.yml': one.replace('  a:', '  b:') }
  assert.deepEqual(findingLines(files), [])
})

const pod = (first: string, second: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: server
      image: acme/web
      ports: [{ containerPort: ${first} }]
    - name: sidecar
      image: acme/sidecar
      ports: [{ containerPort: ${second} }]
`

test('containers of one pod on one port', () => {
  assert.deepEqual(findingLines({ 'web.yaml': pod('8080', '8080') }), [
    'error RTT1120 web server sidecar 8080 @ web.yaml:12',
  ])
  assert.deepEqual(findingLines({ 'web.yaml': pod('8080', '8081') }), [])
})

const service = (name: string, nodePort: number, protocol = 'TCP'): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  type: NodePort
  ports:
    - port: 80
      protocol: ${protocol}
      nodePort: ${nodePort}
`

test('Services that fix one port of the nodes', () => {
  const both = `${service('a', 30_080)}---\n${service('b', 30_080)}`
  assert.deepEqual(findingLines({ 'all.yaml': both }), ['error RTT1120 a b 30080 @ all.yaml:21'])
  const apart = { 'a.yaml': service('a', 30_080), 'b.yaml': service('b', 30_080) }
  assert.deepEqual(findingLines(apart), [], 'files that may never be applied together')
  assert.deepEqual(
    findingLines({ ...apart, 'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n' }),
    ['error RTT1120 a b 30080 @ b.yaml:10'],
  )
  const other = [`${service('a', 30_080)}---\n${service('b', 30_080, 'UDP')}`]
  other.push(`${service('a', 30_080)}---\n${service('b', 30_081)}`)
  other.push(`${service('a', 30_080)}---\n${service('a', 30_080)}`)
  for (const text of other) assert.deepEqual(findingLines({ 'all.yaml': text }), [])
})

const host = (body: string): Files => ({
  'Host/Program.cs': `var builder = DistributedApplication.CreateBuilder(args);\n${body}`,
})

test('resources of an AppHost with one fixed port', () => {
  const two = `builder.AddContainer("a", "acme/a").WithHttpEndpoint(port: 5000, targetPort: 80);
builder.AddContainer("b", "acme/b").WithHttpEndpoint(port: 5000, targetPort: 81);
`
  assert.deepEqual(findingLines(host(two)), ['error RTT1120 a b 5000 @ Host/Program.cs:3'])
  assert.deepEqual(
    findingLines(host(two.replaceAll('port: 5000, targetPort: 8', 'targetPort: 8'))),
    [],
  )
  assert.deepEqual(findingLines(host(`if (useA)\n${two}`)), [], 'one of two branches')
})
