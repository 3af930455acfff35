import { type ParseError, parse } from 'jsonc-parser'
import type { Json } from '../../core/json/canonical.ts'
import { nestingDepth } from '../../core/json/parse.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import type { Place } from '../../core/model/place.ts'
import { depthMax, readDocument, type SchemaDocument } from '../jsonschema/document.ts'
import { isObject, member } from '../jsonschema/shape.ts'
import { parseToml } from '../packages/toml.ts'
import type { Tree } from '../packages/tree.ts'

const plainOf = (tree: Tree): Json => {
  if (tree.kind === 'text' || tree.kind === 'boolean') return tree.value
  if (tree.kind === 'list') return tree.items.map(plainOf)
  if (tree.kind !== 'table') return null
  return Object.fromEntries([...tree.entries].map(([k, v]) => [k, plainOf(v)]))
}

const tomlDocument = (file: SourceFile): SchemaDocument | undefined => {
  const { root } = parseToml(file)
  if (root === undefined) return undefined
  const placeOf = (path: readonly (string | number)[]): Place => {
    let node: Tree = root
    for (const step of path) {
      const next = node.kind === 'table' ? node.entries.get(String(step)) : undefined
      if (next === undefined) break
      node = next
    }
    return node.at
  }
  return { path: file.path, root: plainOf(root), placeOf }
}

/** JSON as editors read it: comments and commas at the end are no fault. Places are those of the keys' text. */
const jsonDocument = ({ path, text }: SourceFile): SchemaDocument | undefined => {
  if (nestingDepth(new TextEncoder().encode(text), depthMax) > depthMax) return undefined
  const errors: ParseError[] = []
  const root = parse(text, errors, { allowTrailingComma: true }) as Json | undefined
  if (errors.length > 0 || !isObject(root)) return undefined
  const placeOf = (steps: readonly (string | number)[]): Place => {
    let at = 0
    for (const step of steps) {
      const found = text.indexOf(JSON.stringify(String(step)), at)
      if (found >= 0) at = found
    }
    return { path, line: text.slice(0, at).split('\n').length }
  }
  return { path, root, placeOf }
}

/** A configuration in JSON with comments, TOML or YAML; undefined where it cannot be read: it is not ours to judge. */
export const configDocument = (file: SourceFile): SchemaDocument | undefined => {
  if (/\.toml$/i.test(file.path)) return tomlDocument(file)
  if (/\.jsonc?$/i.test(file.path)) return jsonDocument(file)
  return readDocument(file).document
}

/** The value that a chain of members leads to. */
export const valueAt = (root: Json, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((v, key) => (isObject(v) ? member(v, key) : undefined), root)
