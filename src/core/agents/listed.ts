import { compareText } from '../model/place.ts'
import type { ToolList } from '../model/toollist.ts'
import type { McpServer } from './servers.ts'

/**
 * Servers that stand outside and whose tools were written down. Two lists of one server count once: the first by path.
 *
 * @param taken names of services: a server that is called like one of them is `mcp:<name>`
 */
export const listedServers = (
  lists: readonly ToolList[],
  taken: ReadonlySet<string>,
): readonly McpServer[] => {
  const ordered = [...lists].sort((a, b) => compareText(b.at.path, a.at.path))
  const byName = new Map(ordered.map((l) => [l.server, l]))
  return [...byName.values()]
    .map(
      ({ server, offers, at }): McpServer => ({
        id: server,
        service: taken.has(server) ? `mcp:${server}` : server,
        deployed: 'outside',
        aliases: [],
        dir: at.path,
        lang: '',
        files: [],
        package: undefined,
        offers,
        at,
      }),
    )
    .sort((a, b) => compareText(a.service, b.service))
}
