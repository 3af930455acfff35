import type { Assignment, CodeFacts } from '../model/code.ts'

/** The last segment of a dotted chain. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Assignments by the last segment of their name, and by the whole of it. */
type Index = {
  readonly byLast: ReadonlyMap<string, readonly Assignment[]>
  readonly byName: ReadonlyMap<string, readonly Assignment[]>
}

const grouped = (
  all: readonly Assignment[],
  keyOf: (name: string) => string,
): Map<string, Assignment[]> => {
  const out = new Map<string, Assignment[]>()
  for (const a of all) {
    const key = keyOf(a.name)
    const known = out.get(key)
    if (known) known.push(a)
    else out.set(key, [a])
  }
  return out
}

const indexOf = (all: readonly Assignment[]): Index => ({
  byLast: grouped(all, lastOf),
  byName: grouped(all, (name) => name),
})

const ofFile = new WeakMap<CodeFacts, Index>()
const ofService = new WeakMap<readonly CodeFacts[], Map<string, Index>>()

const indexOfFile = (file: CodeFacts): Index => {
  const known = ofFile.get(file) ?? indexOf(file.assignments)
  ofFile.set(file, known)
  return known
}

/** Languages that import each other's names. */
const familyOf = (lang: string): string =>
  lang === 'typescript' ? 'javascript' : lang === 'kotlin' ? 'java' : lang

const indexOfService = (files: readonly CodeFacts[], family: string): Index => {
  const families = ofService.get(files) ?? new Map<string, Index>()
  ofService.set(files, families)
  const known =
    families.get(family) ??
    indexOf(
      files
        .filter((f) => f.scope === 'main' && familyOf(f.lang) === family)
        .flatMap((f) => f.assignments),
    )
  families.set(family, known)
  return known
}

/** A name that more places than these give a value to means something else in each of them. */
const placesMax = 6

/** Names that every other file has one of: a chain must be the same as a whole to mean the same. */
const common =
  /^(?:host(?:name)?|port|ur[il]|addr(?:ess)?|name|clients?|conf(?:ig)?|opts|options|endpoint|server|key|value|path|base|prefix|target|\w{1,2})$/i

/** What a name is given in its own file, under the same chain or else the same last segment. */
export const assignmentsIn = (
  name: string,
  file: CodeFacts | undefined,
): readonly Assignment[] | undefined => {
  if (file === undefined) return undefined
  const index = indexOfFile(file)
  return index.byName.get(name) ?? index.byLast.get(lastOf(name))
}

/** What a name that its own file gives nothing can have been given in the service's other files of that language. */
export const assignmentsAcross = (
  name: string,
  file: CodeFacts | undefined,
  files: readonly CodeFacts[],
): readonly Assignment[] => {
  if (file === undefined) return []
  const last = lastOf(name)
  const inService = indexOfService(files, familyOf(file.lang))
  const found = (common.test(last) ? inService.byName.get(name) : inService.byLast.get(last)) ?? []
  return found.length > placesMax ? [] : found
}
