import type { Random } from './random.ts'

const overlong = (last: number): readonly number[] => [...Array(9).fill(0xff), last]

/** Pieces that attack a reader of protobuf: lengths, varints, groups, wire types. */
const pieces: readonly (readonly number[])[] = [
  overlong(0x01),
  overlong(0x02),
  overlong(0x7f),
  [...Array(12).fill(0x80), 0x01],
  [0x80, 0x00],
  [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x00],
  [0x07],
  [0x0e],
  [0x0b],
  [0x0c],
  [0x0b, 0x0c],
  [0x0b, 0x13, 0x14, 0x0c],
  [0x0b, 0x13, 0x0c, 0x14],
  [0x09, 1, 2, 3],
  [0x0d, 1, 2],
  [0x72, 0x02, 0xc3, 0x28],
  [0x72, 0x03, 0xed, 0xa0, 0x80],
  [0xf8, 0xff, 0xff, 0xff, 0x0f, 0x01],
  [0xf8, 0xff, 0xff, 0xff, 0x7f, 0x01],
]

const joined = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((p) => [...p]))

/** A payload cut short, with bits turned, with hostile pieces put in, or of nothing but noise. */
export const damagedBytes = (random: Random, payload: Uint8Array): Uint8Array => {
  const at = random.below(payload.length + 1)
  switch (random.below(6)) {
    case 0:
      return payload.slice(0, at)
    case 1: {
      const turned = payload.slice()
      if (turned.length > 0) turned[at % turned.length]! ^= 1 << random.below(8)
      return turned
    }
    case 2:
      return joined(payload.slice(0, at), random.pick(pieces), payload.slice(at))
    case 3:
      return Uint8Array.from({ length: random.below(40) }, () => random.below(256))
    case 4:
      return joined(payload, random.pick(pieces))
    default:
      return joined(payload.slice(0, at), payload.slice(random.below(payload.length + 1)))
  }
}

const jsonPieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '0',
  '-',
  '.5',
  'e9',
  'null',
  'true',
  '""',
  ' ',
]
const jsonHostile = [
  '\\ud800',
  '"\\u0041"',
  '1e400',
  '-0',
  'NaN',
  '\u0000',
  '"a":1,',
  '9'.repeat(5000),
]

/** Canonical JSON with a piece put in, left out, doubled or exchanged. */
export const damagedText = (random: Random, payload: Uint8Array): Uint8Array => {
  const text = Buffer.from(payload).toString()
  const start = random.below(text.length + 1)
  const end = Math.min(text.length, start + random.below(4))
  const piece = random.pick([...jsonPieces, ...jsonHostile, text.slice(start, start + 20), ''])
  return new TextEncoder().encode(text.slice(0, start) + piece + text.slice(end))
}
