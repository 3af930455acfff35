import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { matchGlob } from '../doctor/glob.ts'
import type { Place } from '../model/place.ts'

/** A finding that the repository's configuration accepts, and where that stands. */
export type Ignore = {
  readonly code: string
  /** The names of its ends in order; `*` stands for any text. */
  readonly ends?: readonly string[]
  /** The file that it is found in; `*` for any name, `**` for any folders. */
  readonly path?: string
  readonly reason: string
  /** The last day on which it was accepted, where that is over: `2026-01-31`. */
  readonly ended?: string
  readonly at: Place
}

/** `*` is any text, slashes too: an end is one name, whatever it holds. */
const fitsEnd = (pattern: string, end: string): boolean =>
  matchGlob(pattern.replaceAll('/', '\u0001'), end.replaceAll('/', '\u0001'))

const fits = (i: Ignore, f: Finding): boolean =>
  i.ended === undefined &&
  i.code === f.code &&
  (i.path === undefined || matchGlob(i.path, f.at?.path ?? '')) &&
  (i.ends === undefined ||
    (i.ends.length === f.ends.length && i.ends.every((e, n) => fitsEnd(e, f.ends[n]!))))

const idleWords = ({ code, ends = [], ended }: Ignore): string => {
  const what = [code, ...ends].join(' ')
  return ended === undefined
    ? `no finding is ${what}`
    : `${what} was accepted until ${ended}, which is over`
}

/** Findings with the reason of the entry that accepts them; an entry that fits none is a finding itself. */
export const withIgnored = (
  findings: readonly Finding[],
  ignores: readonly Ignore[],
): Finding[] => {
  const used = new Set<Ignore>()
  const marked = findings.map((f) => {
    const by = ignores.filter((i) => fits(i, f))
    for (const i of by) used.add(i)
    return by[0] === undefined ? f : { ...f, ignored: by[0].reason }
  })
  const idle = ignores.filter((i) => !used.has(i))
  return [
    ...marked,
    ...idle.map((i) => ({
      ...diagnostic('RTT1121', idleWords(i), { at: i.at }),
      ends: [i.code, ...(i.ends ?? [])],
    })),
  ]
}
