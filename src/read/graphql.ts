import { contractOf } from '../core/contract/canonical.ts'
import { diagnostic } from '../core/diag/diagnostic.ts'
import type { Facts, Reader, SourceFile } from '../core/model/facts.ts'
import { baseOf, folderOf } from '../core/model/path.ts'
import { dialectOf } from './code/dialect.ts'
import { scopeOf } from './code/scope.ts'
import { embeddedSdl } from './graphql/embedded.ts'
import { type GraphDefinition, parseGraph } from './graphql/parse.ts'
import { schemaOf } from './graphql/schema.ts'
import { graphTokens } from './graphql/token.ts'

const sdlFile = /\.(?:graphqls?|gql|sdl)$/i
/** Names of files and folders that say that a schema is there, and not whose. */
const common =
  /^(?:schemas?|graphql|gql|index|main|typedefs?|type-?defs?|sdl|src|app|lib|api|generated|server|resources|root|base)$/i

const stemOf = (path: string): string => baseOf(path).replace(/\..*$/, '')

/** The first name that tells whose schema it is: that of the file, else of the folders above it. */
const idOf = (path: string): string => {
  const names = [stemOf(path), ...folderOf(path).split('/').reverse()].filter((n) => n !== '')
  return names.find((n) => !common.test(n)) ?? 'schema'
}

const contractsOf = (file: SourceFile, definitions: readonly GraphDefinition[]): Facts => {
  const schema = schemaOf(definitions)
  const first =
    definitions.find((d) => /^(?:Query|Mutation|Subscription)$/.test(d.name)) ?? definitions[0]
  if (schema === undefined || first === undefined) return {}
  const body = { v: 1, dialect: 'graphql', id: idOf(file.path), ...schema } as const
  return { contracts: [contractOf(body, { path: file.path, line: first.line })] }
}

/** Other languages have files that end in `.sdl`, too. */
const definition =
  /^\s*(?:extend\s+)?(?:schema|scalar|type|interface|union|enum|input|directive)\b[^"=]*[{@(=\n]/m

const readSdl = (file: SourceFile): Facts => {
  if (/\.sdl$/i.test(file.path) && !definition.test(file.text)) return {}
  const tokens = graphTokens(file.text)
  const at = (line: number) => ({ at: { path: file.path, line } })
  if (typeof tokens === 'number')
    return { diagnostics: [diagnostic('RTT1002', 'this GraphQL cannot be parsed', at(tokens))] }
  const { definitions, fault } = parseGraph(tokens)
  if (fault)
    return {
      diagnostics: [
        diagnostic('RTT1002', `this GraphQL cannot be parsed: ${fault.why}`, at(fault.line)),
      ],
    }
  return contractsOf(file, definitions)
}

/** Texts in code that turn out not to be SDL are left alone: they may be put together in other ways. */
const readCode = (file: SourceFile): Facts => {
  if (scopeOf(file.path) === 'test') return {}
  const definitions = embeddedSdl(file).flatMap(({ text, line }) => {
    const tokens = graphTokens(text, line)
    const parsed = typeof tokens === 'number' ? undefined : parseGraph(tokens)
    return parsed === undefined || parsed.fault ? [] : parsed.definitions
  })
  return contractsOf(file, definitions)
}

/**
 * Reads GraphQL SDL from its own files and from texts in code: one contract a file that has root fields, one
 * method a field of Query, Mutation and Subscription. Documents of clients are no contracts.
 */
export const graphqlReader: Reader = {
  id: 'graphql',
  version: 2,
  accepts: (path) => sdlFile.test(path) || dialectOf(path) !== undefined,
  read: (file) => (sdlFile.test(file.path) ? readSdl(file) : readCode(file)),
}
