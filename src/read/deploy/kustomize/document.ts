import type { Yaml } from '../../yaml/document.ts'
import { safePattern } from '../helm/functions/pattern.ts'
import { groupOf } from '../kubernetes/resource.ts'
import { type Tree, textIn } from './tree.ts'

/** A document that is being built, with every name that it had on the way: patches may use each. */
export type Doc = { readonly tree: Tree; readonly names: readonly string[] }

export const kindOf = (t: Tree): string => textIn(t, 'kind') ?? ''
export const nameOf = (t: Tree): string => textIn(t, 'metadata', 'name') ?? ''

const nameMax = 253

/** Names in targets are regular expressions of the whole name. */
const matchesName = (wanted: string, names: readonly string[]): boolean => {
  if (names.includes(wanted)) return true
  if (/^[\w.-]*$/.test(wanted) && !wanted.includes('.')) return false
  const pattern = safePattern(`^(?:${wanted})$`)
  return pattern !== undefined && names.some((n) => n.length <= nameMax && pattern.test(n))
}

const matchesLabels = (selector: string, tree: Tree, under: string): boolean =>
  selector.split(',').every((part) => {
    const m = /^\s*([\w./-]+)\s*(==?|!=)?\s*([\w.-]*)\s*$/.exec(part)
    if (!m) return false
    const own = textIn(tree, 'metadata', under, m[1]!)
    if (m[2] === undefined) return own !== undefined
    return (own === m[3]) === (m[2] !== '!=')
  })

/** Whether a patch with this target is meant for a document. */
export const isTarget = (target: Yaml, { tree, names }: Doc): boolean => {
  const asks = (key: string): string | undefined => target.get(key).text
  const [kind, name, group] = [asks('kind'), asks('name'), asks('group')]
  const [labels, annotations] = [asks('labelSelector'), asks('annotationSelector')]
  return (
    (kind === undefined || matchesName(kind, [kindOf(tree)])) &&
    (name === undefined || matchesName(name, names)) &&
    (group === undefined || group === groupOf(textIn(tree, 'apiVersion'))) &&
    (labels === undefined || matchesLabels(labels, tree, 'labels')) &&
    (annotations === undefined || matchesLabels(annotations, tree, 'annotations'))
  )
}

/** Whether a patch without a target, which names its document itself, is meant for one. */
export const isNamed = (patch: Tree, { tree, names }: Doc): boolean =>
  kindOf(patch) === kindOf(tree) &&
  names.includes(nameOf(patch)) &&
  groupOf(textIn(patch, 'apiVersion')) === groupOf(textIn(tree, 'apiVersion'))
