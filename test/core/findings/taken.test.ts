import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingLines } from '../../findings.ts'

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
