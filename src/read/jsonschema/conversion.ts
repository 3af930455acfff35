import { refTo } from '../../core/contract/typeref.ts'
import type { Json } from '../../core/json/canonical.ts'
import type { TypeDef, TypeRef } from '../../core/model/contract.ts'
import { type TypeNames, typeNames } from './names.ts'
import type { Normal } from './normal.ts'
import type { References, Target } from './references.ts'
import type { JsonObject } from './shape.ts'

/** A document on its way to the types of a contract. */
export type Conversion = {
  readonly refs: References
  readonly names: TypeNames
  readonly types: TypeDef[]
  /** Names of the types that references lead to, by the key of the target. */
  readonly targets: Map<string, string>
  /** Targets that have their name and still need their definition. */
  readonly waiting: { readonly name: string; readonly schema: Json }[]
  /**
   * Schemas that are joined from several, by their text: joining references in a circle ends here.
   */
  readonly joined: Map<string, string>
  readonly isJoined: WeakSet<JsonObject>
  /** The type of a schema in normal form, called `name` if it becomes a type of its own. */
  readonly typeOf: (s: Normal, name: string) => TypeRef
  /** What is left to spend, in schemas; circles of alternatives would go on for ever. */
  budget: number
  depth: number
}

/** Every schema of a document may be visited this often, since joined ones are visited again. */
const visitsPerObject = 20
const visitsMin = 10_000

type TypeOf = (c: Conversion, s: Normal, name: string) => TypeRef

export const conversionOf = (refs: References, typeOf: TypeOf): Conversion => {
  const c: Conversion = { ...emptyConversion(refs), typeOf: (s, name) => typeOf(c, s, name) }
  return c
}

const emptyConversion = (refs: References): Omit<Conversion, 'typeOf'> => ({
  refs,
  names: typeNames(),
  types: [],
  targets: new Map(),
  waiting: [],
  joined: new Map(),
  isJoined: new WeakSet(),
  budget: visitsMin + visitsPerObject * refs.objects,
  depth: 0,
})

/** Folders whose members are known by their key alone. */
const schemaFolders: readonly string[] = ['components schemas', '$defs', 'definitions']

const nameOf = (target: Target): string => {
  const path = target.pointer.map(String)
  return schemaFolders.includes(path.slice(0, -1).join(' ')) ? path.at(-1)! : path.join('.')
}

/** The type that a reference leads to: always one with a name, so that circles can close. */
export const typeOfTarget = (c: Conversion, target: Target, wanted?: string): TypeRef => {
  const known = c.targets.get(target.key)
  if (known !== undefined) return refTo(known)
  const name = c.names(wanted ?? nameOf(target))
  c.targets.set(target.key, name)
  c.waiting.push({ name, schema: target.value })
  return refTo(name)
}
