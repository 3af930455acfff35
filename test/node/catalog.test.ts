import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { nodeCatalog } from '../../src/node/catalog.ts'
import { nodeDurable } from '../../src/node/durable.ts'

const root = mkdtempSync(join(tmpdir(), 'rtt-catalog-'))
after(() => rmSync(root, { recursive: true }))

const entries = () => {
  const catalog = nodeCatalog(root, nodeDurable(root))
  const seen = new Map<string, string>()
  catalog.each((key, body) => seen.set(key, body))
  catalog.close()
  return [...seen].sort()
}

test('what was put is gone through at the next opening, less what was pruned', () => {
  const catalog = nodeCatalog(root, nodeDurable(root))
  catalog.put(
    new Map([
      ['a', '[1]'],
      ['b', '[2]'],
    ]),
  )
  catalog.put(
    new Map([
      ['b', '[3]'],
      ['c', '[4]'],
    ]),
  )
  catalog.close()
  assert.deepEqual(entries(), [
    ['a', '[1]'],
    ['b', '[3]'],
    ['c', '[4]'],
  ])
  const again = nodeCatalog(root, nodeDurable(root))
  again.prune(new Set(['b']))
  again.close()
  assert.deepEqual(entries(), [['b', '[3]']])
})

test('facts are kept under another key, and asked for by it', () => {
  const catalog = nodeCatalog(root, nodeDurable(root))
  catalog.put(
    new Map([
      ['old', '[5]'],
      ['taken', '[6]'],
    ]),
  )
  catalog.rename(
    new Map([
      ['old', 'taken'],
      ['none', 'other'],
    ]),
  )
  assert.deepEqual(
    ['old', 'taken', 'none', 'other'].map((k) => catalog.get(k)),
    [undefined, '[5]', undefined, undefined],
  )
  catalog.close()
})
