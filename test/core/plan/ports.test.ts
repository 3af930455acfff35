import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServiceRow } from '../../../src/core/plan/body.ts'
import { movedPorts } from '../../../src/core/plan/ports.ts'
import { link, result } from '../graph/result.ts'

const at = (line: number) => ({ path: 'k8s.yaml', line })
const row = (ports: ServiceRow['ports'], deployment = 'kubernetes:'): ServiceRow => ({
  of: 'rtt://shop/service/cart',
  in: deployment,
  names: ['cart'],
  ports,
})
const fact = (
  role: 'service' | 'target' | 'container' | 'published' | 'code',
  port: number,
  line: number,
  deployment = 'kubernetes:',
) => ({ service: 'cart', in: deployment, role, port, at: at(line) })
const dials = (port: number, deployment = 'kubernetes:') =>
  link('web', 'cart', {
    ways: [{ in: deployment, by: 'set', hosts: ['cart'], ports: [port] }],
    evidence: [{ ...at(9), signal: 'env-binding' }],
  })
const route = (port: number, deployment = 'kubernetes:') => ({
  from: 'rtt://shop/service/web#ADDR',
  to: 'rtt://shop/service/cart',
  ways: [{ in: deployment, by: 'set' as const, hosts: ['cart'], ports: [port] }],
})
const told = (moves: ReturnType<typeof movedPorts>) =>
  moves.map((m) => [m.now.role, m.port, m.now.ports, m.others.map((o) => [o.role, o.at?.line])])

test('a Service that moves while its consumer does not is a fault with both places', () => {
  const locked = { routes: [route(7070)], services: [row({ service: [7070], target: [7070] })] }
  const now = result({
    links: [dials(7070)],
    ports: [fact('service', 8080, 1), fact('target', 7070, 1)],
  })
  assert.deepEqual(told(movedPorts(locked, now)), [['service', 7070, [8080], [['dial', 9]]]])
})

test('a consumer that moves while its Service does not is the same fault from the other side', () => {
  const locked = { routes: [route(7070)], services: [row({ service: [7070] })] }
  const now = result({ links: [dials(9090)], ports: [fact('service', 7070, 1)] })
  assert.deepEqual(told(movedPorts(locked, now)), [['dial', 7070, [9090], [['service', 1]]]])
})

test('both sides that move together are no fault, and neither are sides that never agreed', () => {
  const locked = { routes: [route(7070)], services: [row({ service: [7070], target: [80] })] }
  const moved = result({
    links: [dials(9090)],
    ports: [fact('service', 9090, 1), fact('target', 80, 1)],
  })
  assert.deepEqual(movedPorts(locked, moved), [])
  const apart = result({
    links: [dials(7070)],
    ports: [fact('service', 7070, 1), fact('target', 81, 1)],
  })
  assert.deepEqual(movedPorts(locked, apart), [])
})

test('a Service leads to the container, and its own port may be another', () => {
  const locked = {
    routes: [],
    services: [row({ service: [80], target: [8080], container: [8080] })],
  }
  const outer = result({
    ports: [fact('service', 81, 1), fact('target', 8080, 1), fact('container', 8080, 2)],
  })
  assert.deepEqual(movedPorts(locked, outer), [])
  const inner = result({
    ports: [fact('service', 80, 1), fact('target', 8080, 1), fact('container', 9090, 2)],
  })
  assert.deepEqual(told(movedPorts(locked, inner)), [['container', 8080, [9090], [['target', 1]]]])
})

test('what the code listens on holds in every deployment; a port of the host is no port of the container', () => {
  const deployment = 'compose:'
  const locked = {
    routes: [route(7070, deployment)],
    services: [row({ code: [7070] }, ''), row({ published: [7070] }, deployment)],
  }
  const now = result({
    links: [dials(7070, deployment)],
    ports: [fact('code', 7171, 3, ''), fact('published', 7070, 4, deployment)],
  })
  assert.deepEqual(told(movedPorts(locked, now)), [['code', 7070, [7171], [['dial', 9]]]])
})

test('who dials from where the service does not stand dials it wherever it stands', () => {
  const locked = { routes: [route(7070, 'kubernetes:load')], services: [row({ service: [7070] })] }
  const now = result({
    links: [dials(7070, 'kubernetes:load')],
    ports: [fact('service', 8080, 1)],
  })
  assert.deepEqual(told(movedPorts(locked, now)), [['service', 7070, [8080], [['dial', 9]]]])
})
