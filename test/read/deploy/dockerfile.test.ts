import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dockerfileReader } from '../../../src/read/deploy/dockerfile.ts'

const read = (text: string, path = 'svc/web/Dockerfile') => dockerfileReader.read({ path, text })

test('the last stage counts, with what it inherits', () => {
  const { units, bindings } = read(
    'FROM node:22 AS base\nENV A=1\nEXPOSE 80\nFROM golang AS tool\nENV T=1\nFROM base\nENV B=2 C="3 4"\nENV D 5 6\nEXPOSE 8080/tcp 9090\n',
  )
  assert.deepEqual(
    units?.map((u) => [u.name, u.image, u.ports]),
    [['web', 'node:22', [80, 8080, 9090]]],
  )
  assert.deepEqual(
    bindings?.map((b) => [b.key, b.value, b.at.line]),
    [
      ['A', { kind: 'literal', value: '1' }, 2],
      ['B', { kind: 'literal', value: '2' }, 7],
      ['C', { kind: 'literal', value: '3 4' }, 7],
      ['D', { kind: 'literal', value: '5 6' }, 8],
    ],
  )
})

test('named stages say what they and those that they are made from copy', () => {
  const { units } = read(
    'FROM x AS base\nCOPY go.mod go.sum ./\nFROM base AS web\nCOPY --chown=1:1 web /srv\nCOPY --from=base /a /b\nFROM base AS job\nADD ["job/", "lib/", "/srv/"]\nFROM web\nCOPY last .\n',
  )
  assert.deepEqual(units?.[0]?.stages, [
    { name: 'base', copies: ['go.mod', 'go.sum'] },
    { name: 'web', copies: ['go.mod', 'go.sum', 'web'] },
    { name: 'job', copies: ['go.mod', 'go.sum', 'job/', 'lib/'] },
  ])
  // One stage is no choice.
  assert.equal(read('FROM x AS a\nCOPY b c\nFROM a\n').units?.[0]?.stages, undefined)
})

test('each variable of a continued ENV has its own line', () => {
  const { bindings } = read('FROM x\nENV A=1 \\\n    # why\n    B=2\n')
  assert.deepEqual(
    bindings?.map((b) => [b.key, b.at.line]),
    [
      ['A', 2],
      ['B', 4],
    ],
  )
})

test('a folder that only says where a thing stands does not name it', () => {
  assert.deepEqual(
    ['svc/cart/src/Dockerfile', 'docker/web.Dockerfile', 'cart/Dockerfile.dev'].map(
      (p) => read('FROM x\n', p).units?.[0]?.name,
    ),
    ['cart', 'web', 'cart'],
  )
})

test('variables of the command are reads, in both forms', () => {
  const keys = (text: string) => read(text).code?.flatMap((c) => c.reads.map((r) => r.key))
  assert.deepEqual(keys('FROM x\nENTRYPOINT run --host="http://${FRONT}" -u "${USERS:-10}"\n'), [
    'FRONT',
    'USERS',
  ])
  assert.deepEqual(keys('FROM x\nCMD ["sh", "-c", "run $ADDR"]\n'), ['ADDR'])
})

test('stages and variables without end are read in time, and no deeper than the limit', () => {
  const started = process.hrtime.bigint()
  read(Array.from({ length: 20_000 }, (_, i) => `FROM s${i - 1} AS s${i}`).join('\n'))
  assert.equal(read(`FROM x\nENV ${'A=\\\n'.repeat(100_000)}`).bindings?.length, 2000)
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 5000)
})
