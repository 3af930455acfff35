import { type Phase, phaseNames, type Times } from '../../app/scan/phases.ts'
import type { Counts, Tally } from '../../core/stats/counts.ts'
import { grouped } from '../table.ts'
import type { Painter } from '../view.ts'

/** Numbers of one run, which differ from run to run. */
export type Run = { readonly times: Times; readonly read: number; readonly cached: number }

const whatWidth = 10
const byWidth = 10

/** Words in lines that fit, those after the first below its start. */
const wrapped = (words: readonly string[], most: number): string[] => {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 2 + word.length > most) lines.push(word)
    else lines[lines.length - 1] = `${last}  ${word}`
  }
  return lines.length === 0 ? ['-'] : lines
}

const row = (
  [what, by]: readonly [string, string],
  words: readonly string[],
  { columns, style }: Painter,
): string[] => {
  const head = `  ${style.bold(what.padEnd(whatWidth))}${style.dim(by.padEnd(byWidth))}`
  const margin = ' '.repeat(2 + whatWidth + byWidth)
  const lines = wrapped(words, columns - margin.length)
  return lines.map((l, i) => (i === 0 ? head : margin) + l)
}

const words = (t: Tally): string[] => Object.entries(t).map(([name, n]) => `${name} ${grouped(n)}`)

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)}s`

/** The part of what was read that came from the cache, in percent. */
export const cacheShare = ({ read, cached }: Run): number =>
  read === 0 ? 100 : Math.floor((100 * cached) / read)

const totalOf = (times: Times): number => phaseNames.reduce((sum, p: Phase) => sum + times[p], 0)

/** The table of `rtt scan --stats`: counts, then the time by part and the share of the cache. */
export const drawStats = (counts: Counts, run: Run, painter: Painter): string => {
  const tables = Object.entries(counts).flatMap(([what, tables]) =>
    Object.entries(tables as Readonly<Record<string, Tally>>).flatMap(([by, t], i) =>
      row([i === 0 ? what : '', by], words(t), painter),
    ),
  )
  const times = phaseNames.map((p) => `${p} ${seconds(run.times[p])}`)
  return [
    ...tables,
    ...row(['time', seconds(totalOf(run.times))], times, painter),
    ...row(
      ['cache', `${cacheShare(run)}%`],
      [`${grouped(run.cached)} of ${grouped(run.read)} files`],
      painter,
    ),
  ].join('\n')
}
