/** A small seeded generator (mulberry32): the same seed gives the same names on every machine. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const consonants = 'bdfgklmnprstvz'
const vowels = 'aeiou'

/** A word that means nothing, so that no reader can lean on it. */
export const nonsense = (random: () => number, syllables = 3): string => {
  const pick = (s: string) => s[Math.floor(random() * s.length)]!
  return Array.from({ length: syllables }, () => pick(consonants) + pick(vowels)).join('')
}
