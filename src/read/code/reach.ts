import type { CodeFunction } from '../../core/model/code.ts'
import type { Token } from './lexer.ts'
import { type Found, type FoundFunction, lastOf } from './node.ts'

const functionsMax = 200
const callsMax = 60
const usesMax = 400

type Parsed = {
  readonly lang: string
  readonly tokens: readonly Token[]
  readonly found: Found
  readonly functions: readonly FoundFunction[]
}

/** Go alone names what it takes of a package at each use, so that it can be told who needs a function. */
const isTelling = (lang: string): boolean => lang === 'go'

/** The functions of a file by their lines, each with the names that it calls. */
export const functionsOf = (parsed: Parsed): CodeFunction[] => {
  if (!isTelling(parsed.lang)) return []
  const { tokens, found, functions } = parsed
  return functions.slice(0, functionsMax).map((f) => {
    const calls = found.calls
      .filter(({ at }) => at > f.from && at <= f.to)
      .map(({ node }) => lastOf(node.callee))
    return {
      name: f.name,
      from: tokens[f.from]!.line,
      to: tokens[Math.min(f.to, tokens.length - 1)]!.line,
      calls: [...new Set(calls)].filter((c) => c !== '').slice(0, callsMax),
    }
  })
}

const exported = /^\w+\.\p{Lu}\w*$/u

/** What a file takes of other packages: `client.NewPrices` as `NewPrices`. */
export const usesOf = ({ lang, found }: Parsed): string[] =>
  isTelling(lang)
    ? [
        ...new Set(
          [...found.calls.map(({ node }) => node.callee), ...found.names.map((n) => n.path)]
            .filter((path) => exported.test(path))
            .map(lastOf),
        ),
      ].slice(0, usesMax)
    : []
