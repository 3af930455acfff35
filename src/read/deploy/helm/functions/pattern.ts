import { isOpen, unknown, type Value } from '../value.ts'
import { type FunctionTable, textAt } from './function.ts'

const patternMax = 120
const textMax = 400
const repeatsMax = 4

/**
 * A pattern of a template, if it is one that can be tried in time: few repetitions, and none of a group
 * that itself repeats or branches.
 */
export const safePattern = (source: string, flags = ''): RegExp | undefined => {
  if (source.length > patternMax) return undefined
  const bare = source.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x')
  const repeats = bare.match(/[*+]|\{\d*,?\d*\}/g) ?? []
  if (repeats.length > repeatsMax || /\)(?:[*+]|\{)/.test(bare) || /\{\d{4,}|,\d{4,}\}/.test(bare))
    return undefined
  try {
    return new RegExp(
      source.replace(/^\(\?i\)/, ''),
      flags + (source.startsWith('(?i)') ? 'i' : ''),
    )
  } catch {
    return undefined
  }
}

const tried = (
  args: readonly Value[],
  text: number,
  use: (pattern: RegExp, text: string) => Value,
): Value => {
  const subject = textAt(args, text)
  const pattern = safePattern(textAt(args, 0), 'g')
  if (pattern === undefined || subject.length > textMax || args.some(isOpen)) return unknown
  return use(pattern, subject)
}

/** `$1` and `${1}` mean the same in Go; a dollar sign before anything else is its own. */
const replacement = (text: string): string => text.replace(/\$\{(\d+)\}/g, '$$$1')

const replaced = (args: readonly Value[], isLiteral: boolean): Value =>
  tried(args, 1, (p, text) =>
    isLiteral
      ? text.replace(p, () => textAt(args, 2))
      : text.replace(p, replacement(textAt(args, 2))),
  )

const matches = (args: readonly Value[]): Value => tried(args, 1, (p, text) => p.test(text))
const found = (args: readonly Value[]): Value =>
  tried(args, 1, (p, text) => text.match(p)?.[0] ?? '')
const all = (args: readonly Value[]): Value =>
  tried(args, 1, (p, text) => [...(text.match(p) ?? [])])
const splitBy = (args: readonly Value[]): Value => tried(args, 1, (p, text) => text.split(p))

/** Functions of regular expressions; what could take long is not known. */
export const patternFunctions: FunctionTable = {
  regexMatch: matches,
  mustRegexMatch: matches,
  regexFind: found,
  mustRegexFind: found,
  regexFindAll: all,
  regexReplaceAll: (a) => replaced(a, false),
  mustRegexReplaceAll: (a) => replaced(a, false),
  regexReplaceAllLiteral: (a) => replaced(a, true),
  mustRegexReplaceAllLiteral: (a) => replaced(a, true),
  regexSplit: splitBy,
  mustRegexSplit: splitBy,
  regexQuoteMeta: (a) => textAt(a, 0).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
}
