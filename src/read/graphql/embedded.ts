import type { SourceFile } from '../../core/model/facts.ts'
import { dialectOf } from '../code/dialect.ts'
import { type Token, tokenize } from '../code/lexer.ts'
import { isGenerated } from '../code/scope.ts'

/** A text in source code that is SDL, by what stands before it. */
export type Embedded = { readonly text: string; readonly line: number }

const mention = /gql|graphql|type_?defs/i
const root = /\b(?:extend\s+)?type\s+(?:Query|Mutation|Subscription)\b|\bschema\s*\{/
const tags = /^(?:gql|graphql|typeDefs|type_defs|typedefs|buildSchema|make_executable_schema)$/
const textLengthMax = 1024 * 1024

/** `gql\`…\``, `gql("""…""")`, `typeDefs = \`…\``, `typeDefs: \`…\``, and texts that begin with `#graphql`. */
const isTagged = (tokens: readonly Token[], i: number, text: string): boolean => {
  if (/^\s*#\s*graphql\b/i.test(text)) return true
  const skip = /^(?:[=(:[]|=>)$/.test(tokens[i - 1]?.text ?? '') ? 2 : 1
  return tags.test(tokens[i - skip]?.text ?? '')
}

/** What stands in holes is another text, which is read where it stands. */
const textOf = (t: Token): string =>
  (t.parts ?? []).map((p) => (typeof p === 'string' ? p : ' ')).join('')

/** The SDL that stands as text in a source file. */
export const embeddedSdl = ({ path, text }: SourceFile): readonly Embedded[] => {
  const dialect = dialectOf(path)
  if (!dialect || text.length > textLengthMax || !mention.test(text) || !root.test(text)) return []
  if (isGenerated(path, text)) return []
  const tokens = tokenize(text, dialect)
  return tokens.flatMap((t, i) => {
    const sdl = t.kind === 'text' ? textOf(t) : ''
    return sdl.length > 10 && isTagged(tokens, i, sdl) ? [{ text: sdl, line: t.line }] : []
  })
}
