import { type Mentions, mentionsIn } from '../link/mentions.ts'
import type { CodeFacts } from '../model/code.ts'
import type { EnvRead } from '../model/endpoint.ts'
import type { Expression } from '../model/expression.ts'
import type { Place } from '../model/place.ts'
import { plainName } from './near.ts'

/** Every read of the environment inside an expression. */
const readsIn = (e: Expression): EnvRead[] => {
  if (e.kind === 'concat') return e.parts.flatMap(readsIn)
  if (e.kind === 'either') return e.of.flatMap(readsIn)
  return e.kind === 'env'
    ? [
        { key: e.key, at: e.at, ...(e.fallback ? { fallback: e.fallback } : {}) },
        ...(e.fallback ? readsIn(e.fallback) : []),
      ]
    : []
}

const reads = new WeakMap<CodeFacts, readonly EnvRead[]>()

/** All reads of a file, those among them that stand in the middle of an address. */
export const readsOf = (f: CodeFacts): readonly EnvRead[] => {
  const known = reads.get(f)
  if (known) return known
  const made = findReads(f)
  reads.set(f, made)
  return made
}

const findReads = (f: CodeFacts): EnvRead[] => [
  ...f.reads,
  ...f.endpoints.flatMap((e) => readsIn(e.address)),
  ...f.assignments.flatMap((a) => readsIn(a.value)),
  ...f.keyCalls.flatMap((c) =>
    c.args.flatMap((a) => (a.kind === 'literal' ? [{ key: a.value, at: c.at }] : readsIn(a))),
  ),
]

/** What a list of files says of variables; the lists are those of the linker, so each is looked through once. */
type Names = {
  /** Where each is read; else where it is mentioned. */
  readonly places: ReadonlyMap<string, Place>
  /** Every variable that anything names, however it is written. */
  readonly all: ReadonlySet<string>
  readonly mentioned: Mentions
}

const names = new WeakMap<readonly CodeFacts[], Names>()

const findNames = (files: readonly CodeFacts[]): Names => {
  const places = new Map<string, Place>()
  const note = (key: string, at: Place): void => {
    if (!places.has(key)) places.set(key, at)
  }
  for (const f of files) for (const r of readsOf(f)) note(r.key, r.at)
  for (const f of files) for (const m of f.mentions ?? []) if (!m.isLoose) note(m.key, m.at)
  const loose = files.flatMap((f) => [
    ...(f.mentions ?? []).map((m) => m.key),
    ...f.assignments.map((a) => a.name),
  ])
  return {
    places,
    all: new Set([...places.keys(), ...loose].map(plainName)),
    mentioned: mentionsIn(files),
  }
}

export const namesIn = (files: readonly CodeFacts[]): Names => {
  const known = names.get(files)
  if (known) return known
  const made = findNames(files)
  names.set(files, made)
  return made
}
