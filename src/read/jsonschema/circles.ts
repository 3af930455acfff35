import { anyType, unionOf } from '../../core/contract/typeref.ts'
import type { TypeDef, TypeRef } from '../../core/model/contract.ts'

/**
 * Types that a value of this type may itself be: through references and unions, not inside of it.
 */
const itself = (t: TypeRef): readonly string[] => {
  if (t.kind === 'ref') return [t.name]
  return t.kind === 'union' ? t.of.flatMap(itself) : []
}

type Visit = { readonly name: string; readonly order: number; low: number; next: number }

/**
 * The number of the circle that each alias belongs to (Tarjan's strongly connected components, with
 * a stack of its own, since chains of aliases can be long); one alone has a number alone.
 */
const circlesOf = (
  aliases: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> => {
  const circles = new Map<string, number>()
  const orders = new Map<string, number>()
  const open: string[] = []
  const enter = (name: string): Visit => {
    orders.set(name, orders.size)
    open.push(name)
    return { name, order: orders.size - 1, low: orders.size - 1, next: 0 }
  }
  const close = ({ name, order }: Visit): void => {
    for (const member of open.splice(open.lastIndexOf(name))) circles.set(member, order)
  }
  for (const start of aliases.keys()) {
    const path = orders.has(start) ? [] : [enter(start)]
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const target = aliases.get(visit.name)![visit.next++]
      const order = target === undefined ? undefined : orders.get(target)
      if (target === undefined) {
        path.pop()
        if (visit.low === visit.order) close(visit)
        const parent = path.at(-1)
        if (parent) parent.low = Math.min(parent.low, visit.low)
      } else if (order === undefined) path.push(enter(target))
      else if (!circles.has(target)) visit.low = Math.min(visit.low, order)
    }
  }
  return circles
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
  const known = new Set(types.flatMap((t) => (t.kind === 'alias' ? [t.name] : [])))
  const aliases = new Map(
    types.flatMap((t) =>
      t.kind === 'alias' ? [[t.name, itself(t.type).filter((n) => known.has(n))] as const] : [],
    ),
  )
  const circles = circlesOf(aliases)
  return types.map((t) => {
    if (t.kind !== 'alias') return t
    const circle = circles.get(t.name)
    const closing = aliases.get(t.name)!.filter((name) => circles.get(name) === circle)
    return closing.length === 0 ? t : { ...t, type: without(t.type, new Set(closing)) }
  })
}
