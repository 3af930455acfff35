import type { Token } from '../lexer.ts'

const lookMax = 60

const nameOf = (t: Token | undefined): string | undefined =>
  t?.kind === 'name' ? t.text.replace(/^\$/, '') : undefined

/** The parameter of an arrow function whose head starts at `i`: `x =>`, `(x) =>`, `(x: T, y) =>`. */
const arrowParameter = (tokens: readonly Token[], i: number, to: number): string | undefined => {
  if (tokens[i + 1]?.text === '=>') return nameOf(tokens[i])
  if (tokens[i]?.text !== '(' || nameOf(tokens[i + 1]) === undefined) return undefined
  let depth = 0
  for (let k = i; k < Math.min(to, i + lookMax); k++) {
    if (tokens[k]!.text === '(') depth++
    else if (tokens[k]!.text === ')' && --depth === 0)
      return tokens[k + 1]?.text === '=>' || tokens[k + 1]?.text === ':'
        ? nameOf(tokens[i + 1])
        : undefined
  }
  return undefined
}

/** PHP's and Java's kin write the type first: the parameter is the last word before `,` or `)`. */
const firstParameter = (tokens: readonly Token[], open: number): string | undefined => {
  const dollar = tokens.slice(open + 1, open + 6).find((t) => t.text.startsWith('$'))
  return nameOf(dollar) ?? nameOf(tokens[open + 1])
}

/**
 * The first parameter of the first function that is written out among the arguments between two brackets:
 * `g` of `r.Route("/x", func(g chi.Router) {…})`. Empty where it takes none, undefined where there is no function.
 */
export const closureParameter = (
  tokens: readonly Token[],
  from: number,
  to: number,
): string | undefined => {
  for (let i = from + 1; i < Math.min(to, from + lookMax); i++) {
    const t = tokens[i]!
    if (t.text === 'func' || t.text === 'function' || t.text === 'fn') {
      const open = tokens[i + 1]?.text === '(' ? i + 1 : i + 2
      return tokens[open]?.text === '(' ? (firstParameter(tokens, open) ?? '') : ''
    }
    const arrow = t.kind === 'text' ? undefined : arrowParameter(tokens, i, to)
    if (arrow !== undefined) return arrow
  }
  return undefined
}
