import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { dialectOf } from '../code/dialect.ts'
import { tokenize } from '../code/lexer.ts'
import { withoutTests } from '../code/rusttests.ts'
import { isGenerated, scopeOf } from '../code/scope.ts'
import { matchBrackets } from './brackets.ts'
import { agentFrameworks, codeAgents } from './client.ts'
import type { Found } from './found.ts'
import { goTools } from './go.ts'
import { pythonTools } from './python.ts'
import { rustTools } from './rust.ts'
import type { Source } from './termparser.ts'
import { typescriptTools } from './typescript.ts'

/** Any file that makes a server, registers a tool or connects to a server names the protocol, or its SDK. */
const mention = /mcp|modelcontextprotocol/i
const textLengthMax = 1024 * 1024

const languages: Readonly<Record<string, (source: Source, text: string) => Found>> = {
  typescript: typescriptTools,
  javascript: typescriptTools,
  python: pythonTools,
  go: goTools,
  rust: rustTools,
}

const read = ({ path, text: whole }: SourceFile): Facts => {
  const dialect = dialectOf(path)
  const find = dialect && languages[dialect.lang]
  if (!dialect || !find || whole.length > textLengthMax || isGenerated(path, whole)) return {}
  if (!mention.test(whole) && !agentFrameworks.test(whole)) return {}
  const { text, tokens } = withoutTests({ text: whole, tokens: tokenize(whole, dialect) }, dialect)
  const source = { path, lang: dialect.lang, tokens, brackets: matchBrackets(tokens) }
  const { offers, servers } = find(source, text)
  const agents = scopeOf(path) === 'main' ? codeAgents(source, text) : []
  if (offers.length + servers.length + agents.length === 0) return {}
  const nothing = { endpoints: [], reads: [], assignments: [], helpers: [], keyCalls: [] }
  return {
    toolServers: servers,
    agents,
    code: [{ path, lang: dialect.lang, scope: scopeOf(path), ...nothing, offers }],
  }
}

/** What MCP servers register in source, what clients connect to, and the agents of common frameworks. */
export const mcpReader: Reader = {
  id: 'mcp',
  version: 4,
  accepts: (path) => Object.hasOwn(languages, dialectOf(path)?.lang ?? ''),
  read,
}
