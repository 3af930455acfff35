import { compareText, type Place } from '../../../core/model/place.ts'
import { parseYaml } from '../../yaml/document.ts'
import { type Doc, isNamed, isTarget, kindOf, nameOf } from './document.ts'
import { generate } from './generate.ts'
import { applyJsonPatch } from './jsonpatch.ts'
import type { Kustomization, PatchEntry } from './kustomization.ts'
import { mergePatch } from './merge.ts'
import { transform } from './transform.ts'
import { type Allowance, changeAt, Exhausted, memberAt, type Tree, treeOf } from './tree.ts'

/** What a build can draw on. */
export type Store = {
  readonly kustomizations: ReadonlyMap<string, Kustomization>
  readonly texts: ReadonlyMap<string, string>
  readonly allowance: Allowance
  /** Files that were read already. */
  readonly read: Map<string, readonly Doc[]>
}

const depthMax = 20

/** What it costs to take a document that was read before. */
const nodesPerCopy = 40

const readFile = (path: string, store: Store): readonly Doc[] => {
  const text = store.texts.get(path)
  if (text === undefined) return []
  return parseYaml({ path, text })
    .roots.flatMap((r) => (r.get('kind').text === 'List' ? r.get('items').items() : [r]))
    .filter((r) => r.get('kind').exists && r.get('metadata', 'name').exists)
    .map((r) => treeOf(r, store.allowance))
    .map((tree) => ({ tree, names: [nameOf(tree)] }))
}

const documentsIn = (path: string, store: Store): readonly Doc[] => {
  const known = store.read.get(path)
  const docs = known ?? readFile(path, store)
  store.read.set(path, docs)
  spend(known ? docs.length * nodesPerCopy : 0, store)
  return docs
}

const spend = (nodes: number, store: Store): void => {
  store.allowance.left -= nodes
  if (store.allowance.left <= 0) throw new Exhausted()
}

const patchTrees = (p: PatchEntry, store: Store): { trees: readonly Tree[]; isJson: boolean } => {
  const text = p.inline?.text ?? store.texts.get(p.path ?? '') ?? ''
  const inline = p.inline
  const placeOf = inline
    ? (line: number): Place => ({ path: inline.at.path, line: inline.at.line + line })
    : undefined
  const roots = parseYaml({ path: p.path ?? '', text }, placeOf).roots
  const trees = roots.map((r) => treeOf(r, store.allowance))
  const list = trees.length === 1 && trees[0]!.kind === 'list' ? trees[0]! : undefined
  return list?.kind === 'list' ? { trees: list.items, isJson: true } : { trees, isJson: false }
}

const applyPatch = (docs: readonly Doc[], entry: PatchEntry, store: Store): Doc[] => {
  const { trees, isJson } = patchTrees(entry, store)
  const { target } = entry
  return docs.flatMap((doc): Doc[] => {
    spend(1, store)
    if (isJson)
      return target && isTarget(target, doc)
        ? [{ ...doc, tree: applyJsonPatch(doc.tree, trees) }]
        : [doc]
    let tree: Tree | undefined = doc.tree
    for (const p of trees) {
      if (tree === undefined) break
      const own: Doc = { ...doc, tree }
      if (target ? isTarget(target, own) : isNamed(p, own)) tree = mergePatch(tree, p)
    }
    return tree === undefined ? [] : [{ ...doc, tree: keepIdentity(tree, doc) }]
  })
}

/** A patch with a target may call itself what it likes: the document stays what it is. */
const keepIdentity = (tree: Tree, doc: Doc): Tree =>
  [['apiVersion'], ['kind'], ['metadata', 'name']].reduce((t, path) => {
    const own = memberAt(doc.tree, ...path)
    return own === undefined ? t : changeAt(t, path, () => own)
  }, tree)

const add = (docs: Doc[], more: readonly Doc[]): void => {
  const known = new Set(docs.map((d) => `${kindOf(d.tree)}\0${nameOf(d.tree)}`))
  for (const d of more) if (!known.has(`${kindOf(d.tree)}\0${nameOf(d.tree)}`)) docs.push(d)
}

type Step = { readonly store: Store; readonly above: readonly string[] }

const finish = (k: Kustomization, docs: readonly Doc[], store: Store): readonly Doc[] => {
  let out: readonly Doc[] = generate(k, docs, store.texts)
  for (const entry of k.patches) out = applyPatch(out, entry, store)
  return transform(k, out)
}

const accumulate = (k: Kustomization, start: readonly Doc[], step: Step): readonly Doc[] => {
  const { store, above } = step
  if (above.length > depthMax || above.includes(k.folder)) return start
  const inner: Step = { store, above: [...above, k.folder] }
  const docs: Doc[] = [...start]
  spend(1 + start.length, store)
  for (const path of k.resources) {
    const base = store.kustomizations.get(path)
    add(docs, base ? accumulate(base, [], inner) : documentsIn(path, store))
  }
  let out: readonly Doc[] = docs
  for (const path of k.components) {
    const component = store.kustomizations.get(path)
    if (component) out = accumulate(component, out, inner)
  }
  return finish(k, out, store)
}

/** The documents of a kustomization with its bases and components, patched, named and imaged. */
export const buildKustomization = (k: Kustomization, store: Store): readonly Doc[] =>
  accumulate(k, [], { store, above: [] })

/** The folders that a kustomization takes in, however far away, its own among them. */
const below = (
  top: Kustomization,
  all: ReadonlyMap<string, Kustomization>,
): ReadonlySet<string> => {
  const seen = new Set([top.folder])
  for (const folder of seen) {
    const k = all.get(folder)
    for (const f of [...(k?.resources ?? []), ...(k?.components ?? [])]) seen.add(f)
  }
  return seen
}

/** Kustomizations that no other one takes in. Components that nobody uses stand for themselves. */
export const topKustomizations = (all: ReadonlyMap<string, Kustomization>): Kustomization[] => {
  const used = new Set([...all.values()].flatMap((k) => [...k.resources, ...k.components]))
  const sorted = [...all.values()].sort((a, b) => compareText(a.folder, b.folder))
  const top = sorted.filter((k) => !used.has(k.folder))
  // Those in a circle are all taken in by another one: the first of them stands for it.
  const reached = new Set(top.flatMap((k) => [...below(k, all)]))
  for (const k of sorted)
    if (!reached.has(k.folder)) {
      top.push(k)
      for (const folder of below(k, all)) reached.add(folder)
    }
  return top
}
