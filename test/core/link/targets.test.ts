import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTargets } from '../../../src/core/link/targets.ts'
import { linkFiles, linkLines } from '../../links.ts'
import { unitOf } from './unit.ts'

const stages = (...copies: string[]) =>
  unitOf('dockerfile:shop', 'shop', {
    origin: 'dockerfile',
    dockerfile: 'shop/Dockerfile',
    stages: [
      { name: 'other', copies: ['other'] },
      { name: 'api', copies },
    ],
  })
const api = unitOf('compose:', 'api', {
  context: 'shop',
  dockerfile: 'shop/Dockerfile',
  target: 'api',
  mounts: [{ source: 'conf', target: '/etc' }],
})
const taken = (unit = api, ...copies: string[]) =>
  withTargets([unit], [unit, stages(...copies)])[0]!

test('a unit has what its stage copies, as paths of the repository and as mounts', () => {
  const unit = taken(api, 'api/', './lib', 'go.mod')
  assert.deepEqual(unit.taken, ['shop/api', 'shop/lib', 'shop/go.mod'])
  assert.deepEqual(unit.mounts, [
    { source: 'conf', target: '/etc' },
    ...unit.taken!.map((source) => ({ source, target: '' })),
  ])
})

test('what tells nothing of the folder leaves a unit as it is', () => {
  for (const copies of [[], ['.'], ['./'], ['../../out'], ['*.ts']])
    assert.equal(taken(api, ...copies), api, copies.join())
  const { target: _, ...whole } = api
  assert.equal(taken(whole, 'api'), whole)
  const elsewhere = { ...api, dockerfile: 'other/Dockerfile' }
  assert.equal(taken(elsewhere, 'api'), elsewhere)
})

const compose = (targets: readonly string[]): string =>
  `services:\n${targets
    .map((t) => `  ${t}-1:\n    build: { context: ., target: ${t} }\n`)
    .join('')}  store:\n    image: acme/store\n`

const dockerfile = `FROM python AS base
COPY requirements.txt .
FROM base AS front
COPY front/ /srv
FROM base AS back
COPY --chown=1:1 back /srv
FROM front AS shop
COPY --from=back /srv /back
`
const files = (...targets: string[]) => ({
  'docker-compose.yml': compose(targets),
  Dockerfile: dockerfile,
  'front/app.py': 'import requests\nrequests.get("http://back-1/items")\n',
  'back/app.py': 'import requests\nrequests.get("http://store/items")\n',
})

test('services that are stages of one Dockerfile stand in the folders that their stages copy', () => {
  assert.deepEqual(
    linkFiles(files('front', 'back')).services.map((s) => [s.name, s.path]),
    [
      ['back-1', 'back'],
      ['front-1', 'front'],
      ['store', undefined],
    ],
  )
  assert.deepEqual(linkLines(files('front', 'back')), [
    'back-1#http:store -> store http',
    'front-1#http:back-1 -> back-1 http',
  ])
})
