import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { dot } from '../../../src/core/graph/dot.ts'
import { pageData } from '../../../src/core/graph/page.ts'
import { synthetic } from '../../graph/synthetic.ts'
import { link, result, service } from './result.ts'

const hasDot = spawnSync('dot', ['-V']).status === 0
const needsDot = { skip: hasDot ? false : 'dot of Graphviz is not installed' }

/** The texts of the nodes that Graphviz drew, in the order of the file. */
const drawn = (text: string): string[] => {
  const done = spawnSync('dot', ['-Tsvg'], { input: text, encoding: 'utf8' })
  assert.equal(done.status, 0, done.stderr)
  assert.equal(done.stderr.replace(/.*[Ff]ontconfig.*\n/g, ''), '')
  return [
    ...done.stdout.matchAll(/class="node">\s*<title>(n\d+)<\/title>[\s\S]*?<text[^>]*>([^<]*)/g),
  ]
    .map((m): [number, string] => [Number(m[1]!.slice(1)), m[2]!])
    .sort((a, b) => a[0] - b[0])
    .map(([, words]) =>
      words
        .replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(Number(n)))
        .replace(
          /&(lt|gt|quot|amp);/g,
          (_, n: 'lt' | 'gt' | 'quot' | 'amp') => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[n],
        ),
    )
}

test('a cluster for each folder, shapes by kind, dashes by status', () => {
  const services = [
    service('a', { path: 'x/a' }),
    service('b', { path: 'x/b' }),
    service('db', { kind: 'datastore' }),
    service('q', { kind: 'broker' }),
    service('c', { path: 'y/c' }),
    service('d', { path: 'y/d' }),
  ]
  const links = [
    link('a', 'b', { status: 'dead' }),
    link('a', 'db', { via: 'sql', status: 'declared' }),
    link('b', 'q', { via: 'kafka' }),
    link('c', 'db', { via: 'sql' }),
    link('a', 'q', { via: 'kafka' }),
  ]
  const text = dot(pageData(result({ services, links }), []))
  assert.match(text, /subgraph cluster_0 \{\n {4}label="x\/";/)
  assert.match(text, /n2 \[label="db", shape=cylinder\];/)
  assert.match(text, /n0 -> n1 \[label="http", style=dotted\];/)
  assert.match(text, /n0 -> n2 \[label="sql", style=dashed\];/)
  assert.match(text, /n1 -> n3 \[label="kafka", style=solid\];/)
})

test('Graphviz draws names as they are, whatever is in them', needsDot, () => {
  const names = [
    'a"b',
    'back\\nslash\\',
    '</b>&amp;&#65;',
    '\\N',
    '"]; x -> y; "',
    '<b>bold</b>',
    'a\nb',
    '}',
  ]
  const shown = names.map((n) => n.replace('\n', '⟨U+000A⟩'))
  assert.deepEqual(
    drawn(dot(pageData(result({ services: names.map((n) => service(n)) }), []))),
    shown,
  )
})

test('Graphviz takes whatever a repository may be called', needsDot, () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      (names) => {
        const seen = drawn(dot(pageData(result({ services: names.map((n) => service(n)) }), [])))
        assert.equal(seen.length, names.length)
      },
    ),
    { numRuns: 15 },
  )
})

test('Graphviz takes a large graph', needsDot, () => {
  assert.equal(drawn(dot(pageData(synthetic(120), []))).length, 120)
})
