import { sha256 } from '../../core/json/digest.ts'
import type { Facts, Reader } from '../../core/model/facts.ts'
import type { Catalog } from '../../ports/catalog.ts'
import type { Files } from '../../ports/files.ts'
import type { ReadingThreads } from '../../ports/reading.ts'
import type { Task } from '../../ports/task.ts'
import { readBatch } from './batch.ts'
import { readMany } from './reading.ts'
import { readText, type TreeFile } from './tree.ts'

const entriesPerPut = 500

/** Facts of all files, and how many of them came from the catalog. */
export type FactsRead = { readonly facts: readonly Facts[]; readonly cached: number }

type Source = {
  readonly files: Files
  readonly readers: readonly Reader[]
  readonly catalog: Catalog
  readonly openThreads?: (() => Promise<ReadingThreads>) | undefined
}

/** The keys of files: which readers take a file, with their versions, its path and its content. */
export const factKeys = (
  readers: readonly Reader[],
): ((file: Pick<TreeFile, 'path' | 'digest'>) => string) => {
  const names = readers.map((r) => `${r.id}@${r.version}`)
  return ({ path, digest }) =>
    sha256(`${names.filter((_, i) => readers[i]!.accepts(path)).join(' ')}\0${path}\0${digest}`)
}

const parse = (body: string): Facts[] | undefined => {
  try {
    return JSON.parse(body) as Facts[]
  } catch {
    return undefined
  }
}

/** Facts from the catalog by their place in the tree; it is gone through once, in its own order. */
const knownFacts = (
  catalog: Catalog,
  places: ReadonlyMap<string, number>,
): (Facts[] | undefined)[] => {
  const found: (Facts[] | undefined)[] = new Array(places.size)
  catalog.each((key, body) => {
    const place = places.get(key)
    if (place !== undefined) found[place] = parse(body)
  })
  return found
}

/** Puts facts into the catalog by the hundred, so that few are held as text. */
const putter = (catalog: Catalog) => {
  let fresh = new Map<string, string>()
  const flush = (): void => {
    catalog.put(fresh)
    fresh = new Map()
  }
  const put = (key: string, body: string): void => {
    fresh.set(key, body)
    if (fresh.size >= entriesPerPut) flush()
  }
  return { put, flush }
}

/**
 * The text of a file, and whether it is still the one whose digest was taken. A text that was kept is given
 * once.
 */
export const textOf = (file: TreeFile, files: Files): { text?: string; isSame: boolean } => {
  const kept = file.kept?.text
  if (kept !== undefined) {
    file.kept!.text = undefined
    return { text: kept, isSame: true }
  }
  const { text } = readText(files, file)
  return text === undefined ? { isSame: false } : { text, isSame: sha256(text) === file.digest }
}

/**
 * Reads each file with every reader that accepts it. Facts of unchanged files come from the catalog;
 * volatile ones, which hold values as written, are never put there.
 */
export const readFacts = async (
  tree: readonly TreeFile[],
  source: Source,
  task: Task,
): Promise<FactsRead> => {
  const keyOf = factKeys(source.readers)
  const keyed = tree.map(keyOf)
  const places = new Map(keyed.map((key, i) => [key, i]))
  const found = knownFacts(source.catalog, places)
  const wanted = tree.flatMap((_, i) => (found[i] === undefined ? [i] : []))
  const changed = new Set<number>()
  const store = putter(source.catalog)
  await readMany(
    {
      count: wanted.length,
      fileAt: (k) => {
        const file = tree[wanted[k]!]!
        const { text, isSame } = textOf(file, source.files)
        if (!isSame) changed.add(wanted[k]!)
        return text === undefined ? undefined : { path: file.path, text }
      },
      read: (files) => readBatch(files, source.readers),
      openThreads: source.openThreads,
      take: (k, { body, isVolatile }) => {
        const i = wanted[k]!
        found[i] = JSON.parse(body) as Facts[]
        if (!isVolatile && !changed.has(i)) store.put(keyed[i]!, body)
      },
    },
    task,
  )
  store.flush()
  source.catalog.prune(new Set(keyed))
  return { facts: found.flatMap((f) => f ?? []), cached: tree.length - wanted.length }
}
