import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { branchesOf } from './branches.ts'
import { withValueNames } from './classvalues.ts'
import { dialectOf } from './dialect.ts'
import { extract } from './extract.ts'
import { findFunctions } from './functions.ts'
import { withIdle } from './idleends.ts'
import { tokenize } from './lexer.ts'
import { mentionsOf } from './mentions.ts'
import { numbersOf } from './numbers.ts'
import { parse } from './parser.ts'
import { propertiesOf } from './properties.ts'
import { functionsOf, usesOf } from './reach.ts'
import { withoutTests } from './rusttests.ts'
import { isGenerated, scopeOf } from './scope.ts'
import { sdkMentions } from './sdk.ts'
import { servedBy } from './served.ts'

const lineLengthMax = 20_000

/** Minified code: no person wrote it and no wiring stands in it. */
const isMinified = (text: string): boolean => {
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    if (end - start > lineLengthMax) return true
    start = end + 1
  }
  return text.length - start > lineLengthMax
}

const read = ({ path, text: whole }: SourceFile): Facts => {
  const dialect = dialectOf(path)
  if (dialect === undefined) return {}
  if (isGenerated(path, whole) || isMinified(whole))
    return {
      code: [
        {
          path,
          lang: dialect.lang,
          scope: scopeOf(path),
          endpoints: [],
          reads: [],
          assignments: [],
          helpers: [],
          keyCalls: [],
        },
      ],
    }
  const source = { text: whole, tokens: tokenize(whole, dialect) }
  const { text, tokens } = withoutTests(source, dialect)
  const found = withValueNames(parse(tokens, dialect), text)
  const functions = findFunctions(tokens, dialect)
  const parsed = { path, lang: dialect.lang, text, tokens, found, functions }
  const extracted = extract(parsed)
  const ends = withIdle(extracted.endpoints, parsed)
  const facts = { ...extracted, endpoints: ends.endpoints }
  const served = servedBy(parsed, facts)
  const mentions = [...sdkMentions(path, dialect.lang, text), ...mentionsOf(path, text, tokens)]
  const numbers = numbersOf(tokens)
  const properties = propertiesOf(dialect.lang, tokens)
  const branches = branchesOf(text, tokens)
  const says = facts.endpoints.length > 0 || facts.reads.length > 0 || mentions.length > 0
  const reach = { functions: says ? functionsOf(parsed) : [], uses: usesOf(parsed) }
  return {
    code: [
      {
        ...facts,
        ...served,
        ...(mentions.length > 0 ? { mentions } : {}),
        ...(numbers.length > 0 ? { numbers } : {}),
        ...(properties.length > 0 ? { properties } : {}),
        ...(branches.length > 0 ? { branches } : {}),
        ...(reach.functions.length > 0 ? { functions: reach.functions } : {}),
        ...(reach.uses.length > 0 ? { uses: reach.uses } : {}),
        ...(ends.touches.length > 0 ? { touches: ends.touches } : {}),
      },
    ],
  }
}

/** Source code of the languages in `dialect.ts`, by a light lexer and a tolerant parser. */
export const codeReader: Reader = {
  id: 'code',
  version: 17,
  accepts: (path) => dialectOf(path) !== undefined,
  read,
}
