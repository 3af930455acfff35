import { satisfies, validRange } from 'semver'
import { RttError } from '../diag/error.ts'
import { parseSaddr, type Saddr } from './saddr.ts'

export const selectorBytesMax = 1024

/** A pattern over addresses: `*` is one segment, `**` any number, a version range may follow `@`. */
export type Selector = { readonly segments: readonly string[]; readonly range: string | undefined }

/**
 * Parses a selector such as `rtt://shop/service/**@^2`.
 *
 * @throws RttError RTT6001 when it is too long, has no scheme, or its range cannot be understood
 */
export const parseSelector = (text: string): Selector => {
  const refuse = (why: string): never => {
    throw new RttError('RTT6001', `"${text.slice(0, 80)}" is not a selector: ${why}`)
  }
  if (new TextEncoder().encode(text).length > selectorBytesMax)
    refuse(`it is longer than ${selectorBytesMax} bytes`)
  if (!text.startsWith('rtt://')) refuse('it does not start with rtt://')
  const at = text.lastIndexOf('@')
  const path = text.slice('rtt://'.length, at < 0 ? undefined : at)
  const range = at < 0 ? undefined : text.slice(at + 1)
  if (range === '') refuse('there is no range of versions behind its @')
  if (range !== undefined && validRange(range) === null) refuse(`"${range}" is not a version range`)
  const segments = path.split('/')
  if (segments.some((s) => s === '' || (s.includes('*') && s !== '*' && s !== '**')))
    refuse('a segment is empty or mixes * with text')
  return { segments, range }
}

/**
 * Whether segments fit a pattern of them, in which `*` is one and `**` any number. Two pointers and one remembered `**`:
 * linear but for the length of the pattern, never exponential.
 */
export const matchSegments = (pattern: readonly string[], path: readonly string[]): boolean => {
  let p = 0
  let s = 0
  let star = -1
  let mark = 0
  while (s < path.length) {
    if (pattern[p] === '**') {
      star = p++
      mark = s
    } else if (p < pattern.length && (pattern[p] === '*' || pattern[p] === path[s])) {
      p++
      s++
    } else if (star >= 0) {
      p = star + 1
      s = ++mark
    } else return false
  }
  while (pattern[p] === '**') p++
  return p === pattern.length
}

/** True when an address is among those that a selector means; an address without version fits any range. */
export const matches = (selector: Selector, address: Saddr | string): boolean => {
  const a = typeof address === 'string' ? parseSaddr(address) : address
  if (!matchSegments(selector.segments, [...a.namespace, a.type, a.name])) return false
  return (
    selector.range === undefined || a.version === undefined || satisfies(a.version, selector.range)
  )
}
