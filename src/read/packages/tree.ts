import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { Place } from '../../core/model/place.ts'

/** A value of a manifest that knows its place: JSON and TOML alike. */
export type Tree =
  | { readonly kind: 'text'; readonly value: string; readonly at: Place }
  | { readonly kind: 'table'; readonly entries: ReadonlyMap<string, Tree>; readonly at: Place }
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly at: Place }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: Place }
  | { readonly kind: 'number'; readonly at: Place }
  | { readonly kind: 'null'; readonly at: Place }
  | { readonly kind: 'date'; readonly at: Place }

/** What a file was parsed into; without `root` it could not be. */
export type Parsed = { readonly root?: Tree; readonly problems: readonly Diagnostic[] }

/** Where a reader collects what it finds wrong. */
export type Problems = Diagnostic[]

type Kinds = { [K in Tree['kind']]: Extract<Tree, { kind: K }> }

const words: Readonly<Record<Tree['kind'], string>> = {
  text: 'a string',
  table: 'an object',
  list: 'a list',
  boolean: 'true or false',
  number: 'a number',
  null: 'null',
  date: 'a date',
}

const noEntries: ReadonlyMap<string, Tree> = new Map()

/** Looks values up in one manifest, and collects RTT1014 for those of a wrong type. */
export type Fields = {
  readonly text: (tree: Tree | undefined, label: string) => string | undefined
  readonly table: (tree: Tree | undefined, label: string) => ReadonlyMap<string, Tree>
  readonly list: (tree: Tree | undefined, label: string) => readonly Tree[]
  readonly boolean: (tree: Tree | undefined, label: string) => boolean | undefined
  /** The texts of a list; other items are reported and left out. */
  readonly texts: (tree: Tree | undefined, label: string) => readonly string[]
}

export const fieldsOf = (problems: Problems): Fields => {
  const reported = new Set<Tree>()
  const expect = <K extends Tree['kind']>(
    tree: Tree | undefined,
    kind: K,
    label: string,
  ): Kinds[K] | undefined => {
    if (tree === undefined || tree.kind === kind) return tree as Kinds[K] | undefined
    const summary = `${shown(label)} must be ${words[kind]}, and is ${words[tree.kind]}`
    if (!reported.has(tree)) problems.push(diagnostic('RTT1014', summary, { at: tree.at }))
    reported.add(tree)
    return undefined
  }
  const text: Fields['text'] = (tree, label) => {
    const value = expect(tree, 'text', label)?.value
    if (value === undefined || isPlain(value)) return value
    problems.push(notPlain(label, tree!.at))
    return undefined
  }
  const list: Fields['list'] = (tree, label) => expect(tree, 'list', label)?.items ?? []
  return {
    text,
    list,
    table: (tree, label) => expect(tree, 'table', label)?.entries ?? noEntries,
    boolean: (tree, label) => expect(tree, 'boolean', label)?.value,
    texts: (tree, label) =>
      list(tree, label).flatMap((item) => text(item, `an item of ${label}`) ?? []),
  }
}

/** Longest name, range or glob that is kept. */
export const textLengthMax = 512

/** Whether a text may be kept: not long, no control characters, no broken surrogates. */
export const isPlain = (text: string): boolean =>
  text.length <= textLengthMax && !/[\0-\x08\x0a-\x1f\x7f-\x9f]/.test(text) && text.isWellFormed()

/** What may be shown of a text in a message; names of sections come from the file. */
export const shown = (text: string): string => (isPlain(text) ? text.slice(0, 80) : 'a value')

export const notPlain = (label: string, at: Place): Diagnostic =>
  diagnostic(
    'RTT1014',
    `${shown(label)} is longer than ${textLengthMax} characters, or holds control characters`,
    { at },
  )
