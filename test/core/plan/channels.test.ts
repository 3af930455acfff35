import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChannelEnd } from '../../../src/core/model/channelend.ts'
import { lostEnds } from '../../../src/core/plan/channels.ts'
import { routesOf } from '../../../src/core/plan/routes.ts'
import { result, service } from '../graph/result.ts'

const end = (name: string, action: ChannelEnd['action'], topic: string): ChannelEnd => ({
  service: name,
  action,
  protocol: 'kafka',
  kind: 'topic',
  name: topic,
  at: { path: `${name}.py`, line: 1 },
})
const scan = (...channels: ChannelEnd[]) =>
  result({ services: ['shop', 'mail', 'audit'].map((n) => service(n)), channels })
const lost = (before: ReturnType<typeof scan>, now: ReturnType<typeof scan>) =>
  lostEnds(routesOf(before), now).map((e) => [
    e.service,
    e.action,
    e.name,
    e.instead?.name,
    e.waiting.map((w) => w.service),
  ])
const both = scan(end('shop', 'send', 'orders'), end('mail', 'receive', 'orders'))

test('a topic that its only sender renames is lost to those who receive from it', () => {
  const now = scan(end('shop', 'send', 'order-events'), end('mail', 'receive', 'orders'))
  assert.deepEqual(lost(both, now), [['shop', 'send', 'orders', 'order-events', ['mail']]])
})

test('a topic that its receiver renames is lost to those who send to it', () => {
  const now = scan(end('shop', 'send', 'orders'), end('mail', 'receive', 'order-events'))
  assert.deepEqual(lost(both, now), [['mail', 'receive', 'orders', 'order-events', ['shop']]])
})

test('a topic that both sides rename, or both leave, is no loss', () => {
  assert.deepEqual(
    lost(both, scan(end('shop', 'send', 'events'), end('mail', 'receive', 'events'))),
    [],
  )
  assert.deepEqual(lost(both, scan()), [])
})

test('one of several receivers that goes to a topic of its own is told, one that stops is not', () => {
  const before = scan(
    end('shop', 'send', 'orders'),
    end('mail', 'receive', 'orders'),
    end('audit', 'receive', 'orders'),
  )
  const gone = scan(end('shop', 'send', 'orders'), end('mail', 'receive', 'orders'))
  assert.deepEqual(lost(before, gone), [])
  const apart = scan(...gone.channels, end('audit', 'receive', 'order'))
  assert.deepEqual(lost(before, apart), [['audit', 'receive', 'orders', 'order', ['shop']]])
})

test('one of two receivers that goes elsewhere alone is told, though nobody is seen to send', () => {
  const before = scan(end('mail', 'receive', 'orders'), end('audit', 'receive', 'orders'))
  const now = scan(end('mail', 'receive', 'orders'), end('audit', 'receive', 'order'))
  assert.deepEqual(lost(before, now), [['audit', 'receive', 'orders', 'order', ['mail']]])
})
