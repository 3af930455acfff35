import type { Agent, ServerUse } from '../../core/model/agent.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import { baseOf } from '../../core/model/path.ts'
import { readDocument, type SchemaDocument } from '../jsonschema/document.ts'
import { asObject, isObject, member, textMember } from '../jsonschema/shape.ts'
import { serverUse } from './use.ts'

const definitionFile =
  /(?:^|\/)(?:\.claude\/agents\/(?:[^/]+\/)*[^/]+\.md|\.github\/(?:agents|chatmodes)\/[^/]+\.md|\.opencode\/agents?\/[^/]+\.md|\.cursor\/agents\/[^/]+\.md)$/
const toolsMax = 200
const frontMatterMax = 20_000

/** True for files that define an agent in front matter. */
export const isDefinition = (path: string): boolean => definitionFile.test(path)

/** The front matter of a Markdown file as a document whose lines are those of the file. */
const frontMatter = ({ path, text }: SourceFile): SchemaDocument | undefined => {
  if (!text.startsWith('---\n')) return undefined
  const end = text.indexOf('\n---', 3)
  if (end < 0 || end > frontMatterMax) return undefined
  return readDocument({ path: `${path}.yaml`, text: `#\n${text.slice(4, end)}\n` }).document
}

const toolsOf = (value: unknown): readonly string[] => {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  const named = isObject(value as never) ? Object.keys(value as object) : []
  return [...list, ...named]
    .filter((t): t is string => typeof t === 'string')
    .map((t) => t.trim())
    .filter((t) => t !== '' && t.length <= 200 && t.isWellFormed())
    .slice(0, toolsMax)
}

/** `.claude/agents/*.md`, `.github/agents/*.md` and the like: name, tools, servers of its own. */
export const readDefinition = (file: SourceFile): readonly Agent[] => {
  const document = frontMatter(file)
  const root = asObject(document?.root)
  if (document === undefined) return []
  const stem = baseOf(file.path).replace(/(?:\.(?:chatmode|agent))?\.md$/, '')
  const name = textMember(root, 'name')?.trim() || stem
  const own = member(root, 'mcp-servers') ?? member(root, 'mcpServers')
  const servers = Object.entries(asObject(own)).flatMap(([key, value]): ServerUse[] => {
    const place = document.placeOf([
      isObject(member(root, 'mcp-servers')) ? 'mcp-servers' : 'mcpServers',
      key,
    ])
    const use = serverUse(key, value, { path: file.path, line: place.line })
    return use ? [use] : []
  })
  const tools = toolsOf(member(root, 'tools'))
  const at = { path: file.path, line: 'tools' in root ? document.placeOf(['tools']).line : 1 }
  return name.length > 128 || !name.isWellFormed()
    ? []
    : [{ name, kind: 'definition', servers, tools, at }]
}
