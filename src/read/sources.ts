import type { Reader } from '../core/model/facts.ts'
import { codeReader } from './code/reader.ts'
import { graphqlReader } from './graphql.ts'
import { mcpReader } from './mcp/reader.ts'

/** The readers that source files have in most languages, in the order of all: few to load when little changed. */
export const sourceReaders: readonly Reader[] = [codeReader, mcpReader, graphqlReader]
