/** Marks that make what stands before them optional or repeated. */
const quantifiers = new Set(['?', '*', '+', '{'])
const lengthMin = 3

/** What stands between the `|` outside of all brackets. */
const alternativesOf = (source: string): string[] => {
  const out = ['']
  let depth = 0
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!
    if (c === '\\') {
      out[out.length - 1] += c + (source[++i] ?? '')
      continue
    }
    if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    if (c === '|' && depth === 0) out.push('')
    else out[out.length - 1] += c
  }
  return out
}

/** A character of a pattern that stands for itself, and how long it is written. */
const plainAt = (
  pattern: string,
  i: number,
): { readonly char: string; readonly length: number } => {
  const c = pattern[i]!
  if (c !== '\\') return { char: /[\^$.*+?()[\]{}|]/.test(c) ? '' : c, length: 1 }
  const next = pattern[i + 1] ?? ''
  return { char: /[A-Za-z0-9]/.test(next) ? '' : next, length: 2 }
}

/** The longest run of plain characters outside of all brackets: whatever matches holds it. */
const longestRun = (alternative: string): string => {
  let best = ''
  let run = ''
  let depth = 0
  for (let i = 0; i < alternative.length; ) {
    const c = alternative[i]!
    if (c === '(' || c === '[') depth++
    const { char, length } = plainAt(alternative, i)
    const isSure = char !== '' && depth === 0 && !quantifiers.has(alternative[i + length] ?? '')
    run = isSure ? run + char : ''
    if (run.length > best.length) best = run
    if (c === ')' || c === ']') depth--
    i += length
  }
  return best
}

/**
 * Words of which one stands in every text that a pattern fits; undefined where that cannot be told.
 *
 * @example wordsOf(/\bCelery\(|\bBunny\.new\b/) // ['Celery(', 'Bunny.new']
 */
export const wordsOf = (pattern: RegExp): readonly string[] | undefined => {
  if (pattern.flags !== '') return undefined
  const words = alternativesOf(pattern.source).map(longestRun)
  return words.every((w) => w.length >= lengthMin) ? words : undefined
}

type Step = { readonly next: Map<number, Step>; fail?: Step; ends: readonly number[] }

const ascii = 128

/** The automaton of Aho and Corasick as one table, so that a text is gone through once for all words. */
const tableOf = (words: readonly string[]) => {
  const steps: Step[] = [{ next: new Map(), ends: [] }]
  for (const [id, word] of words.entries()) {
    let at = steps[0]!
    for (const c of word) {
      const code = c.charCodeAt(0)
      let to = at.next.get(code)
      if (to === undefined) steps.push((to = { next: new Map(), ends: [] }))
      at.next.set(code, to)
      at = to
    }
    at.ends = [...at.ends, id]
  }
  const ids = new Map(steps.map((s, i) => [s, i]))
  const table = new Uint16Array(steps.length * ascii)
  const queue: Step[] = [steps[0]!]
  for (const s of queue) {
    const row = ids.get(s)! * ascii
    const fail = s.fail === undefined ? -1 : ids.get(s.fail)! * ascii
    for (let code = 0; code < ascii; code++) {
      const to = s.next.get(code)
      if (to === undefined) table[row + code] = fail < 0 ? 0 : table[fail + code]!
      else {
        to.fail = fail < 0 ? steps[0]! : steps[table[fail + code]!]!
        to.ends = [...to.ends, ...to.fail.ends]
        table[row + code] = ids.get(to)!
        queue.push(to)
      }
    }
  }
  return { table, ends: queue.length === 0 ? [] : steps.map((s) => s.ends) }
}

/**
 * Which of many patterns may fit a text, by the words that they cannot do without: one look at each character,
 * however many patterns there are. A pattern whose words cannot be told may always fit.
 */
export const patternFilter = (patterns: readonly RegExp[]): ((text: string) => Uint8Array) => {
  const words = patterns.map(wordsOf)
  const all = [...new Set(words.flatMap((w) => w ?? []))]
  const users = all.map((word) => patterns.flatMap((_, i) => (words[i]?.includes(word) ? [i] : [])))
  const { table, ends } = tableOf(all)
  const always = Uint8Array.from(words, (w) => (w === undefined ? 1 : 0))
  return (text) => {
    const may = always.slice()
    let at = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      at = code < ascii ? table[at * ascii + code]! : 0
      if (ends[at]!.length > 0) for (const id of ends[at]!) for (const p of users[id]!) may[p] = 1
    }
    return may
  }
}
