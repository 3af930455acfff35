import type { Place } from '../../../core/model/place.ts'
import type { Yaml } from '../../yaml/document.ts'
import type { Rendered } from '../rendered.ts'

/** A YAML value whose parts remember where they were written, so that files can be merged. */
export type Tree =
  | {
      readonly kind: 'scalar'
      readonly value: string | number | boolean | null
      readonly at: Place
    }
  | { readonly kind: 'map'; readonly members: ReadonlyMap<string, Tree>; readonly at: Place }
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly at: Place }

/** Nodes that may still be made: overlays of overlays would copy without end. */
export type Allowance = { left: number }

const depthMax = 60

/** Thrown where the allowance ends; caught where the build began. */
export class Exhausted extends Error {}

/** A parsed node as a tree. */
export const treeOf = (node: Yaml, allowance: Allowance, depth = 0): Tree => {
  if (allowance.left-- <= 0 || depth > depthMax) throw new Exhausted()
  const at = node.line
  if (node.isMap)
    return {
      kind: 'map',
      at,
      members: new Map(node.entries().map(([k, v]) => [k, treeOf(v, allowance, depth + 1)])),
    }
  if (node.isList)
    return { kind: 'list', at, items: node.items().map((i) => treeOf(i, allowance, depth + 1)) }
  return { kind: 'scalar', at, value: node.scalar ?? null }
}

export const scalarTree = (value: string, at: Place): Tree => ({ kind: 'scalar', value, at })

/** The member of a map at a path of keys. */
export const memberAt = (tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined => {
  let t = tree
  for (const k of keys) t = t?.kind === 'map' ? t.members.get(k) : undefined
  return t
}

/** The text of a scalar at a path of keys. */
export const textIn = (tree: Tree | undefined, ...keys: readonly string[]): string | undefined => {
  const t = memberAt(tree, ...keys)
  return t?.kind === 'scalar' && t.value !== null ? String(t.value) : undefined
}

/** A tree with the value at a path of keys changed; what is missing is not made. */
export const changeAt = (
  tree: Tree,
  keys: readonly string[],
  change: (t: Tree) => Tree | undefined,
): Tree => {
  const [key, ...rest] = keys
  if (key === undefined) return change(tree) ?? tree
  if (key === '*' && tree.kind === 'list')
    return { ...tree, items: tree.items.map((i) => changeAt(i, rest, change)) }
  const inner = tree.kind === 'map' ? tree.members.get(key) : undefined
  if (tree.kind !== 'map' || inner === undefined) return tree
  return { ...tree, members: new Map(tree.members).set(key, changeAt(inner, rest, change)) }
}

type Writing = { readonly lines: string[]; readonly places: Place[] }

const isEmpty = (tree: Tree): boolean =>
  tree.kind === 'map' ? tree.members.size === 0 : tree.kind === 'list' && tree.items.length === 0

const write = (tree: Tree, prefix: string, indent: string, out: Writing): void => {
  const line = (text: string) => {
    out.lines.push(text)
    out.places.push(tree.at)
  }
  if (tree.kind === 'scalar') line(`${prefix} ${JSON.stringify(tree.value)}`)
  else if (isEmpty(tree)) line(`${prefix} ${tree.kind === 'map' ? '{}' : '[]'}`)
  else if (prefix !== '') line(prefix)
  if (tree.kind === 'map')
    for (const [k, v] of tree.members)
      write(v, `${indent}${JSON.stringify(k)}:`, `${indent}  `, out)
  else if (tree.kind === 'list')
    for (const v of tree.items) write(v, `${indent}-`, `${indent}  `, out)
}

/** Documents as YAML text whose lines know their places. */
export const writeTrees = (path: string, trees: readonly Tree[]): Rendered => {
  const out: Writing = { lines: [], places: [] }
  for (const tree of trees) {
    out.lines.push('---')
    out.places.push(tree.at)
    write(tree, '', '', out)
  }
  return { path, text: out.lines.join('\n'), places: out.places }
}
