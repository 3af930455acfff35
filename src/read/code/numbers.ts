import type { Token } from './lexer.ts'

const perFileMax = 100
const textLengthMax = 300
const inText = /(?<![\d.])(\d{2,5})(?![\d.])/g
const lowPorts = new Set([25, 53, 80, 81, 88, 389, 443, 444, 465, 587, 631, 636, 873])

/** Numbers that somebody could listen on: the ones of users, and the usual ones below 1024. */
export const isPort = (n: number): boolean => (n >= 1024 && n <= 65_535) || lowPorts.has(n)

/** The numbers in a text that may be ports, each once. */
export const portsIn = (text: string): number[] => [
  ...new Set([...text.slice(0, 8192).matchAll(inText)].map((m) => Number(m[1])).filter(isPort)),
]

/**
 * Numbers of a source file that may be ports. They say nothing by themselves; that a port stands nowhere in
 * the source of a service says that its code does not listen there.
 */
export const numbersOf = (tokens: readonly Token[]): number[] => {
  const seen = new Set<number>()
  for (const t of tokens) {
    if (seen.size >= perFileMax) break
    if (t.kind === 'number') {
      const n = Number(t.text.replaceAll('_', ''))
      if (isPort(n)) seen.add(n)
    } else if (t.kind === 'text' && t.text.length <= textLengthMax && /\d\d/.test(t.text))
      for (const n of portsIn(t.text)) seen.add(n)
  }
  return [...seen].sort((a, b) => a - b)
}
