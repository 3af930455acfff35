import type { Text } from './repository.ts'

/** One change of a repository, with what a gate has to say of it. */
export type Edit = {
  readonly kind: string
  readonly isBreaking: boolean
  /** The language or format that is edited. */
  readonly format: string
  readonly what: string
  /** New texts by path; null deletes, and a path that was not there is made. */
  readonly files: ReadonlyMap<string, string | null>
  /** Files of the side that changed, of which one must be named. */
  readonly side: readonly string[]
  /** Files of the other side, of which one must be named. */
  readonly other: readonly string[]
  /** Codes of which one must be told. */
  readonly codes: readonly string[]
}

/** A kind of edit: all places of a repository where it can be made. */
export type Kind = {
  readonly name: string
  readonly isBreaking: boolean
  readonly find: (
    repository: import('./repository.ts').Repository,
  ) => readonly Omit<Edit, 'kind' | 'isBreaking'>[]
}

/** A text with one line made anew; undefined takes the line out. */
export const withLine = (t: Text, index: number, line: string | undefined): string =>
  t.lines.flatMap((l, i) => (i === index ? (line === undefined ? [] : [line]) : [l])).join('\n')

export const oneFile = (path: string, text: string): ReadonlyMap<string, string> =>
  new Map([[path, text]])

/** Items in an order that a seed decides. */
export const shuffled = <T>(all: readonly T[], random: () => number): T[] => {
  const out = [...all]
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
