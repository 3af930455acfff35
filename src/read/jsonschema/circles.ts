import { anyType, unionOf } from '../../core/contract/typeref.ts'
import type { TypeDef, TypeRef } from '../../core/model/contract.ts'

/** Types that a value of this type may itself be: through references and unions, not inside of it. */
const itself = (t: TypeRef): readonly string[] => {
  if (t.kind === 'ref') return [t.name]
  return t.kind === 'union' ? t.of.flatMap(itself) : []
}

type Aliases = ReadonlyMap<string, TypeRef>

const reaches = (aliases: Aliases, from: string, goal: string): boolean => {
  const waiting = [from]
  const met = new Set<string>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === goal) return true
    const type = aliases.get(name)
    if (!type || met.has(name)) continue
    met.add(name)
    waiting.push(...itself(type))
  }
  return false
}

const without = (t: TypeRef, names: ReadonlySet<string>): TypeRef => {
  if (t.kind === 'ref') return names.has(t.name) ? anyType : t
  if (t.kind !== 'union') return t
  const rest = t.of.filter((m) => m.kind !== 'ref' || !names.has(m.name))
  return rest.length === 0 ? anyType : unionOf(rest)
}

/**
 * An alias that is an alternative of itself says nothing by that, and no language can write it: the
 * references that close such a circle are taken out. Circles through fields and lists stay.
 */
export const openCircles = (types: readonly TypeDef[]): readonly TypeDef[] => {
  const aliases: Aliases = new Map(
    types.flatMap((t) => (t.kind === 'alias' ? [[t.name, t.type] as const] : [])),
  )
  return types.map((t) => {
    if (t.kind !== 'alias') return t
    const closing = itself(t.type).filter((name) => reaches(aliases, name, t.name))
    return closing.length === 0 ? t : { ...t, type: without(t.type, new Set(closing)) }
  })
}
