import type { CodeBranch } from '../../core/model/code.ts'
import type { Token } from './lexer.ts'

/** How a program asks for the words that it was started with. */
const asksArguments =
  /\bos\.Args\b|\bflag\.Args?\(|process\.argv|\bsys\.argv\b|\bargs\[0\]|\bArgs\[\d\]/
const wordForm = /^[a-z][\w:-]{1,40}$/i
const branchesMax = 64

const plain = (t: Token | undefined): string | undefined => {
  const only = t?.kind === 'text' && t.parts?.length === 1 ? t.parts[0] : undefined
  return typeof only === 'string' && wordForm.test(only) ? only : undefined
}

type Open = { readonly words: readonly string[]; readonly from: number; readonly depth: number }

/** `case "a", "b":` at `i`: its words, and the token behind its colon; undefined for any other case. */
const labelAt = (
  tokens: readonly Token[],
  i: number,
): { readonly words: readonly string[]; readonly next: number } | undefined => {
  const words: string[] = []
  for (let k = i + 1; k < tokens.length; k += 2) {
    const word = plain(tokens[k])
    if (word === undefined) return undefined
    words.push(word)
    const mark = tokens[k + 1]?.text
    if (mark === ':' || mark === '->' || mark === '=>') return { words, next: k + 2 }
    if (mark !== ',') return undefined
  }
  return undefined
}

/**
 * Parts of a program that are run for one word of its command line each, where it is a switch over such words.
 *
 * @example branchesOf(text, tokens) // [{ word: 'worker', from: 12, to: 30 }]
 */
export const branchesOf = (text: string, tokens: readonly Token[]): CodeBranch[] => {
  if (!asksArguments.test(text)) return []
  const out: CodeBranch[] = []
  let depth = 0
  const open: Open[] = []
  const close = (to: number): void => {
    const { words, from } = open.pop()!
    for (const word of words) out.push({ word, from, to: Math.max(from, to) })
  }
  for (let i = 0; i < tokens.length && out.length < branchesMax; i++) {
    const t = tokens[i]!
    if (t.kind === 'mark' && t.text === '{') depth++
    if (t.kind === 'mark' && t.text === '}') {
      depth--
      while (open.length > 0 && open.at(-1)!.depth > depth) close(t.line)
    }
    const isNext = t.kind === 'name' && (t.text === 'case' || t.text === 'default')
    if (!isNext) continue
    while (open.length > 0 && open.at(-1)!.depth >= depth) close(t.line - 1)
    const label = t.text === 'case' ? labelAt(tokens, i) : undefined
    if (label !== undefined) open.push({ words: label.words, from: t.line, depth })
  }
  return out
}
