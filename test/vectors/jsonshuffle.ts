import type { Json } from '../../src/core/json/canonical.ts'
import type { Random } from './random.ts'

/** Lists whose order says nothing, as long as all of their items are schemas or texts. */
const sets = new Set(['required', 'enum', 'oneOf', 'anyOf', 'allOf'])

/** Keys below which every key is a name, and nothing an annotation. */
const nameMaps = new Set(['properties', '$defs', 'definitions', 'schemas', 'paths', 'parameters'])
const data = new Set(['const', 'default', 'enum', 'example'])

type Place = { readonly key: string; readonly names: boolean }

const isSchema = (value: { readonly [k: string]: Json }): boolean =>
  ['type', 'properties', 'oneOf', 'anyOf', 'allOf', 'enum', 'items'].some((k) => k in value)

/** A document that means the same: members and sets in another order, annotations strewn in. */
export const shuffleJson = (
  value: Json,
  random: Random,
  place: Place = { key: '', names: false },
): Json => {
  if (data.has(place.key) && !place.names && place.key !== 'enum') return value
  if (Array.isArray(value)) {
    const items = value.map((v: Json) => shuffleJson(v, random, { key: '', names: false }))
    return sets.has(place.key) && !place.names ? random.shuffle(items) : items
  }
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value as { readonly [k: string]: Json })
  const strewn: readonly (readonly [string, Json])[] =
    !place.names && isSchema(value as { readonly [k: string]: Json }) && random.chance(0.5)
      ? [
          ['description', `words ${random.below(1000)}`],
          ['x-note', [random.below(9)]],
          ['minLength', random.below(3)],
        ]
      : []
  const known = members.map(([k, v]) => {
    const names = !place.names && nameMaps.has(k)
    return [k, shuffleJson(v, random, { key: place.names ? '' : k, names })] as const
  })
  return Object.fromEntries(random.shuffle([...known, ...strewn]))
}
