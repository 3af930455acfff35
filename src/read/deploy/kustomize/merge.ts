import { type Tree, textIn } from './tree.ts'

/** Lists of these names are merged by a key of their items, as Kubernetes merges them. */
const listKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  ports: ['containerPort', 'port'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
}

/** Kinds whose lists have no keys: a patch replaces them whole. */
const builtIn =
  /^(?:|apps|batch|extensions|networking\.k8s\.io|policy|autoscaling|rbac\.authorization\.k8s\.io)$/

const directive = (tree: Tree): string | undefined => textIn(tree, '$patch')

const withoutDirective = (tree: Tree): Tree =>
  tree.kind === 'map' && tree.members.has('$patch')
    ? { ...tree, members: new Map([...tree.members].filter(([k]) => k !== '$patch')) }
    : tree

const mergeLists = (
  own: readonly Tree[],
  patch: readonly Tree[],
  key: string,
  keyed: boolean,
): Tree[] => {
  if (patch.some((p) => directive(p) === 'replace'))
    return patch.filter((p) => directive(p) !== 'replace')
  const out = [...own]
  for (const p of patch) {
    const id = textIn(p, key)
    const i = id === undefined ? -1 : out.findIndex((o) => textIn(o, key) === id)
    if (directive(p) === 'delete') {
      if (i >= 0) out.splice(i, 1)
    } else if (i < 0) out.push(p)
    else out[i] = mergeTrees(out[i]!, p, keyed)
  }
  return out
}

const mergeMember = (name: string, own: Tree, patch: Tree, keyed: boolean): Tree => {
  if (own.kind !== 'list' || patch.kind !== 'list') return mergeTrees(own, patch, keyed)
  const key = keyed
    ? (listKeys[name] ?? []).find((k) =>
        [...own.items, ...patch.items].some((i) => textIn(i, k) !== undefined),
      )
    : undefined
  return key === undefined
    ? patch
    : { ...own, items: mergeLists(own.items, patch.items, key, keyed) }
}

const mergeTrees = (own: Tree, patch: Tree, keyed: boolean): Tree => {
  if (own.kind !== 'map' || patch.kind !== 'map' || directive(patch) === 'replace')
    return withoutDirective(patch)
  const members = new Map(own.members)
  for (const [k, p] of patch.members) {
    const before = members.get(k)
    if (k === '$patch') continue
    if (p.kind === 'scalar' && p.value === null) members.delete(k)
    else if (directive(p) === 'delete') members.delete(k)
    else
      members.set(k, before === undefined ? withoutDirective(p) : mergeMember(k, before, p, keyed))
  }
  return { ...own, members }
}

/**
 * A strategic merge patch on a document: maps are merged, lists of containers, variables, ports and
 * volumes by their key. Undefined where the patch takes the document away.
 */
export const mergePatch = (own: Tree, patch: Tree): Tree | undefined => {
  if (directive(patch) === 'delete') return undefined
  const version = textIn(own, 'apiVersion') ?? ''
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : ''
  return mergeTrees(own, patch, builtIn.test(group))
}
