import type { Reader } from '../../core/model/facts.ts'
import type { Catalog } from '../../ports/catalog.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { sourceReaders } from '../../read/sources.ts'
import { readBatch } from './batch.ts'
import { factKeys, textOf } from './facts.ts'
import type { ChangedFile } from './tree.ts'

/** One file: the facts that are known of what it was, and the keys of then and now. */
type Asked = {
  readonly file: ChangedFile['file']
  readonly facts: string
  readonly keys: readonly [string, string]
}

/** What the catalog knows of all these files, if these are the readers that took them. */
const known = (
  changed: readonly ChangedFile[],
  readers: readonly Reader[],
  catalog: Catalog,
): readonly Asked[] | undefined => {
  const keyOf = factKeys(readers)
  const all = changed.flatMap(({ file, before }): Asked[] => {
    const key = keyOf({ path: file.path, digest: before })
    const facts = catalog.get(key)
    return facts === undefined ? [] : [{ file, facts, keys: [key, keyOf(file)] }]
  })
  return all.length === changed.length ? all : undefined
}

/**
 * Whether readers find in changed files what they found before, to the line: then the result of the last scan
 * stands, and the catalog keeps these facts for the new content. Facts that are not in the catalog, since they
 * hold values as written, never stand. A key names the readers of its file: where the few of source files
 * make one that is known, no other takes the file, and the rest need not be loaded.
 */
export const factsStand = async (
  space: Workspace,
  changed: readonly ChangedFile[],
): Promise<boolean> => {
  const catalog = await space.openCatalog()
  try {
    const few = known(changed, sourceReaders, catalog)
    const readers = few ? sourceReaders : (await import('../../read/readers.ts')).readers
    const asked = few ?? known(changed, readers, catalog)
    const stand = asked?.every(({ file, facts }) => {
      const { text, isSame } = textOf(file, space.files)
      if (text === undefined || !isSame) return false
      const now = readBatch([{ path: file.path, text }], readers)[0]!
      return !now.isVolatile && now.body === facts
    })
    if (stand !== true) return false
    catalog.rename(new Map(asked!.map((a) => a.keys)))
    return true
  } finally {
    catalog.close()
  }
}
