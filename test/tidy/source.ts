import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, posix } from 'node:path'
import { type AnyNode, type Node, parse } from 'acorn'

export const root = join(import.meta.dirname, '..', '..')

export type Import = {
  readonly specifier: string
  /** The file meant, from the root, for an import of a file of this repository. */
  readonly target: string | undefined
  readonly names: readonly string[]
  /** `import type`: gone when the file runs. */
  readonly typeOnly: boolean
  readonly line: number
}

export type Source = {
  /** From the root, with `/`. */
  readonly path: string
  readonly lines: number
  readonly nodes: readonly AnyNode[]
  readonly imports: readonly Import[]
}

/** Files that match, from the root, ordered. */
export const filesOf = (...patterns: readonly string[]): readonly string[] =>
  globSync([...patterns], { cwd: root, exclude: ['test/fixtures/**', 'test/repos/**'] }).sort()

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

const blank = (text: string): string => ' '.repeat(text.length)

// `import type` becomes `import`, in place: what is imported for its types alone still has a direction.
const keepTypeImports = (text: string): string =>
  text.replace(
    /^(import|export)( type)(?= *[{*]|(?<=import type) +\w)/gm,
    (_, word, type) => word + blank(type),
  )

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const walk = (node: AnyNode, found: AnyNode[]): AnyNode[] => {
  found.push(node)
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const item of value) isNode(item) && walk(item, found)
    else if (isNode(value)) walk(value, found)
  }
  return found
}

const specifierOf = (node: AnyNode): string | undefined => {
  if (node.type === 'ImportExpression') return literal(node.source)
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration')
    return literal(node.source)
  if (node.type === 'ExportNamedDeclaration' && node.source) return literal(node.source)
  // A worker is reached by the URL of its file.
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier') return undefined
  const first = node.callee.name === 'URL' ? literal(node.arguments[0]) : undefined
  return first?.endsWith('.ts') ? first : undefined
}

const literal = (node: AnyNode | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined

const namesOf = (node: AnyNode): string[] => {
  if (node.type !== 'ImportDeclaration') return ['*']
  return node.specifiers.map((one) => {
    if (one.type === 'ImportNamespaceSpecifier') return '*'
    if (one.type === 'ImportDefaultSpecifier') return 'default'
    return one.imported.type === 'Identifier' ? one.imported.name : String(one.imported.value)
  })
}

const importsOf = (path: string, text: string, nodes: readonly AnyNode[]): Import[] =>
  nodes.flatMap((node) => {
    const specifier = specifierOf(node)
    if (specifier === undefined) return []
    const target = specifier.startsWith('.')
      ? posix.join(posix.dirname(path), specifier)
      : undefined
    const typeOnly = /^(import|export) type\b/.test(text.slice(node.start, node.start + 12))
    const line = node.loc?.start.line ?? 0
    return [{ specifier, target, names: namesOf(node), typeOnly, line }]
  })

export const parseSource = (path: string, text: string): Source => {
  const script = stripTypeScriptTypes(keepTypeImports(text))
  const program = parse(script, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
  const nodes = walk(program, [])
  return { path, lines: text.split('\n').length - 1, nodes, imports: importsOf(path, text, nodes) }
}

/** The TypeScript files that match, parsed. */
export const sourcesOf = (...patterns: readonly string[]): readonly Source[] =>
  filesOf(...patterns)
    .filter((path) => !path.endsWith('.d.ts'))
    .map((path) => parseSource(path, readText(path)))

/** Where a complaint points, as an editor understands it. */
export const at = (source: Source, node: AnyNode): string =>
  `${source.path}:${node.loc?.start.line ?? 0}`
