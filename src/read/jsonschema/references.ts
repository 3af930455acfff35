import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { Json } from '../../core/json/canonical.ts'
import type { Path, SchemaDocument } from './document.ts'
import { localPointer, valueAt, walkObjects } from './pointer.ts'
import { textMember } from './shape.ts'

/** What a reference leads to: `key` is one and the same for all spellings of it. */
export type Target = { readonly key: string; readonly pointer: Path; readonly value: Json }

/** The references of one document, and those that led nowhere. */
export type References = {
  /** How many objects the document holds, a measure of what converting it may cost. */
  readonly objects: number
  readonly resolve: (ref: string) => Target | undefined
  readonly problems: () => readonly Diagnostic[]
}

const keyOf = (pointer: Path): string =>
  pointer.map((p) => String(p).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')

type Anchors = { readonly paths: ReadonlyMap<string, Path>; readonly objects: number }

/**
 * Names given by `$id`, `$anchor` and the like, as a `$ref` would write them; the first one counts.
 */
const anchorsOf = (root: Json): Anchors => {
  const found = new Map<string, Path>()
  const add = (name: string, path: Path): void => {
    if (!found.has(name)) found.set(name, path)
  }
  let objects = 0
  walkObjects(root, (o, path) => {
    objects++
    const id = textMember(o, '$id')
    const anchor = textMember(o, '$anchor') ?? textMember(o, '$dynamicAnchor')
    if (id !== undefined) add(id, path)
    if (anchor !== undefined) add(`#${anchor}`, path)
  })
  return { paths: found, objects }
}

const placesOfRefs = (root: Json): ReadonlyMap<string, Path> => {
  const found = new Map<string, Path>()
  walkObjects(root, (o, path) => {
    const ref = textMember(o, '$ref')
    if (ref !== undefined && !found.has(ref)) found.set(ref, [...path, '$ref'])
  })
  return found
}

const problemOf = (document: SchemaDocument, ref: string, path: Path | undefined): Diagnostic => {
  const at = path ? document.placeOf(path) : { path: document.path, line: 1 }
  const shown = ref.length > 120 ? `${ref.slice(0, 120)}…` : ref
  if (ref.startsWith('#'))
    return diagnostic('RTT1002', `"${shown}" leads to nothing in this document`, { at })
  return diagnostic('RTT1012', `"${shown}" is another document; its type is left open`, { at })
}

/** A reference with the document's own `$id` in front is a local one. */
const withoutOwnId = (ref: string, root: Json): string => {
  const id = (typeof root === 'object' && root && textMember(root as never, '$id')) || undefined
  const base = id?.replace(/#$/, '')
  return base && ref.startsWith(`${base}#`) ? ref.slice(base.length) : ref
}

/**
 * Indexes a document's references. A reference that leads nowhere is reported once, where it
 * stands.
 */
export const referencesOf = (document: SchemaDocument): References => {
  const { root } = document
  const { paths, objects } = anchorsOf(root)
  const failed = new Set<string>()
  const resolve = (ref: string): Target | undefined => {
    const local = withoutOwnId(ref, root)
    const pointer = paths.get(local) ?? localPointer(local)
    const value = pointer && valueAt(root, pointer.map(String))
    if (pointer && value !== undefined) return { key: keyOf(pointer), pointer, value }
    failed.add(ref)
    return undefined
  }
  const problems = (): readonly Diagnostic[] => {
    const places = placesOfRefs(root)
    return [...failed].sort().map((ref) => problemOf(document, ref, places.get(ref)))
  }
  return { objects, resolve, problems }
}
