import { RttError } from '../diag/error.ts'
import type { Json } from '../json/canonical.ts'
import { type Limits, nestingDepth } from '../json/parse.ts'

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a

/** Colons outside strings: one for each member that the source spells, duplicates counted. */
const membersSpelled = (bytes: Uint8Array): number => {
  let count = 0
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i]
    if (inString) {
      if (b === backslash) i++
      else if (b === quote) inString = false
    } else if (b === quote) inString = true
    else if (b === colon) count++
  }
  return count
}

const membersHeld = (value: Json): number => {
  if (value === null || typeof value !== 'object') return 0
  if (Array.isArray(value)) return value.reduce((sum: number, v: Json) => sum + membersHeld(v), 0)
  const values = Object.values(value)
  return values.reduce((sum: number, v) => sum + 1 + membersHeld(v), 0)
}

/**
 * Parses JSON that people may have written: any order and white space, but bounded in size and
 * depth, and no member twice, since a reviewer and a parser would read it differently.
 *
 * @throws RttError RTT6003 naming `path`
 */
export const parsePlainJson = (bytes: Uint8Array, path: string, limits: Limits): Json => {
  const refuse = (why: string, cause?: unknown): never => {
    throw new RttError('RTT6003', `${path} ${why}`, { at: { path, line: 1 }, cause })
  }
  if (bytes.length > limits.bytesMax) refuse(`is larger than ${limits.bytesMax} bytes`)
  if (nestingDepth(bytes, limits.depthMax) > limits.depthMax)
    refuse(`is nested deeper than ${limits.depthMax}`)
  let value: Json
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    return refuse('is not JSON', cause)
  }
  if (membersHeld(value) !== membersSpelled(bytes)) refuse('has a member twice')
  return value
}
