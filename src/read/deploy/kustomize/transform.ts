import { type Doc, kindOf, nameOf } from './document.ts'
import type { Kustomization } from './kustomization.ts'
import { changeAt, scalarTree, type Tree, textIn } from './tree.ts'

const pods: readonly (readonly string[])[] = [
  ['spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
]

const containers = pods.flatMap((p) => ['containers', 'initContainers'].map((c) => [...p, c, '*']))

const splitImage = (image: string): { name: string; rest: string } => {
  const m = /^(.*?)((?::[^/:@]*)?(?:@.*)?)$/.exec(image)!
  return { name: m[1]!, rest: m[2]! }
}

/** Sets new names and tags of images. */
const setImages = (k: Kustomization, docs: readonly Doc[]): readonly Doc[] => {
  const wanted = k.root.get('images').items()
  if (wanted.length === 0) return docs
  const change = (t: Tree): Tree | undefined => {
    if (t.kind !== 'scalar' || typeof t.value !== 'string') return undefined
    const { name, rest } = splitImage(t.value)
    const entry = wanted.find((w) => w.get('name').text === name)
    if (entry === undefined) return undefined
    const tag = entry.get('newTag').text
    const digest = entry.get('digest').text
    const end = digest === undefined ? (tag === undefined ? rest : `:${tag}`) : `@${digest}`
    return scalarTree((entry.get('newName').text ?? name) + end, t.at)
  }
  return docs.map((d) => ({
    ...d,
    tree: containers.reduce((tree, path) => changeAt(tree, [...path, 'image'], change), d.tree),
  }))
}

/** Where documents name a ConfigMap, a Secret, or a Service. */
const references: readonly { readonly kind: string; readonly path: readonly string[] }[] = [
  ...containers.flatMap((c) => [
    { kind: 'ConfigMap', path: [...c, 'envFrom', '*', 'configMapRef', 'name'] },
    { kind: 'ConfigMap', path: [...c, 'env', '*', 'valueFrom', 'configMapKeyRef', 'name'] },
  ]),
  ...pods.flatMap((p) => [
    { kind: 'ConfigMap', path: [...p, 'volumes', '*', 'configMap', 'name'] },
    {
      kind: 'ConfigMap',
      path: [...p, 'volumes', '*', 'projected', 'sources', '*', 'configMap', 'name'],
    },
  ]),
  {
    kind: 'Service',
    path: ['spec', 'rules', '*', 'http', 'paths', '*', 'backend', 'service', 'name'],
  },
  { kind: 'Service', path: ['spec', 'rules', '*', 'http', 'paths', '*', 'backend', 'serviceName'] },
  { kind: 'Service', path: ['spec', 'rules', '*', 'backendRefs', '*', 'name'] },
  { kind: 'Service', path: ['spec', 'defaultBackend', 'service', 'name'] },
]

/** Kinds whose names stay what they are. */
const unnamed = /^(?:Namespace|CustomResourceDefinition|APIService)$/

/** Puts the prefix and the suffix around names, and follows them to those who name them. */
const rename = (k: Kustomization, docs: readonly Doc[]): readonly Doc[] => {
  const prefix = k.root.get('namePrefix').text ?? ''
  const suffix = k.root.get('nameSuffix').text ?? ''
  if (prefix === '' && suffix === '') return docs
  const renamed = new Set(docs.map((d) => `${kindOf(d.tree)}\0${nameOf(d.tree)}`))
  const around = (t: Tree): Tree | undefined =>
    t.kind === 'scalar' ? scalarTree(`${prefix}${t.value}${suffix}`, t.at) : undefined
  return docs.map((d) => {
    let tree = unnamed.test(kindOf(d.tree))
      ? d.tree
      : changeAt(d.tree, ['metadata', 'name'], around)
    for (const { kind, path } of references)
      tree = changeAt(tree, path, (t) =>
        t.kind === 'scalar' && renamed.has(`${kind}\0${t.value}`) ? around(t) : undefined,
      )
    return { tree, names: [...new Set([...d.names, textIn(tree, 'metadata', 'name') ?? ''])] }
  })
}

const varsMax = 100

/** What the variables of a kustomization stand for: fields of its documents, their names unless told. */
const variablesOf = (k: Kustomization, docs: readonly Doc[]): ReadonlyMap<string, string> =>
  new Map(
    k.root
      .get('vars')
      .items()
      .slice(0, varsMax)
      .flatMap((v) => {
        const [kind, name] = [v.get('objref', 'kind').text, v.get('objref', 'name').text]
        const doc = docs.find((d) => kindOf(d.tree) === kind && d.names.includes(name ?? ''))
        const field = v.get('fieldref', 'fieldpath').text ?? 'metadata.name'
        const value = doc && textIn(doc.tree, ...field.split('.'))
        const key = v.get('name').text
        return key === undefined || value === undefined ? [] : [[key, value] as const]
      }),
  )

const filled = (tree: Tree, values: ReadonlyMap<string, string>): Tree => {
  if (tree.kind === 'list') return { ...tree, items: tree.items.map((i) => filled(i, values)) }
  if (tree.kind === 'map')
    return { ...tree, members: new Map([...tree.members].map(([k, v]) => [k, filled(v, values)])) }
  if (typeof tree.value !== 'string' || !tree.value.includes('$(')) return tree
  const value = tree.value.replace(/\$\((\w+)\)/g, (all, key: string) => values.get(key) ?? all)
  return { ...tree, value }
}

const fillVariables = (k: Kustomization, docs: readonly Doc[]): readonly Doc[] => {
  const values = variablesOf(k, docs)
  return values.size === 0 ? docs : docs.map((d) => ({ ...d, tree: filled(d.tree, values) }))
}

/** What a kustomization does to all of its documents after its patches. */
export const transform = (k: Kustomization, docs: readonly Doc[]): readonly Doc[] =>
  fillVariables(k, rename(k, setImages(k, docs)))
