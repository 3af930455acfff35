/**
 * A sort key: the one form into which every ecosystem turns its versions, so that one algebra serves
 * all. Keys are compared element by element, numbers before texts, and a key sorts before every
 * longer key that it begins. `-Infinity` and `Infinity`, below and above every number and text, stand
 * for places that no version has.
 */
export type Key = readonly (number | bigint | string)[]

/** Below every version. */
export const bottom: Key = []
/** Above every version. */
export const top: Key = [Infinity]

const rankOf = (e: Key[number]): number => (e === Infinity ? 2 : typeof e === 'string' ? 1 : 0)

const compareElements = (a: Key[number], b: Key[number]): number => {
  const order = rankOf(a) - rankOf(b)
  return order !== 0 ? order : a < b ? -1 : a > b ? 1 : 0
}

/** Total order of keys: negative, zero or positive. */
export const compareKeys = (a: Key, b: Key): number => {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const order = compareElements(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

export const maxKey = (a: Key, b: Key): Key => (compareKeys(a, b) < 0 ? b : a)
export const minKey = (a: Key, b: Key): Key => (compareKeys(a, b) > 0 ? b : a)

/**
 * A run of digits as a number where that is exact, else as a bigint; both compare with each other.
 *
 * @example digits('007') // 7
 */
export const digits = (text: string): number | bigint => {
  const n = Number(text)
  return Number.isSafeInteger(n) ? n : BigInt(text)
}

/** The number after `n`. */
export const successor = (n: number | bigint): number | bigint =>
  typeof n === 'bigint' ? n + 1n : n < Number.MAX_SAFE_INTEGER ? n + 1 : BigInt(n) + 1n
