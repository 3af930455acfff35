/** Names that differ only in case or in what joins their words are one name. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '')

const withoutDigits = (text: string): string => text.replace(/\d/g, '')

const lengthMax = 80

/** Letters to add, drop, change or swap to make one text of the other; Infinity from `most` + 1 on. */
const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most || a.length > lengthMax || b.length > lengthMax)
    return Number.POSITIVE_INFINITY
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[b.length]! > most ? Number.POSITIVE_INFINITY : last[b.length]!
}

/** How many letters may differ in a slip of the pen; none in short names. */
const slipMax = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)

/**
 * The one name of several that was probably meant; none where two are as near, or where the names differ
 * by a number, which is written on purpose.
 *
 * @example nearest('legder', ['ledger', 'web']) // 'ledger'
 */
export const nearest = (name: string, known: Iterable<string>): string | undefined => {
  const own = plainName(name)
  const most = slipMax(own.length)
  let found: { name: string; by: number } | undefined
  let isTied = false
  for (const k of known) {
    const other = plainName(k)
    const isNumbered = other !== own && withoutDigits(other) === withoutDigits(own)
    if (k === name || isNumbered) continue
    const by = distance(own, other, most)
    if (by > most) continue
    if (found === undefined || by < found.by) {
      found = { name: k, by }
      isTied = false
    } else if (by === found.by && plainName(found.name) !== other) isTied = true
  }
  return isTied ? undefined : found?.name
}
