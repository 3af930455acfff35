import type { Assignment, CodeFacts } from '../model/code.ts'

/** The last segment of a dotted chain. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

type Index = ReadonlyMap<string, readonly Assignment[]>

const indexOf = (all: readonly Assignment[]): Index => {
  const out = new Map<string, Assignment[]>()
  for (const a of all) {
    const known = out.get(lastOf(a.name))
    if (known) known.push(a)
    else out.set(lastOf(a.name), [a])
  }
  return out
}

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

/**
 * What a name can have been given: in its own file, under the same chain or else the same last segment;
 * only then in the service's other files of that language.
 */
export const assignmentsTo = (
  name: string,
  file: CodeFacts | undefined,
  files: readonly CodeFacts[],
): readonly Assignment[] => {
  if (file === undefined) return []
  const own = indexOfFile(file).get(lastOf(name)) ?? []
  const exact = own.filter((a) => a.name === name)
  if (exact.length > 0) return exact
  if (own.length > 0) return own
  const all = indexOfService(files, familyOf(file.lang)).get(lastOf(name)) ?? []
  const found = common.test(lastOf(name)) ? all.filter((a) => a.name === name) : all
  return found.length > placesMax ? [] : found
}
