import { RttError } from '../core/diag/error.ts'
import type { Ignore } from '../core/findings/ignored.ts'
import { nestingDepth } from '../core/json/parse.ts'
import type { Panel } from '../core/model/config.ts'
import { layout } from '../core/model/layout.ts'
import type { Durable } from '../ports/durable.ts'

/** The configuration of a repository, with defaults filled in. */
export type Config = {
  readonly name: string | undefined
  readonly exclude: readonly string[]
  /** Findings that are accepted. */
  readonly ignore: readonly Ignore[]
}

const bytesMax = 1024 * 1024
const depthMax = 32
const empty: Config = { name: undefined, exclude: [], ignore: [] }

/** The line of a value, or of the nearest one around it where there is none. */
const lineFinder = async (text: string): Promise<(path: readonly PropertyKey[]) => number> => {
  const { findNodeAtLocation, parseTree } = await import('jsonc-parser')
  const tree = parseTree(text)
  return (path) => {
    for (let n = path.length; tree !== undefined && n > 0; n--) {
      const node = findNodeAtLocation(tree, path.slice(0, n) as (string | number)[])
      const property = node?.parent?.type === 'property' ? node.parent : node
      if (property) return text.slice(0, property.offset).split('\n').length
    }
    return 1
  }
}

const toConfig = async (panel: Panel, text: string): Promise<Config> => {
  const ignore = panel.findings?.ignore ?? []
  const lineOf = ignore.length === 0 ? () => 1 : await lineFinder(text)
  return {
    name: panel.name,
    exclude: panel.scan?.exclude ?? [],
    ignore: ignore.map(({ code, ends, path, reason }, i) => ({
      code,
      ...(ends === undefined ? {} : { ends }),
      ...(path === undefined ? {} : { path }),
      reason,
      at: { path: layout.panel, line: lineOf(['findings', 'ignore', i]) },
    })),
  }
}

const refuse = (why: string, line: number, cause?: unknown): never => {
  throw new RttError('RTT6003', `${layout.panel}: ${why}`, {
    at: { path: layout.panel, line },
    cause,
  })
}

const parse = (bytes: Uint8Array): { text: string; value: unknown } => {
  if (bytes.length > bytesMax || nestingDepth(bytes, depthMax) > depthMax)
    refuse('is too large or too deep', 1)
  const text = new TextDecoder().decode(bytes)
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch (cause) {
    const offset = /position (\d+)/.exec(String(cause))?.[1]
    return refuse(
      'is not JSON',
      offset === undefined ? 1 : text.slice(0, Number(offset)).split('\n').length,
      cause,
    )
  }
}

/**
 * Reads `.rtt/panel.json`; a repository without one has the defaults.
 *
 * @throws RttError RTT6003 with the line, RTT6002 when a newer RTT made it
 */
export const loadConfig = async (durable: Durable): Promise<Config> => {
  const bytes = durable.read(layout.panel)
  if (bytes === undefined) return empty
  const { text, value } = parse(bytes)
  if (
    typeof value === 'object' &&
    value !== null &&
    'v' in value &&
    typeof value.v === 'number' &&
    value.v > 1
  )
    throw new RttError('RTT6002', `${layout.panel} was made for a newer RTT`, {
      at: { path: layout.panel, line: 1 },
    })
  const { panelSchema } = await import('../core/model/config.ts')
  const checked = panelSchema.safeParse(value)
  if (checked.success) return toConfig(checked.data, text)
  const issue = checked.error.issues[0]!
  const lineOf = await lineFinder(text)
  return refuse(`/${issue.path.join('/')}: ${issue.message}`, lineOf(issue.path))
}
