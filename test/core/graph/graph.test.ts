import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphOf, mermaid } from '../../../src/core/graph/graph.ts'
import { link, result, service } from './result.ts'

test('names are labels: quotes, brackets, blanks and hidden characters start nothing', () => {
  const g = graphOf(result({ services: [service('a"]-->b;\n\u202e#<x>')] }))
  assert.equal(mermaid(g), 'flowchart LR\n  n0["a#34;]--#62;b#59;⟨U+000A⟩⟨U+202E⟩#35;#60;x#62;"]')
})

test('parallel links are one arrow, dotted only if none is confirmed; links to nobody are left out', () => {
  const services = [
    service('a'),
    service('b', { kind: 'datastore' }),
    service('c', { kind: 'broker' }),
  ]
  const links = [
    link('a', 'b', { status: 'declared' }),
    link('a', 'b', { via: 'sql' }),
    link('a', 'c', { via: 'kafka', status: 'dead' }),
    link('a', 'nobody'),
  ]
  assert.deepEqual(mermaid(graphOf(result({ services, links }))).split('\n'), [
    'flowchart LR',
    '  n0["a"]',
    '  n1[("b")]',
    '  n2{{"c"}}',
    '  n0 -->|http, sql| n1',
    '  n0 -.->|kafka| n2',
  ])
})
