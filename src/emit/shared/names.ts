import type { Contract, Dialect, TypeDef } from '../../core/model/contract.ts'
import { compareText } from '../../core/model/place.ts'

/** The rules of a language for names. */
export type Language = {
  /** Turns any text into an identifier, before reserved words are looked at. */
  readonly identifier: (text: string) => string
  /** Words that a type or function may not be called. */
  readonly reserved: ReadonlySet<string>
  /** All names that the type's generated code declares. */
  readonly declared: (name: string) => readonly string[]
}

const isPackagePart = (segment: string): boolean => /^[a-z_]/.test(segment)

/** `shop.v1.Order.Line` has the own part `Order.Line` and the package `shop`, `v1`. */
const split = (full: string): { readonly packages: string[]; readonly own: string[] } => {
  const segments = full.split('.')
  const start = segments.findIndex((s) => !isPackagePart(s))
  const at = start < 0 ? segments.length - 1 : start
  return { packages: segments.slice(0, at), own: segments.slice(at) }
}

/** The shortest names that tell all types apart: more of the package only where one needs it. */
const shortNames = (names: readonly string[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  let open = [...names]
  for (let depth = 0; open.length > 0; depth++) {
    const wanted = open.map((full) => {
      const { packages, own } = split(full)
      const kept = depth === 0 ? [] : packages.slice(-depth)
      return { full, name: [...kept, ...own].join('_'), last: depth >= packages.length }
    })
    const counts = Map.groupBy(wanted, (w) => w.name)
    for (const w of wanted)
      if (w.last || counts.get(w.name)!.length === 1) found.set(w.full, w.name)
    open = open.filter((full) => !found.has(full))
  }
  return found
}

/**
 * Gives every type its name in a language: proto packages are dropped where that is unambiguous,
 * `A.B` becomes `A_B`, and a name that is reserved or taken gets a `_` behind it.
 */
export const typeNames = (
  types: readonly TypeDef[],
  dialect: Dialect,
  language: Language,
): ReadonlyMap<string, string> => {
  const full = types.map((t) => t.name).sort(compareText)
  const whole = full.map((name): [string, string] => [name, name.split('.').join('_')])
  const short = dialect === 'proto' ? shortNames(full) : new Map(whole)
  const taken = new Set<string>()
  const named = new Map<string, string>()
  for (const [type, wanted] of [...short].sort(([a], [b]) => compareText(a, b))) {
    let name = language.identifier(wanted)
    const isTaken = (n: string): boolean =>
      language.declared(n).some((d) => taken.has(d) || language.reserved.has(d))
    while (isTaken(name)) name += '_'
    for (const d of language.declared(name)) taken.add(d)
    named.set(type, name)
  }
  return named
}

/**
 * Gives every member of one scope its name, in the order given; `reserved` ones are passed over.
 */
export const memberNames = (
  members: readonly string[],
  language: Pick<Language, 'identifier' | 'reserved'>,
): ReadonlyMap<string, string> => {
  const taken = new Set<string>()
  const named = new Map<string, string>()
  for (const member of members) {
    let name = language.identifier(member)
    while (taken.has(name) || language.reserved.has(name)) name += '_'
    taken.add(name)
    named.set(member, name)
  }
  return named
}

/** What the client and the handlers of a contract are named after: a proto service's last part. */
export const serviceName = (
  contract: Contract,
  language: Language,
  types: ReadonlyMap<string, string>,
): string => {
  const short = contract.dialect === 'proto' ? contract.id.split('.').at(-1)! : contract.id
  const taken = new Set(types.values())
  let name = language.identifier(short)
  while (taken.has(`${name}Client`) || taken.has(`${name}Handlers`)) name += '_'
  return name
}
