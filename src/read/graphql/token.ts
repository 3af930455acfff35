/** A token of a GraphQL document. Strings keep nothing of what they say: descriptions are no contract. */
export type GraphToken = {
  readonly kind: 'name' | 'mark' | 'value'
  readonly text: string
  readonly line: number
}

const tokensMax = 500_000
const name = /[A-Za-z_]\w*/y
const number = /-?\d[\d.eE+-]*/y
const marks = new Set(['!', '$', '&', '(', ')', ':', '=', '@', '[', ']', '{', '|', '}'])

/** The end of a string that opens at `at`, or -1. */
const stringEnd = (text: string, at: number): number => {
  if (text.startsWith('"""', at)) {
    let end = text.indexOf('"""', at + 3)
    while (end > 0 && text[end - 1] === '\\') end = text.indexOf('"""', end + 3)
    return end < 0 ? -1 : end + 3
  }
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i + 1
  }
  return -1
}

const matchAt = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** Cuts a document into tokens; the line where it is none, instead of them. */
export const graphTokens = (text: string, firstLine = 1): readonly GraphToken[] | number => {
  const tokens: GraphToken[] = []
  let line = firstLine
  for (let i = 0; i < text.length; ) {
    const c = text[i]!
    if (c === '\n') line++
    if (/[\s,\uFEFF]/.test(c)) {
      i++
      continue
    }
    if (c === '#') {
      const end = text.indexOf('\n', i)
      i = end < 0 ? text.length : end
      continue
    }
    const isName = /[A-Za-z_]/.test(c)
    const end = marks.has(c)
      ? i + 1
      : text.startsWith('...', i)
        ? i + 3
        : c === '"'
          ? stringEnd(text, i)
          : matchAt(isName ? name : number, text, i)
    if (end < 0 || tokens.length >= tokensMax) return line
    const isMark = marks.has(c) || c === '.'
    const piece = text.slice(i, end)
    tokens.push({ kind: isMark ? 'mark' : isName ? 'name' : 'value', text: piece, line })
    if (c === '"') line += piece.split('\n').length - 1
    i = end
  }
  return tokens
}
