import type { ContractBody, TypeDef } from '../model/contract.ts'
import { namesIn } from './typeref.ts'

/** Names of the types that a definition mentions itself. */
export const namesOf = (def: TypeDef): readonly string[] => {
  if (def.kind === 'enum') return []
  if (def.kind === 'alias') return namesIn(def.type)
  const additional = def.additional ? namesIn(def.additional) : []
  return [...def.fields.flatMap((f) => namesIn(f.type)), ...additional]
}

/**
 * The types that a value of a method or of the root can hold, in the order in which they are met.
 */
export const reachableTypes = (body: ContractBody): readonly TypeDef[] => {
  const defs = new Map(body.types.map((t) => [t.name, t]))
  const ends = body.methods.flatMap((m) => [m.input, m.output])
  const waiting = [...ends, ...(body.root ? [body.root] : [])].flatMap(namesIn)
  const met = new Set<TypeDef>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const def = defs.get(name)
    if (!def || met.has(def)) continue
    met.add(def)
    waiting.push(...namesOf(def))
  }
  return [...met]
}
