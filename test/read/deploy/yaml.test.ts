import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { composeReader } from '../../../src/read/deploy/compose.ts'
import { kubernetesReader } from '../../../src/read/deploy/kubernetes.ts'
import { parseYaml } from '../../../src/read/yaml/document.ts'

const read = (text: string) => composeReader.read({ path: 'docker-compose.yml', text })

test('a syntax error is one RTT1002 at its own line', () => {
  const { diagnostics } = read('services:\n  web:\n    image: "a\n    ports: [1\n')
  assert.deepEqual(
    diagnostics?.map((d) => [d.code, d.at?.path]),
    [['RTT1002', 'docker-compose.yml']],
  )
  assert.ok((diagnostics?.[0]?.at?.line ?? 0) >= 3)
})

test('a broken document leaves the others of the file', () => {
  const { roots, diagnostics } = parseYaml({ path: 'a.yaml', text: 'a: 1\n---\nb: [\n---\nc: 3\n' })
  assert.equal(diagnostics.length, 1)
  assert.ok(roots.some((r) => r.get('a').text === '1'))
})

test('a bomb of aliases is refused, and quickly', () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(',')}]`,
  )
  const started = process.hrtime.bigint()
  const facts = read(`a0: &a0 [x,x,x]\n${levels.join('\n')}\nservices:\n  web:\n    image: *a12\n`)
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 3000)
  assert.ok(facts.units!.length <= 1)
})

test('nesting without end is RTT1013, not an overflow', () => {
  assert.deepEqual(
    parseYaml({ path: 'a.yaml', text: `a: ${'['.repeat(100_000)}` }).diagnostics.map((d) => d.code),
    ['RTT1013'],
  )
  assert.deepEqual(
    parseYaml({ path: 'a.yaml', text: `${'- '.repeat(5000)}x` }).diagnostics.map((d) => d.code),
    ['RTT1013'],
  )
})

test('any text is answered with facts or diagnostics', () => {
  const piece = fc.constantFrom(
    'services:',
    '\n',
    '  ',
    'web:',
    '- ',
    'image: a',
    '&a',
    '*a',
    '<<: ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '|',
    '>',
    '? ',
    '!!x ',
    '%',
    '---',
    'kind: Deployment\napiVersion: v1\n',
    ': ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
      read(`services:\n${parts.join('')}`)
      kubernetesReader.read({
        path: 'a.yaml',
        text: `apiVersion: v1\nkind: Pod\n${parts.join('')}`,
      })
    }),
    { numRuns: 1000 },
  )
})

test('a Secret is never opened', () => {
  const facts = kubernetesReader.read({
    path: 's.yaml',
    text: 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { password: hunter2 }\n',
  })
  assert.doesNotMatch(JSON.stringify(facts), /hunter2/)
})

test('merge keys and anchors are looked through', () => {
  const facts = read(
    'x: &base\n  environment: { A: "1" }\nservices:\n  web:\n    <<: *base\n    image: i\n',
  )
  assert.deepEqual(
    facts.bindings?.map((b) => b.key),
    ['A'],
  )
})

test('a thousand nested explicit keys are refused at once', () => {
  const text = Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}? a`).join('\n')
  const started = process.hrtime.bigint()
  assert.deepEqual(
    parseYaml({ path: 'a.yaml', text }).diagnostics.map((d) => d.code),
    ['RTT1013'],
  )
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 1000)
})
