import { diagnostic } from '../../core/diag/diagnostic.ts'
import { sha256 } from '../../core/json/digest.ts'
import type { Facts, Reader } from '../../core/model/facts.ts'
import type { Catalog } from '../../ports/catalog.ts'
import type { Files } from '../../ports/files.ts'
import type { Task } from '../../ports/task.ts'
import { readText, type TreeFile } from './tree.ts'

const filesPerPause = 50

/** Facts of all files, and how many of them came from the catalog. */
export type FactsRead = { readonly facts: readonly Facts[]; readonly cached: number }

const keyOf = (file: TreeFile, readers: readonly Reader[]): string =>
  sha256(`${readers.map((r) => `${r.id}@${r.version}`).join(' ')}\0${file.path}\0${file.digest}`)

/** A reader must not throw; should one, by a file that nobody foresaw, the others are still read. */
const readSafely = (reader: Reader, path: string, text: string): Facts => {
  try {
    return reader.read({ path, text })
  } catch (cause) {
    const why = cause instanceof RangeError ? 'nested too deeply' : 'not understood'
    return {
      diagnostics: [
        diagnostic('RTT1013', `this file is ${why} by the ${reader.id} reader`, {
          at: { path, line: 1 },
        }),
      ],
      volatile: true,
    }
  }
}

const parse = (body: string | undefined): Facts[] | undefined => {
  if (body === undefined) return undefined
  try {
    return JSON.parse(body) as Facts[]
  } catch {
    return undefined
  }
}

/**
 * Reads each file with every reader that accepts it. Facts of unchanged files come from the catalog;
 * volatile ones, which hold values as written, are never put there.
 */
export const readFacts = async (
  tree: readonly TreeFile[],
  source: { files: Files; readers: readonly Reader[]; catalog: Catalog },
  task: Task,
): Promise<FactsRead> => {
  const facts: Facts[] = []
  const fresh = new Map<string, string>()
  const used = new Set<string>()
  let cached = 0
  for (const [i, file] of tree.entries()) {
    if (i % filesPerPause === filesPerPause - 1) {
      task.progress.step('scan', i, tree.length)
      await task.pause()
    }
    const readers = source.readers.filter((r) => r.accepts(file.path))
    const key = keyOf(file, readers)
    const known = parse(source.catalog.get(key))
    used.add(key)
    if (known) {
      cached++
      facts.push(...known)
      continue
    }
    const text = file.text ?? readText(source.files, file).text
    if (text === undefined) continue
    const own = readers.map((r) => readSafely(r, file.path, text))
    facts.push(...own)
    if (!own.some((f) => f.volatile)) fresh.set(key, JSON.stringify(own))
  }
  source.catalog.put(fresh)
  source.catalog.prune(used)
  return { facts, cached }
}
