import type { Token } from '../code/lexer.ts'

/** For each token the bracket that encloses it (-1: none), and for each opening one its end. */
export type Brackets = { readonly parent: Int32Array; readonly close: Int32Array }

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Matches the brackets of a file in one pass; one that closes nothing is passed over. */
export const matchBrackets = (tokens: readonly Token[]): Brackets => {
  const parent = new Int32Array(tokens.length).fill(-1)
  const close = new Int32Array(tokens.length).fill(-1)
  const open: number[] = []
  for (const [i, t] of tokens.entries()) {
    const text = t.kind === 'mark' ? t.text : ''
    if (closers[text] !== undefined && tokens[open.at(-1) ?? -1]?.text === closers[text])
      close[open.pop()!] = i
    parent[i] = open.at(-1) ?? -1
    if (text === '(' || text === '[' || text === '{') open.push(i)
  }
  return { parent, close }
}
