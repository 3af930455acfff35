import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeReader } from '../../../src/read/deploy/compose.ts'

const unit = (service: string, more = '') =>
  composeReader.read({
    path: 'compose.yml',
    text: `services:\n  web:\n    image: acme/web\n${service}${more}`,
  }).units?.[0]

const ports: readonly (readonly [string, readonly string[]])[] = [
  ['"8080:80"', ['8080>80 tcp']],
  ['"127.0.0.1:8080:80/udp"', ['127.0.0.1 8080>80 udp']],
  ['"[::1]:8080:80"', ['::1 8080>80 tcp']],
  ['"0.0.0.0:8080:80"', ['8080>80 tcp']],
  ['"8000-8001:80-81"', ['8000>80 tcp', '8001>81 tcp']],
  ['"80"', []],
  ['"${PORT:-8080}:80"', []],
  ['"1-65535:1-65535"', []],
  [
    '{ target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp }',
    ['127.0.0.1 8080>80 udp'],
  ],
]
for (const [written, expected] of ports)
  test(`${written} takes ${expected.join(' and ') || 'nothing that is known'}`, () => {
    const web = unit(`    ports: [${written}]\n`)
    const claims = (web?.claims ?? []).map(
      (c) => `${c.address ? `${c.address} ` : ''}${c.port}>${c.target} ${c.protocol}`,
    )
    assert.deepEqual(claims, expected)
    assert.equal(web?.isPublished, true)
  })

test('numbers of command, environment, health check and labels are heard', () => {
  const web = unit(
    '    command: serve --port 9000\n    environment: { PORT: 9001 }\n    healthcheck: { test: [CMD, curl, "localhost:9002"] }\n    labels: ["traefik.port=9003"]\n',
  )
  assert.deepEqual(web?.numbers, [9000, 9001, 9002, 9003])
})

const hosts: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  ['    extra_hosts: ["db:10.0.0.1", "mq=10.0.0.2"]\n', '', ['db', 'mq']],
  ['    extra_hosts: { db: 10.0.0.1 }\n', '', ['db']],
  ['    networks: [shared]\n', 'networks: { shared: { external: true } }\n', ['*']],
  ['    networks: [own]\n', 'networks: { own: {}, shared: { external: true } }\n', undefined],
  ['    network_mode: host\n', '', ['*']],
  ['', 'include: [other.yml]\n', ['*']],
]
for (const [service, more, expected] of hosts)
  test(`hosts from outside: ${(service + more).trim()}`, () =>
    assert.deepEqual(unit(service, more)?.extraHosts, expected))
