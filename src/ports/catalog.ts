/**
 * A cache of facts by content: losing it costs time and nothing else. Keys hold the digest of the
 * content and the id and version of the reader.
 */
export type Catalog = {
  /** Goes through all entries, in no order that means anything. */
  readonly each: (visit: (key: string, body: string) => void) => void
  readonly get: (key: string) => string | undefined
  /** Keeps entries under other keys, all at once. */
  readonly rename: (keys: ReadonlyMap<string, string>) => void
  /** Writes all at once. */
  readonly put: (entries: ReadonlyMap<string, string>) => void
  /** Forgets every key that is not in `keep`. */
  readonly prune: (keep: ReadonlySet<string>) => void
  /** Rewrites the rows of symbols, for tools that ask the catalog in SQL. */
  readonly setSymbols: (rows: readonly CatalogSymbol[]) => void
  readonly close: () => void
}

export type CatalogSymbol = {
  readonly address: string
  readonly kind: string
  readonly lang: string
  readonly path: string
  readonly line: number
  readonly contract: string | null
  readonly evidence: string
}
