import { RttError } from '../diag/error.ts'
import { canonicalize, type Json } from './canonical.ts'

/** What untrusted JSON may cost: bytes, and levels of nesting. */
export type Limits = { readonly bytesMax: number; readonly depthMax: number }

export const documentLimits: Limits = { bytesMax: 64 * 1024 * 1024, depthMax: 64 }

const quote = 0x22
const backslash = 0x5c

/** The deepest nesting of brackets outside strings, found without parsing. Stops at `max + 1`. */
export const nestingDepth = (bytes: Uint8Array, max: number): number => {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < bytes.length && deepest <= max; i++) {
    const b = bytes[i]
    if (inString) {
      if (b === backslash) i++
      else if (b === quote) inString = false
    } else if (b === quote) inString = true
    else if (b === 0x7b || b === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (b === 0x7d || b === 0x5d) depth--
  }
  return deepest
}

/**
 * Parses a document that must be canonical JSON (RFC 8785): size and depth are bounded first, and the
 * bytes must be exactly what `canonicalize` makes of the value, so duplicate keys, huge numbers and
 * alternative spellings are refused.
 *
 * @throws RttError RTT6005 naming `path`
 */
export const parseCanonical = (
  bytes: Uint8Array,
  path: string,
  limits: Limits = documentLimits,
): Json => {
  const refuse = (why: string, cause?: unknown): never => {
    throw new RttError('RTT6005', `${path} ${why}`, { at: { path, line: 1 }, cause })
  }
  if (bytes.length > limits.bytesMax) refuse(`is larger than ${limits.bytesMax} bytes`)
  if (nestingDepth(bytes, limits.depthMax) > limits.depthMax)
    refuse(`is nested deeper than ${limits.depthMax}`)
  let value: Json
  let source: string
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(source) as Json
    if (canonicalize(value) === source) return value
  } catch (cause) {
    return refuse('is not JSON', cause)
  }
  return refuse('is not canonical JSON (RFC 8785)')
}
