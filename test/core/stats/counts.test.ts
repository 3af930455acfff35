import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countsOf, tally } from '../../../src/core/stats/counts.ts'
import { rtt } from '../../cli/run.ts'
import { withDemo } from '../../demo/repository.ts'

test('tally counts, the most frequent first and equal ones by name', () => {
  assert.deepEqual(Object.entries(tally(['b', 'c', 'a', 'c'])), [
    ['c', 2],
    ['a', 1],
    ['b', 1],
  ])
})

const sum = (t: Record<string, number>): number => Object.values(t).reduce((a, b) => a + b, 0)

test('rtt scan --json counts everything it lists; times and cache come with --stats alone', () =>
  withDemo((root) => {
    const plain = rtt(root, ['scan', '--json']).json()
    const { counts } = plain['stats']
    for (const what of ['services', 'symbols', 'links', 'imports', 'contracts', 'findings'])
      for (const [by, table] of Object.entries(counts[what]) as [string, Record<string, number>][])
        if (by !== 'signal') assert.equal(sum(table), plain[what].length, `${what} by ${by}`)
    assert.equal(counts.links.via.redis, 1)
    assert.equal(counts.files.language.go, 1)
    assert.deepEqual(Object.keys(plain['stats']).sort(), ['counts', 'files', 'read'])
    const warm = rtt(root, ['scan', '--json', '--stats']).json()
    assert.deepEqual(warm['stats'].counts, counts)
    assert.equal(warm['stats'].cached, warm['stats'].read)
    assert.deepEqual(Object.keys(warm['stats'].milliseconds), [
      'list',
      'digest',
      'read',
      'link',
      'findings',
      'store',
    ])
    assert.equal(warm['stats'].milliseconds.read, 0)
  }))

test('rtt scan --stats is a table of 80 columns that says what took how long and what was cached', () =>
  withDemo((root) => {
    const cold = rtt(root, ['scan', '--stats']).stdout
    assert.match(cold, /^ {2}links {5}via {7}http 3 {2}grpc 1 {2}redis 1 {2}sql 1$/m)
    assert.match(cold, /^ {2}time {6}\d+\.\d\ds {4,5}list \d+\.\d\ds {2}digest /m)
    assert.match(cold, /^ {2}cache {5}0% {8}0 of 18 files$/m)
    assert.ok(cold.split('\n').every((l) => l.length <= 80))
    assert.match(rtt(root, ['scan', '--stats']).stdout, /^ {2}cache {5}100% {6}18 of 18 files$/m)
  }))

test('a result of an older scan, without languages and imports, is counted as having none', () => {
  const empty = {
    services: [],
    symbols: [],
    links: [],
    channels: [],
    ports: [],
    standings: [],
    calls: [],
    toolSets: [],
    contracts: [],
    findings: [],
  }
  const counts = countsOf({
    ...empty,
    namespace: [],
    packages: [],
    diagnostics: [],
    fileCount: 0,
    readCount: 0,
  })
  assert.deepEqual(counts.files.language, {})
  assert.deepEqual(counts.imports.status, {})
})
