import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDatabase } from '../../src/node/sqlite.ts'

test('a database keeps what was written, and its options are honoured', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rtt-sqlite-'))
  const path = join(folder, 'a.db')
  const first = openDatabase(path)
  first.exec('CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (7)')
  first.close()
  const second = openDatabase(path, { readonly: true, timeout: 10 })
  assert.deepEqual(second.prepare('SELECT x FROM t').get(), { x: 7 })
  assert.throws(() => second.exec('INSERT INTO t VALUES (8)'), { code: 'SQLITE_READONLY' })
  second.close()
  assert.throws(() => openDatabase(join(folder, 'none.db'), { fileMustExist: true }), {
    code: 'SQLITE_CANTOPEN',
  })
  rmSync(folder, { recursive: true })
})

test('a database in memory needs no folder', () => {
  const database = openDatabase(':memory:')
  assert.deepEqual(database.prepare('SELECT 1 AS one').get(), { one: 1 })
  database.close()
})
