import { literally } from '../../model/literally.ts'

const shout = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `price_cents` and `priceCents` as words: `price`, `cents`. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((w) => w !== '')
    .map((w) => w.toLowerCase())

/** A member as the languages spell it: as it is, in snake, camel and Pascal case, and with what getters begin with. */
const spellings = (member: string): readonly string[] => {
  const words = wordsOf(member)
  const pascal = words.map(shout).join('')
  const camel = words.map((w, i) => (i === 0 ? w : shout(w))).join('')
  const accessors = ['get', 'set', 'has', 'is', 'with', 'add', 'clear'].flatMap((a) => [
    `${a}${pascal}`,
    `${a}_${words.join('_')}`,
    `${shout(a)}${pascal}`,
  ])
  return [...new Set([member, words.join('_'), camel, pascal, ...accessors])].filter(
    (s) => s !== '',
  )
}

const textLengthMax = 1024 * 1024

/**
 * The first line of a source file that names a member of a contract, in whatever case its language has.
 *
 * @example lineOfMember('x.setPriceCents(1)', 'price_cents') === 1
 */
export const lineOfMember = (text: string, member: string): number | undefined => {
  if (member.length < 2 || text.length > textLengthMax) return undefined
  const found = new RegExp(`(?<![\\w$])(?:${spellings(member).map(literally).join('|')})(?![\\w$])`)
  const at = text.search(found)
  return at < 0 ? undefined : text.slice(0, at).split('\n').length
}
