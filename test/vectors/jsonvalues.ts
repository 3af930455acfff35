import type { Scalar, TypeDef, TypeRef } from '../../src/core/model/contract.ts'
import type { Types } from './protovalues.ts'
import type { Random } from './random.ts'
import { bytes, double, text } from './scalars.ts'

const depthMax = 5

/** Numbers at which the rules for writing them change. */
const borders = [1e21, 1e20, 123456789012345680000, 1e-6, 1e-7, 0.000001234, 5e-324, 2 ** 53, 1 / 3]

const finite = (random: Random): number => {
  const value = random.chance(0.3) ? random.pick(borders) : double(random)
  const signed = random.chance(0.5) ? -value : value
  return Number.isFinite(signed) && signed !== 0 ? signed : random.below(100)
}

const whole = (random: Random): number =>
  random.pick([0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, random.below(2 ** 31)])

const scalarOf = (random: Random, scalar: Scalar): unknown => {
  if (scalar === 'string') return text(random)
  if (scalar === 'bool') return random.chance(0.5)
  if (scalar === 'bytes') return bytes(random)
  return scalar === 'int64' ? whole(random) : finite(random)
}

/** Any JSON value. */
const anything = (random: Random, depth: number): unknown => {
  const kind = random.below(depth >= depthMax ? 4 : 6)
  if (kind === 0) return null
  if (kind === 1) return random.chance(0.5)
  if (kind === 2) return random.chance(0.5) ? finite(random) : whole(random)
  if (kind === 3) return text(random)
  const items = Array.from({ length: random.below(3) }, () => anything(random, depth + 1))
  if (kind === 4) return items
  return Object.fromEntries(items.map((v) => [text(random), v]))
}

type At = { readonly types: Types; readonly depth: number }

const messageOf = (random: Random, def: TypeDef & { kind: 'message' }, at: At): unknown => {
  const entries: [string, unknown][] = []
  const names = new Set(def.fields.map((f) => f.name))
  for (const f of random.shuffle(def.fields)) {
    const isSet = f.presence === 'required' || (at.depth < depthMax && random.chance(0.5))
    if (isSet) entries.push([f.name, jsonValue(random, f.type, at)])
  }
  const more = def.additional === false ? 0 : random.below(3)
  for (let i = 0; i < more; i++) {
    const name = text(random)
    const value = def.additional
      ? jsonValue(random, def.additional, at)
      : anything(random, at.depth + 1)
    if (!names.has(name)) entries.push([name, value])
  }
  return Object.fromEntries(entries)
}

/** The alternative that ends soonest, where a value is deep already. */
const alternative = (random: Random, of: readonly TypeRef[], { depth }: At): TypeRef => {
  const flat = of.filter((t) => t.kind === 'scalar' || t.kind === 'const')
  return random.pick(depth >= depthMax && flat.length > 0 ? flat : of)
}

/** A value of a JSON type as generated TypeScript takes it; the same seed gives the same value. */
export const jsonValue = (random: Random, type: TypeRef, { types, depth }: At): unknown => {
  const at = { types, depth: depth + 1 }
  const many = depth >= depthMax ? 0 : random.below(4)
  switch (type.kind) {
    case 'scalar':
      return scalarOf(random, type.scalar)
    case 'list':
      return Array.from({ length: many }, () => jsonValue(random, type.of, at))
    case 'map':
      return Object.fromEntries(
        Array.from({ length: many }, () => [text(random), jsonValue(random, type.value, at)]),
      )
    case 'union':
      return jsonValue(random, alternative(random, type.of, at), at)
    case 'const':
      return type.value
    case 'any':
      return anything(random, depth)
    case 'ref': {
      const def = types.get(type.name)
      if (def?.kind === 'message') return messageOf(random, def, at)
      return def?.kind === 'alias' ? jsonValue(random, def.type, at) : null
    }
  }
}
