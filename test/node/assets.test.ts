import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareText } from '../../src/core/model/place.ts'
import { listAssets, readAsset } from '../../src/node/assets.ts'

const root = join(import.meta.dirname, '..', '..')

test('assets are listed as files of their folder, in order, and read as they lie on disk', () => {
  const names = listAssets('templates')
  assert.ok(names.length > 0, 'there are no templates')
  assert.deepEqual(names, [...names].sort(compareText))
  for (const name of names) {
    assert.ok(name.startsWith('templates/') && existsSync(join(root, name)), name)
    assert.deepEqual(
      new Uint8Array(readAsset(name)),
      new Uint8Array(readFileSync(join(root, name))),
    )
  }
})

test('what lies outside the folders is no asset', () => {
  for (const name of ['package.json', 'templates/../package.json', '/etc/hosts', '../x'])
    assert.throws(() => readAsset(name), /names no asset/, name)
  assert.throws(() => listAssets('src'), /names no asset/)
})

test('an asset that is not there is an error', () =>
  assert.throws(() => readAsset('templates/no-such-file')))
