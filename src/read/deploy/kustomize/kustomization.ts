import type { DeploySource } from '../../../core/model/deployment.ts'
import { folderOf, resolvePath } from '../../../core/model/path.ts'
import type { Place } from '../../../core/model/place.ts'
import { parseYaml, type Yaml } from '../../yaml/document.ts'

/** A patch: its own text or a file with it, and which documents it is meant for. */
export type PatchEntry = {
  readonly inline?: { readonly text: string; readonly at: Place }
  readonly path?: string
  readonly target?: Yaml
}

/** What a kustomization.yaml asks for; paths are those of the repository. */
export type Kustomization = {
  readonly folder: string
  readonly path: string
  readonly root: Yaml
  readonly isComponent: boolean
  readonly resources: readonly string[]
  readonly components: readonly string[]
  readonly patches: readonly PatchEntry[]
  /** Every path that it names: such files mean nothing by themselves. */
  readonly named: readonly string[]
}

const file = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/

/** True for files that Kustomize reads in a folder. */
export const isKustomization = (path: string): boolean => file.test(path)

const patchText = (p: Yaml, folder: string, target?: Yaml): PatchEntry => {
  const text = p.text ?? ''
  const path =
    text.includes('\n') || text.trim().startsWith('{') ? undefined : resolvePath(folder, text)
  const own = path === undefined ? { inline: { text, at: p.line } } : { path }
  return { ...own, ...(target?.exists ? { target } : {}) }
}

const patchesIn = (root: Yaml, folder: string): PatchEntry[] => [
  ...root
    .get('patchesStrategicMerge')
    .items()
    .map((p) => patchText(p, folder)),
  ...[...root.get('patches').items(), ...root.get('patchesJson6902').items()].map((p) =>
    patchText(
      p.text !== undefined ? p : p.get('path').exists ? p.get('path') : p.get('patch'),
      folder,
      p.get('target'),
    ),
  ),
]

const resolved = (folder: string, names: readonly string[]): string[] =>
  names.flatMap((n) => resolvePath(folder, n) ?? [])

const lists = ['configurations', 'crds', 'generators', 'transformers', 'validators', 'openapi']

/** Reads a kustomization; undefined for what is none. */
export const readKustomization = (source: DeploySource): Kustomization | undefined => {
  const root = parseYaml(source).roots[0]
  // Flux calls what it applies a Kustomization, too.
  const isOther = root?.get('apiVersion').text?.startsWith('kustomize.toolkit') ?? false
  if (root === undefined || !root.isMap || isOther) return undefined
  const folder = folderOf(source.path)
  const resources = resolved(folder, [...root.get('resources').texts, ...root.get('bases').texts])
  const components = resolved(folder, root.get('components').texts)
  const patches = patchesIn(root, folder)
  return {
    folder,
    path: source.path,
    root,
    isComponent: root.get('kind').text === 'Component',
    resources,
    components,
    patches,
    named: [
      ...resources,
      ...components,
      ...patches.flatMap((p) => p.path ?? []),
      ...lists.flatMap((l) => resolved(folder, root.get(l).texts)),
      ...root
        .get('replacements')
        .items()
        .flatMap((r) => resolved(folder, r.get('path').texts)),
    ],
  }
}
