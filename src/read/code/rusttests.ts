import type { Dialect } from './dialect.ts'
import type { Token } from './lexer.ts'

type Lines = readonly [from: number, to: number]

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Behind the bracket that stands at `at`, behind the one that closes it. */
const behindBracket = (tokens: readonly Token[], at: number): number => {
  const open = tokens[at]!.text
  const close = closing[open]
  let depth = 0
  for (let i = at; i < tokens.length; i++) {
    if (tokens[i]!.text === open && tokens[i]!.kind === 'mark') depth++
    else if (tokens[i]!.text === close && tokens[i]!.kind === 'mark' && --depth === 0) return i + 1
  }
  return tokens.length
}

const isAttribute = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.text === '#' && tokens[at + 1]?.text === '['

/** `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[cfg(test)]`, `#[cfg(all(test, …))]`, but no `#[cfg(not(test))]`. */
const namesTest = (tokens: readonly Token[], at: number, end: number): boolean => {
  const inside = tokens.slice(at + 2, end)
  const open = inside.findIndex((t) => t.text === '(')
  const names = (all: readonly Token[]) => all.filter((t) => t.kind === 'name').map((t) => t.text)
  if (inside[0]?.text === 'cfg') {
    const words = names(inside)
    return words.includes('test') && !words.includes('not')
  }
  const path = names(open < 0 ? inside : inside.slice(0, open))
  return /^(?:test|rstest|test_case|quickcheck|proptest|bench)$/.test(path.at(-1) ?? '')
}

/** Behind the item that starts at `at`: its block, or its semicolon where it has none. */
const behindItem = (tokens: readonly Token[], at: number): number => {
  for (let i = at; i < tokens.length; ) {
    const { text, kind } = tokens[i]!
    if (kind === 'mark' && text === '{') return behindBracket(tokens, i)
    if (kind === 'mark' && text === ';') return i + 1
    i = kind === 'mark' && (text === '(' || text === '[') ? behindBracket(tokens, i) : i + 1
  }
  return tokens.length
}

/** The lines of functions and modules that are compiled for tests only. */
const testLines = (tokens: readonly Token[]): Lines[] => {
  const found: Lines[] = []
  for (let i = 0; i < tokens.length; ) {
    if (!isAttribute(tokens, i)) {
      i++
      continue
    }
    const start = i
    let isTest = false
    while (isAttribute(tokens, i)) {
      const end = behindBracket(tokens, i + 1)
      isTest ||= namesTest(tokens, i, end)
      i = end
    }
    if (!isTest) continue
    i = behindItem(tokens, i)
    found.push([tokens[start]!.line, tokens[i - 1]!.line])
  }
  return found
}

/**
 * A file of Rust without the tests that stand in it: their lines are empty, so that all others keep their numbers.
 * Other languages keep their tests in files of their own, which are known by their names.
 */
export const withoutTests = (
  source: { readonly text: string; readonly tokens: readonly Token[] },
  { lang }: Dialect,
): { readonly text: string; readonly tokens: readonly Token[] } => {
  if (lang !== 'rust' || !/#\[[\w:]*(?:test|cfg\()/.test(source.text)) return source
  const ranges = testLines(source.tokens)
  if (ranges.length === 0) return source
  const isTest = new Set(
    ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
  )
  const lines = source.text.split('\n').map((line, i) => (isTest.has(i + 1) ? '' : line))
  return { text: lines.join('\n'), tokens: source.tokens.filter((t) => !isTest.has(t.line)) }
}
