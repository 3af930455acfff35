import { canonicalize } from '../json/canonical.ts'
import type { Scalar, TypeRef } from '../model/contract.ts'
import { compareText } from '../model/place.ts'

export const anyType: TypeRef = { kind: 'any' }
export const nullType: TypeRef = { kind: 'const', value: null }
export const refTo = (name: string): TypeRef => ({ kind: 'ref', name })

/** In JSON every integer is a number too, and bytes are a text: the narrower one adds nothing. */
const widerInJson: Partial<Record<Scalar, Scalar>> = { int64: 'double', bytes: 'string' }

/**
 * The union of types, in its one canonical form: nested unions are flattened, equal members count
 * once, members are ordered by their canonical text, `any` absorbs everything, `double` and
 * `string` absorb `int64` and `bytes`, and a union of one is that one.
 *
 * @example unionOf([nullType, unionOf([a, nullType])]) // the union of a and null
 */
export const unionOf = (members: readonly TypeRef[]): TypeRef => {
  const byText = new Map<string, TypeRef>()
  for (const m of members.flatMap((t) => (t.kind === 'union' ? t.of : [t]))) {
    if (m.kind === 'any') return anyType
    byText.set(canonicalize(m), m)
  }
  const scalars = new Set<string>(
    [...byText.values()].flatMap((t) => (t.kind === 'scalar' ? [t.scalar] : [])),
  )
  const isAbsorbed = (t: TypeRef): boolean =>
    t.kind === 'scalar' && scalars.has(widerInJson[t.scalar] ?? 'none')
  const ordered = [...byText].sort(([a], [b]) => compareText(a, b)).map(([, t]) => t)
  const of = ordered.filter((t) => !isAbsorbed(t))
  return of.length === 1 ? of[0]! : { kind: 'union', of }
}

/** The same type with only the members that its kind has, and unions in canonical form. */
export const canonicalType = (t: TypeRef): TypeRef => {
  switch (t.kind) {
    case 'scalar':
      return { kind: 'scalar', scalar: t.scalar }
    case 'ref':
      return refTo(t.name)
    case 'list':
      return { kind: 'list', of: canonicalType(t.of) }
    case 'map':
      return { kind: 'map', key: canonicalType(t.key), value: canonicalType(t.value) }
    case 'union':
      return unionOf(t.of.map(canonicalType))
    case 'const':
      return { kind: 'const', value: t.value }
    case 'any':
      return anyType
  }
}

/** Names of all types that a type mentions itself, in order of appearance. */
export const namesIn = (t: TypeRef): readonly string[] => {
  switch (t.kind) {
    case 'ref':
      return [t.name]
    case 'list':
      return namesIn(t.of)
    case 'map':
      return [...namesIn(t.key), ...namesIn(t.value)]
    case 'union':
      return t.of.flatMap(namesIn)
    default:
      return []
  }
}
