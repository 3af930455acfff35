import type { CodeFacts } from '../model/code.ts'
import type { Place } from '../model/place.ts'
import type { Group } from './units.ts'

/** The plain words of the commands that start a service. */
export const wordsOf = (group: Group): ReadonlySet<string> =>
  new Set(group.units.flatMap((u) => u.words ?? []))

/**
 * A file as far as a service runs it that is started with some words: one program is often started as several services,
 * each with another word. Where no branch of the file is for one of them, it stays whole.
 */
export const branchOf = (file: CodeFacts, words: ReadonlySet<string>): CodeFacts => {
  const own = (file.branches ?? []).filter((b) => words.has(b.word))
  if (own.length === 0) return file
  const within = (at: Place, all: NonNullable<CodeFacts['branches']>): boolean =>
    all.some((b) => at.line >= b.from && at.line <= b.to)
  const runs = ({ at }: { readonly at: Place }): boolean =>
    !within(at, file.branches!) || within(at, own)
  return {
    ...file,
    isBranch: true,
    endpoints: file.endpoints.filter(runs),
    reads: file.reads.filter(runs),
    assignments: file.assignments.filter(runs),
    keyCalls: file.keyCalls.filter(runs),
    ...(file.mentions ? { mentions: file.mentions.filter(runs) } : {}),
    ...(file.channels ? { channels: file.channels.filter(runs) } : {}),
  }
}
