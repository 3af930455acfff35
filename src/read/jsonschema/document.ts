import { findNodeAtLocation, type ParseError, parse as parseJsonc, parseTree } from 'jsonc-parser'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { Json } from '../../core/json/canonical.ts'
import { nestingDepth } from '../../core/json/parse.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import type { Place } from '../../core/model/place.ts'
import { faultIn } from './bounds.ts'

export type Path = readonly (string | number)[]

/** A parsed document that can tell where each of its values stands. */
export type SchemaDocument = {
  readonly path: string
  readonly root: Json
  readonly placeOf: (path: Path) => Place
}

/** A document, or the one reason why there is none. */
export type Parsed =
  | { readonly document: SchemaDocument }
  | { readonly document?: undefined; readonly problem: Diagnostic }

/** No real contract nests deeper; deeper ones are taken for hostile. */
export const depthMax = 100

/**
 * The YAML parser needs exponential time for nested `? ` keys (1,000 of them take minutes).
 * Contracts have none, so a few are allowed for prose that looks like them.
 */
const explicitKeysMax = 32
const explicitKey = /(?:^|[[{,?:-])[ \t]*\?(?=\s|$)/gm

const placeAt = (path: string, text: string, offset: number): Place => {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { path, line, column: offset - before.lastIndexOf('\n') }
}

const deep = (path: string): Parsed => ({
  problem: diagnostic('RTT1013', `this contract is nested deeper than ${depthMax} levels`, {
    at: { path, line: 1 },
  }),
})

const syntax = (summary: string, at: Place): Parsed => ({
  problem: diagnostic('RTT1002', summary, { at }),
})

const jsonFault = (path: string, text: string): Parsed => {
  const errors: ParseError[] = []
  parseJsonc(text, errors, { disallowComments: true })
  const at = placeAt(path, text, errors[0]?.offset ?? 0)
  return syntax('this JSON cannot be parsed', at)
}

const readJson = ({ path, text }: SourceFile): Parsed => {
  if (nestingDepth(new TextEncoder().encode(text), depthMax) > depthMax) return deep(path)
  const placeOf = (at: Path): Place => {
    const tree = parseTree(text)
    const node = tree && findNodeAtLocation(tree, [...at])
    return node ? placeAt(path, text, node.offset) : { path, line: 1 }
  }
  try {
    return { document: { path, root: JSON.parse(text) as Json, placeOf } }
  } catch {
    return jsonFault(path, text)
  }
}

/** The node at a path; its last part that exists where the rest is behind an alias. */
const nodeAt = (root: unknown, at: Path): unknown => {
  let node = root
  for (const step of at) {
    const pair = isMap(node)
      ? node.items.find((i) => String(isScalar(i.key) ? i.key.value : i.key) === String(step))
      : undefined
    const next = isSeq(node) ? node.items[Number(step)] : pair?.value
    if (!isNode(next)) return node
    node = next
  }
  return node
}

const yamlPlace =
  (doc: Document, { lines, path }: { lines: LineCounter; path: string }) =>
  (at: Path): Place => {
    const node = nodeAt(doc.contents, at)
    if (!isNode(node) || !node.range) return { path, line: 1 }
    const { line, col } = lines.linePos(node.range[0])
    return { path, line, column: col }
  }

const parseYaml = ({ path, text }: SourceFile): Parsed => {
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const [first] = doc.errors
  if (first) {
    const { line, col } = lines.linePos(first.pos[0])
    return syntax('this YAML cannot be parsed', { path, line, column: col })
  }
  const root: Json = doc.toJS({ maxAliasCount: 100 })
  return { document: { path, root, placeOf: yamlPlace(doc, { lines, path }) } }
}

const readYaml = (file: SourceFile): Parsed => {
  if ((file.text.match(explicitKey)?.length ?? 0) > explicitKeysMax) return deep(file.path)
  try {
    return parseYaml(file)
  } catch (cause) {
    if (cause instanceof RangeError) return deep(file.path)
    return syntax('this YAML cannot be parsed', { path: file.path, line: 1 })
  }
}

/**
 * Parses JSON (for `.json`) or YAML within bounds. Never throws: bad syntax is RTT1002 with its
 * position, nesting beyond 100 levels RTT1013.
 */
export const readDocument = (source: SourceFile): Parsed => {
  const file = { path: source.path, text: source.text.replace(/^\uFEFF/, '') }
  const parsed = /\.json$/i.test(file.path) ? readJson(file) : readYaml(file)
  if (!parsed.document) return parsed
  const bad = faultIn(parsed.document.root, depthMax)
  if (bad === 'deep') return deep(file.path)
  if (bad) return syntax(bad, { path: file.path, line: 1 })
  return parsed
}
