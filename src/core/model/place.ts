/**
 * A place in a file of the scanned repository.
 *
 * `path` is relative to the repository root, with `/`, in NFC. `line` and the columns are 1-based;
 * columns count UTF-16 code units and `endColumn` is exclusive.
 */
export type Place = {
  readonly path: string
  readonly line: number
  readonly column?: number
  readonly endColumn?: number
}

/** Orders strings by UTF-16 code unit: the only string order RTT uses, since locales differ. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Orders places by path, then line, then column. */
export const comparePlaces = (a: Place, b: Place): number =>
  compareText(a.path, b.path) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0)

/** `path:line`, or `path:line:column` where a column is known. */
export const formatPlace = (p: Place): string =>
  p.column === undefined ? `${p.path}:${p.line}` : `${p.path}:${p.line}:${p.column}`
