import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rankDrifts } from '../../../src/core/doctor/rank.ts'
import type { Drift } from '../../../src/core/doctor/report.ts'
import type { Link } from '../../../src/core/model/link.ts'
import type { Service } from '../../../src/core/model/service.ts'

const drift = (
  name: string,
  ranges: Readonly<Record<string, string>>,
  more: Partial<Drift> = {},
): Drift => ({
  ecosystem: 'npm',
  name,
  isConflict: false,
  isAcrossRoots: true,
  roots: [],
  witnesses: Object.entries(ranges).map(([root, range]) => ({
    file: `${root}/package.json`,
    key: `dependencies.${name}`,
    range,
    root,
    at: { path: `${root}/package.json`, line: 1 },
  })),
  ...more,
})

const service = (name: string): Service => ({
  name,
  aliases: [],
  path: name,
  lang: 'typescript',
  kind: 'service',
  ports: [],
  at: { path: 'compose.yml', line: 1 },
})

const link = (from: string, to: string, status: Link['status'] = 'confirmed'): Link => ({
  from,
  to,
  port: 'X',
  via: 'grpc',
  status,
  evidence: [],
})

const services = ['web', 'cart', 'ads'].map(service)
const ranked = (drifts: readonly Drift[], links: readonly Link[]) =>
  rankDrifts(drifts, { services, links }).map((r) => [r.drift.name, r.stake, ...r.where].join(' '))

test('drifts stand by what they can break, then by how many take part', () => {
  const broken = { root: 'ads', isConflict: true, witnesses: [] }
  const drifts = [
    drift('lodash', { web: '^4', cart: '^4.1' }),
    drift('react', { web: '^18', cart: '^19' }, { isConflict: true }),
    drift('vue', { web: '2', cart: '3', ads: '1' }, { isConflict: true }),
    drift('jest', { ads: '^29' }, { isConflict: true, roots: [broken] }),
    drift('@grpc/grpc-js', { web: '^1.9', cart: '^1.10' }),
  ]
  assert.deepEqual(ranked(drifts, [link('web', 'cart')]), [
    'jest install ads',
    '@grpc/grpc-js wire web cart',
    'vue apart',
    'react apart',
    'lodash loose',
  ])
})

test('a library of the wire matters where both ends speak through different versions of it', () => {
  const protobuf = drift('protobuf', { web: '3', cart: '4', ads: '4' }, { isConflict: true })
  assert.deepEqual(ranked([protobuf], [link('cart', 'ads')]), ['protobuf apart'])
  assert.deepEqual(ranked([protobuf], [link('web', 'cart', 'declared')]), ['protobuf apart'])
  assert.deepEqual(ranked([protobuf], [link('cart', 'web')]), ['protobuf wire cart web'])
  const left = drift('left-pad', { web: '1', cart: '2' }, { isConflict: true })
  assert.deepEqual(ranked([left], [link('cart', 'web')]), ['left-pad apart'])
})
