import { RttError } from '../diag/error.ts'

export const symbolTypes = [
  'api',
  'service',
  'bus',
  'topic',
  'queue',
  'stream',
  'hook',
  'agent',
  'cli',
  'tool',
  'package',
  'plugin',
  'extension',
  'stub',
  'flag',
  'tag',
  'file',
  'proc',
  'contract',
  'db',
  'model',
] as const
export type SymbolType = (typeof symbolTypes)[number]

/**
 * The address of a symbol: `rtt://namespace/type/name@1.2.3#variant?caps=a,b&io=req`.
 * Namespace 1–4 segments. Segments are decoded; the query is kept as ordered pairs.
 */
export type Saddr = {
  readonly namespace: readonly string[]
  readonly type: SymbolType
  readonly name: string
  readonly version?: string
  readonly variant?: string
  readonly query?: readonly (readonly [string, string])[]
}

export const saddrBytesMax = 512
const scheme = 'rtt://'
const safe = /[A-Za-z0-9._~:-]/

const encode = (s: string): string => {
  let out = ''
  for (const c of s.normalize('NFC')) {
    if (safe.test(c)) out += c
    else
      for (const b of new TextEncoder().encode(c))
        out += `%${b.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

const malformed = (input: string, why: string): never => {
  throw new RttError('RTT6001', `"${input.slice(0, 80)}" is not an address: ${why}`, {
    help: 'Write rtt://namespace/type/name, as in rtt://shop/service/cart.',
  })
}

const decode = (s: string, input: string): string => {
  if (!/^(?:[A-Za-z0-9._~:-]|%[0-9A-F]{2})+$/.test(s))
    malformed(input, `"${s}" has a character that must be encoded`)
  try {
    const plain = decodeURIComponent(s)
    if (encode(plain) !== s) malformed(input, `"${s}" is not in canonical form`)
    return plain
  } catch (cause) {
    if (cause instanceof RttError) throw cause
    return malformed(input, `"${s}" is not UTF-8`)
  }
}

/** The canonical text of an address; equality of addresses is equality of this. */
export const formatSaddr = (a: Saddr): string => {
  const version = a.version === undefined ? '' : `@${encode(a.version)}`
  const variant = a.variant === undefined ? '' : `#${encode(a.variant)}`
  const pairs = (a.query ?? []).map(
    ([k, v]) => `${encode(k)}=${v.split(',').map(encode).join(',')}`,
  )
  const query = pairs.length === 0 ? '' : `?${pairs.sort().join('&')}`
  return `${scheme}${a.namespace.map(encode).join('/')}/${a.type}/${encode(a.name)}${version}${variant}${query}`
}

const cut = (s: string, at: string): [string, string | undefined] => {
  const i = s.lastIndexOf(at)
  return i < 0 ? [s, undefined] : [s.slice(0, i), s.slice(i + 1)]
}

const parseQuery = (q: string, input: string): (readonly [string, string])[] =>
  q.split('&').map((pair) => {
    const [k, v] = cut(pair, '=')
    if (v === undefined) return malformed(input, `"${pair}" in the query has no value`)
    return [
      decode(k, input),
      v
        .split(',')
        .map((x) => decode(x, input))
        .join(','),
    ] as const
  })

/**
 * Parses an address from the right, so that a namespace may have one to four segments.
 *
 * @throws RttError RTT6001 when the text is not a canonical address of at most 512 bytes
 * @example parseSaddr('rtt://shop/service/cart#redis').variant // 'redis'
 */
export const parseSaddr = (input: string): Saddr => {
  if (!input.startsWith(scheme)) malformed(input, `it does not start with ${scheme}`)
  if (new TextEncoder().encode(input).length > saddrBytesMax)
    malformed(input, `it is longer than ${saddrBytesMax} bytes`)
  const [beforeQuery, query] = cut(input.slice(scheme.length), '?')
  const [beforeVariant, variant] = cut(beforeQuery, '#')
  const [path, version] = cut(beforeVariant, '@')
  const segments = path.split('/')
  const name = segments.pop() ?? ''
  const type = segments.pop() ?? ''
  if (segments.length < 1 || segments.length > 4)
    malformed(input, 'a namespace has one to four segments')
  if (!(symbolTypes as readonly string[]).includes(type))
    malformed(input, `"${type}" is not a type of symbol`)
  return {
    namespace: segments.map((s) => decode(s, input)),
    type: type as SymbolType,
    name: decode(name, input),
    ...(version === undefined ? {} : { version: decode(version, input) }),
    ...(variant === undefined ? {} : { variant: decode(variant, input) }),
    ...(query === undefined ? {} : { query: parseQuery(query, input) }),
  }
}
