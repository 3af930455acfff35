import { memberAt, type Tree, textIn } from './tree.ts'

const depthMax = 40

const pointer = (path: string): string[] =>
  path
    .split('/')
    .slice(1, depthMax)
    .map((p) => p.replaceAll('~1', '/').replaceAll('~0', '~'))

type Change = { readonly op: 'add' | 'replace' | 'remove'; readonly value: Tree | undefined }

const inList = (
  tree: Extract<Tree, { kind: 'list' }>,
  keys: readonly string[],
  change: Change,
): Tree => {
  const [key, ...rest] = keys
  const i = key === '-' ? tree.items.length : Number(key)
  if (!Number.isInteger(i) || i < 0 || i > tree.items.length) return tree
  const items = [...tree.items]
  if (rest.length > 0) {
    if (items[i] !== undefined) items[i] = changed(items[i], rest, change)
  } else if (change.op === 'add' && change.value) items.splice(i, 0, change.value)
  else if (change.op === 'remove') items.splice(i, 1)
  else if (change.value && i < items.length) items[i] = change.value
  return { ...tree, items }
}

const changed = (tree: Tree, keys: readonly string[], change: Change): Tree => {
  const [key, ...rest] = keys
  if (key === undefined) return change.value ?? tree
  if (tree.kind === 'list') return inList(tree, keys, change)
  if (tree.kind !== 'map') return tree
  const members = new Map(tree.members)
  const inner = members.get(key)
  if (rest.length > 0) {
    if (inner === undefined) return tree
    members.set(key, changed(inner, rest, change))
  } else if (change.op === 'remove') members.delete(key)
  else if (change.value && (change.op === 'add' || inner !== undefined))
    members.set(key, change.value)
  return { ...tree, members }
}

/** A JSON patch (RFC 6902) on a document: `add`, `replace` and `remove`; others do not change wiring. */
export const applyJsonPatch = (own: Tree, operations: readonly Tree[]): Tree => {
  let tree = own
  for (const operation of operations) {
    const op = textIn(operation, 'op')
    const path = textIn(operation, 'path')
    if (path === undefined || (op !== 'add' && op !== 'replace' && op !== 'remove')) continue
    tree = changed(tree, pointer(path), { op, value: memberAt(operation, 'value') })
  }
  return tree
}
