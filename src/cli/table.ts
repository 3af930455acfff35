/** Lays cells out in columns, two blanks apart; the last column is not padded. `right` aligns numbers. */
export const columns = (
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] => {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell))
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const pad = ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell)))
        if (right.has(i)) return pad + cell
        return i === row.length - 1 ? cell : cell + pad
      })
      .join('  ')
      .trimEnd(),
  )
}

const ansi = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
/** Columns that a text takes on a terminal, colour codes left out. */
export const width = (s: string): number => [...s.replace(ansi, '')].length

/** A number with thin groups: `1 284`. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ')

/** `1 link`, `2 links`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${grouped(n)} ${n === 1 ? one : many}`

/** Cuts a text in the middle so that it fits. */
export const fit = (s: string, most: number): string => {
  if (s.length <= most) return s
  const head = Math.ceil((most - 2) / 2)
  return `${s.slice(0, head)}..${s.slice(s.length - (most - 2 - head))}`
}
