import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { dialectOf } from './dialect.ts'
import { extract } from './extract.ts'
import { findFunctions } from './functions.ts'
import { tokenize } from './lexer.ts'
import { parse } from './parser.ts'
import { isGenerated, scopeOf } from './scope.ts'

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

const read = ({ path, text }: SourceFile): Facts => {
  const dialect = dialectOf(path)
  if (dialect === undefined) return {}
  if (isGenerated(path, text) || isMinified(text))
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
  const tokens = tokenize(text, dialect)
  const found = parse(tokens, dialect)
  return {
    code: [
      extract({ path, lang: dialect.lang, text, found, functions: findFunctions(tokens, dialect) }),
    ],
  }
}

/** Source code of the languages in `dialect.ts`, by a light lexer and a tolerant parser. */
export const codeReader: Reader = {
  id: 'code',
  version: 1,
  accepts: (path) => dialectOf(path) !== undefined,
  read,
}
