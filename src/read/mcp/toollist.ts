import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { Json } from '../../core/json/canonical.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import type { ToolDef } from '../../core/model/offer.ts'
import type { Place } from '../../core/model/place.ts'
import { type ListedTool, toolListSchema } from '../../core/model/toollist.ts'
import { type Path, readDocument, type SchemaDocument } from '../jsonschema/document.ts'
import { asObject, member } from '../jsonschema/shape.ts'

const problemsMax = 20

const definitionOf = ({ description, inputSchema, ...tool }: ListedTool): ToolDef => {
  const { name: _, ...more } = tool
  return {
    ...(description === undefined ? {} : { description }),
    input: inputSchema,
    ...(Object.keys(more).length === 0 ? {} : { more }),
  }
}

/** Where a value stands, or what it is missing from. */
const nearest = ({ placeOf }: SchemaDocument, path: Path): Place => {
  for (let n = path.length; n > 0; n--) {
    const place = placeOf(path.slice(0, n))
    if (place.column !== undefined) return place
  }
  return placeOf([])
}

const isNewer = (root: Json): boolean => {
  const v = member(asObject(root), 'v')
  return typeof v === 'number' && v > 1
}

const read = (file: SourceFile): Facts => {
  const parsed = readDocument(file)
  if (!parsed.document) return { diagnostics: [parsed.problem] }
  const { root, placeOf } = parsed.document
  const at = { path: file.path, line: 1 }
  if (isNewer(root))
    return { diagnostics: [diagnostic('RTT6002', 'this list was made by a newer RTT', { at })] }
  const checked = toolListSchema.safeParse(root)
  if (!checked.success)
    return {
      diagnostics: checked.error.issues.slice(0, problemsMax).map((i) =>
        diagnostic('RTT1010', `/${i.path.map(String).join('/')}: ${i.message}`, {
          at: nearest(parsed.document, i.path as Path),
          help: 'Write it anew with `rtt mcp lock`.',
        }),
      ),
    }
  const { server, tools } = checked.data
  const offers = tools.map((tool, i) => {
    const { line } = placeOf(['tools', i, 'name'])
    return {
      type: 'tool' as const,
      name: tool.name,
      tool: definitionOf(tool),
      at: { path: file.path, line },
    }
  })
  return { toolLists: [{ server, offers, at }] }
}

/** What servers outside said that they offer, as `rtt mcp lock` writes it down. */
export const toolListReader: Reader = {
  id: 'toollist',
  version: 1,
  accepts: (path) => /^\.rtt\/manifests\/[^/]+\.tools\.json$/.test(path),
  read,
}
