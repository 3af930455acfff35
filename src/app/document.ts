import { RttError } from '../core/diag/error.ts'
import { documentLimits, nestingDepth } from '../core/json/parse.ts'
import type { Durable } from '../ports/durable.ts'

/** Names of the members that a document must have, with their types as `typeof` says them. */
export type Shape = Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object'>>

/** The version of all caches: a change of their shape comes with a new RTT, which makes them anew. */
const version = 1

const fits = (value: object, shape: Shape): boolean =>
  Object.entries(shape).every(([name, type]) => {
    const member = (value as Record<string, unknown>)[name]
    return typeof member === type && member !== null
  })

/**
 * Reads a cache of RTT's own making. Anything that is not the document of this version answers as if
 * it were not there: it will be made again.
 */
export const readCache = <T extends { v: number }>(
  durable: Durable,
  path: string,
  shape: Shape,
): T | undefined => {
  const bytes = durable.read(path)
  if (bytes === undefined || nestingDepth(bytes, documentLimits.depthMax) > documentLimits.depthMax)
    return undefined
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as T | null
    if (value !== null && typeof value === 'object' && typeof value.v === 'number') {
      if (value.v > version)
        throw new RttError('RTT6002', `${path} was made by a newer RTT`, { at: { path, line: 1 } })
      if (value.v === version && fits(value, shape)) return value
    }
    return undefined
  } catch (error) {
    if (error instanceof RttError) throw error
    return undefined
  }
}

/** Writes a cache, unless it already holds exactly this text. True when it wrote. */
export const writeCache = (durable: Durable, path: string, text: string): boolean => {
  const old = durable.read(path)
  if (old !== undefined && Buffer.from(old).toString('utf8') === text) return false
  durable.replaceCache(path, text)
  return true
}
