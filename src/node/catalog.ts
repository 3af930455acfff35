import { join } from 'node:path'
import type { Catalog, CatalogSymbol } from '../ports/catalog.ts'
import type { Durable } from '../ports/durable.ts'
import { openDatabase } from './sqlite.ts'

const schemaVersion = 1
const catalogPath = '.rtt/index/catalog.db'

type Database = ReturnType<typeof openDatabase>

const create = (db: Database): void => {
  db.exec(`
    CREATE TABLE facts (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE symbols (address TEXT NOT NULL, kind TEXT NOT NULL, lang TEXT NOT NULL, path TEXT NOT NULL,
      line INTEGER NOT NULL, contract TEXT, evidence TEXT NOT NULL);
    PRAGMA user_version = ${schemaVersion};`)
}

const open = (path: string): Database => {
  const db = openDatabase(path, { timeout: 2000 })
  db.pragma('journal_mode = MEMORY')
  db.pragma('synchronous = OFF')
  const version = db.pragma('user_version', { simple: true })
  if (version === schemaVersion) return db
  if (version !== 0) throw new Error('another schema')
  create(db)
  return db
}

/** A catalog of another schema, or one that is damaged, is dropped and made anew: it is only a cache. */
const openOrRebuild = (root: string, durable: Durable): Database => {
  const path = join(root, catalogPath)
  try {
    return open(path)
  } catch {
    for (const suffix of ['', '-journal', '-wal', '-shm']) durable.remove(catalogPath + suffix)
    return open(path)
  }
}

const setSymbols = (db: Database, rows: readonly CatalogSymbol[]): void => {
  const insert = db.prepare(
    'INSERT INTO symbols VALUES (@address, @kind, @lang, @path, @line, @contract, @evidence)',
  )
  db.transaction(() => {
    db.exec('DELETE FROM symbols')
    for (const r of rows) insert.run(r)
  })()
}

/** The catalog at `<root>/.rtt/index/catalog.db`. */
export const nodeCatalog = (root: string, durable: Durable): Catalog => {
  durable.makeFolder('.rtt/index')
  const db = openOrRebuild(root, durable)
  const all = db.prepare('SELECT key, body FROM facts').raw()
  const insert = db.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM facts WHERE key = ?')
  const one = db.prepare('SELECT body FROM facts WHERE key = ?').pluck()
  const rename = db.prepare('UPDATE OR REPLACE facts SET key = ? WHERE key = ?')
  return {
    each: (visit) => {
      for (const [key, body] of all.iterate() as IterableIterator<[string, string]>)
        visit(key, body)
    },
    get: (key) => one.get(key) as string | undefined,
    rename: (keys) =>
      db.transaction(() => {
        for (const [from, to] of keys) rename.run(to, from)
      })(),
    put: (entries) =>
      db.transaction(() => {
        for (const [key, body] of entries) insert.run(key, body)
      })(),
    prune: (keep) =>
      db.transaction(() => {
        for (const key of db.prepare('SELECT key FROM facts').pluck().all() as string[])
          if (!keep.has(key)) remove.run(key)
      })(),
    setSymbols: (rows) => setSymbols(db, rows),
    close: () => db.close(),
  }
}
