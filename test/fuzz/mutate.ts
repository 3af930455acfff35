import { canonicalize, type Json } from '../../src/core/json/canonical.ts'

/** Where a malformed document has to be refused, in the order in which it is looked at. */
export const stages = ['bytes', 'JSON', 'canonical', 'schema', 'signature', 'semantics'] as const
export type Stage = (typeof stages)[number]

export type Random = (below: number) => number

const utf8 = new TextEncoder()
export const pick = <T>(all: readonly T[], random: Random): T => all[random(all.length)]!

/** Offsets of the characters of a text that stand outside of its strings. */
const structure = (text: string): number[] => {
  const out: number[] = []
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (inString) {
      if (c === '\\') i++
      else if (c === '"') inString = false
    } else {
      out.push(i)
      if (c === '"') inString = true
    }
  }
  return out
}

const spliced = (text: string, at: number, taken: number, put: string): string =>
  `${text.slice(0, at)}${put}${text.slice(at + taken)}`

const joined = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts.map((p) => (typeof p === 'string' ? utf8.encode(p) : p))))

/** Bytes that no text is made of, or that are nested too deeply; `bytesMax` is passed now and then. */
export const breakBytes = (text: string, random: Random, bytesMax: number): Uint8Array => {
  const at = random(text.length)
  const what = random(200)
  if (what === 0 && bytesMax <= 1024 * 1024) return joined(text, ' '.repeat(bytesMax))
  if (what < 60) return joined('['.repeat(200), text, ']'.repeat(200))
  const bad = pick(
    [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80]],
    random,
  )
  return joined(text.slice(0, at), Uint8Array.from(bad), text.slice(at))
}

/** No JSON any more. */
export const breakJson = (text: string, random: Random): Uint8Array => {
  const places = structure(text)
  switch (random(5)) {
    case 0:
      return utf8.encode(text.slice(0, 1 + random(text.length - 2)))
    case 1: {
      const brackets = places.filter((i) => /[[\]{}:,]/.test(text[i]!))
      return utf8.encode(spliced(text, pick(brackets, random), 1, ''))
    }
    case 2:
      return utf8.encode(`${text}${pick([']', '}', ',', 'x', '0', '\u0000', '{}'], random)}`)
    case 3:
      return utf8.encode(
        spliced(text, pick(places, random), 0, pick(["'", ';', 'NaN', '\\', '\u00a0'], random)),
      )
    default: {
      const opening = places.filter((i) => text[i] === '{' || text[i] === '[')
      return utf8.encode(spliced(text, pick(opening, random) + 1, 0, ','))
    }
  }
}

const firstMember = /^\{("(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|-?\d+|true|false|null)),/

/** The same value in another spelling, or with a member that stands twice. */
export const respell = (text: string, random: Random): Uint8Array => {
  const places = structure(text)
  const member = firstMember.exec(text)?.[1]
  switch (random(5)) {
    case 0:
      return utf8.encode(
        spliced(
          text,
          pick(
            places.filter((i) => text[i] !== '"' && /[[\]{}:,]/.test(text[i]!)),
            random,
          ),
          0,
          pick([' ', '\n', '\t'], random),
        ),
      )
    case 1: {
      const quotes = places.filter((i) => text[i] === '"' && /[a-z]/.test(text[i + 1] ?? ''))
      const at = pick(quotes, random) + 1
      const code = text.charCodeAt(at).toString(16).padStart(4, '0')
      return utf8.encode(spliced(text, at, 1, `\\u${code}`))
    }
    case 2: {
      const digits = places.filter((i) => /\d/.test(text[i]!) && /[,}\]]/.test(text[i + 1] ?? ''))
      return utf8.encode(
        digits.length === 0
          ? `${text}\n`
          : spliced(text, pick(digits, random) + 1, 0, pick(['.0', 'e0', 'E+0'], random)),
      )
    }
    case 3:
      return utf8.encode(member === undefined ? ` ${text}` : `{${member},${text.slice(1)}`)
    default:
      return utf8.encode(
        member === undefined ? `${text} ` : `{${text.slice(member.length + 2, -1)},${member}}`,
      )
  }
}

type Holder = { [k: string]: Json } | Json[]

const holdersIn = (value: Json): Holder[] => {
  if (value === null || typeof value !== 'object') return []
  const inner = Object.values(value).flatMap((v) => holdersIn(v as Json))
  return Object.keys(value).length === 0 ? inner : [value as Holder, ...inner]
}

const strange: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  9e15,
  '',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  { a: 1 },
]

/** Another value of the same document: one place of it has another type, is gone, or is one too many. */
export const misshape = (value: Json, random: Random): Json => {
  const copy = structuredClone(value)
  const holder = pick(holdersIn(copy), random)
  const key = pick(Object.keys(holder), random)
  const at = holder as Record<string, Json>
  const what = random(4)
  if (what === 0 && !Array.isArray(holder)) delete at[key]
  else if (what === 1 && !Array.isArray(holder))
    at[pick(['x', 'toString', '__proto_', 'V'], random)] = 1
  else at[key] = pick(strange, random)
  return copy
}

/** The canonical bytes of a value. */
export const bytesOf = (value: Json): Uint8Array => utf8.encode(canonicalize(value))

/** One bit of some bytes, turned over. */
export const flipBit = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}
