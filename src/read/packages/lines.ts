import type { SourceFile } from '../../core/model/facts.ts'
import type { Place } from '../../core/model/place.ts'

/** Finds the place of a stretch of a file, given as offsets; `to` is exclusive. */
export type Locate = (from: number, to?: number) => Place

/** Indexes the lines of a file once, so that each place costs one binary search. */
export const locator = ({ path, text }: SourceFile): Locate => {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  const lineOf = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return (from, to) => {
    const line = lineOf(from)
    const place = { path, line: line + 1, column: from - starts[line]! + 1 }
    const isOnOneLine = to !== undefined && to > from && lineOf(to) === line
    return isOnOneLine ? { ...place, endColumn: to - starts[line]! + 1 } : place
  }
}
