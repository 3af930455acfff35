import type { Json } from '../../core/json/canonical.ts'

/**
 * Looks for what has no canonical JSON form (text with half a surrogate pair, infinite numbers) and
 * for nesting beyond `depthMax`, which also ends the walk of a YAML value that contains itself.
 *
 * @returns undefined when all is well, `deep`, or a sentence
 */
export const faultIn = (value: Json, depthMax: number): string | undefined => {
  if (depthMax < 0) return 'deep'
  if (typeof value === 'string' && !value.isWellFormed()) return 'a text holds half a character'
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number is not finite'
  if (value === null || typeof value !== 'object') return undefined
  for (const [key, member] of Object.entries(value)) {
    const found = faultIn(key, 0) ?? faultIn(member, depthMax - 1)
    if (found) return found
  }
  return undefined
}
