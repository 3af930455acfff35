import { resolvePath } from '../../../core/model/path.ts'
import type { Yaml } from '../../yaml/document.ts'
import { type Doc, kindOf, nameOf } from './document.ts'
import type { Kustomization } from './kustomization.ts'
import { memberAt, scalarTree, type Tree } from './tree.ts'

const dataMax = 1000

const pair = (text: string): [string, string] => {
  const i = text.indexOf('=')
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + 1).replace(/^(["'])(.*)\1$/, '$2')]
}

type Texts = ReadonlyMap<string, string>

const literals = (g: Yaml): [string, Tree][] =>
  g
    .get('literals')
    .items()
    .flatMap((l) => {
      if (l.text === undefined) return []
      const [key, value] = pair(l.text)
      return [[key, scalarTree(value, l.line)]]
    })

const files = (g: Yaml, folder: string, texts: Texts): [string, Tree][] =>
  g
    .get('files')
    .items()
    .flatMap((f) => {
      const [first, second] = (f.text ?? '').split('=') as [string, string | undefined]
      const path = resolvePath(folder, second ?? first)
      const text = path === undefined ? undefined : texts.get(path)
      if (path === undefined || text === undefined) return []
      const key = second === undefined ? path.slice(path.lastIndexOf('/') + 1) : first
      return [[key, scalarTree(text, { path, line: 1 })]]
    })

const envs = (g: Yaml, folder: string, texts: Texts): [string, Tree][] =>
  [...g.get('envs').items(), g.get('env')].flatMap((e) => {
    const path = resolvePath(folder, e.text ?? '')
    const text = path === undefined || e.text === undefined ? undefined : texts.get(path)
    if (path === undefined || text === undefined) return []
    return text.split('\n').flatMap((raw, i): [string, Tree][] => {
      if (!raw.includes('=') || /^\s*#/.test(raw)) return []
      const [key, value] = pair(raw.trim())
      return [[key, scalarTree(value, { path, line: i + 1 })]]
    })
  })

const toDocument = (name: string, g: Yaml, data: readonly [string, Tree][]): Tree => {
  const at = g.line
  const map = (members: ReadonlyMap<string, Tree>): Tree => ({ kind: 'map', members, at })
  return map(
    new Map([
      ['apiVersion', scalarTree('v1', at)],
      ['kind', scalarTree('ConfigMap', at)],
      ['metadata', map(new Map([['name', scalarTree(name, at)]]))],
      ['data', map(new Map(data.slice(0, dataMax)))],
    ]),
  )
}

const joinData = (own: Tree, more: readonly [string, Tree][]): Tree => {
  const data = memberAt(own, 'data')
  if (own.kind !== 'map') return own
  const members = new Map([...(data?.kind === 'map' ? data.members : []), ...more])
  return { ...own, members: new Map(own.members).set('data', { kind: 'map', members, at: own.at }) }
}

/** Adds the ConfigMaps that a kustomization generates. Secrets that it generates are not looked at. */
export const generate = (k: Kustomization, docs: readonly Doc[], texts: Texts): Doc[] => {
  const out = [...docs]
  for (const g of k.root.get('configMapGenerator').items()) {
    const name = g.get('name').text
    if (name === undefined) continue
    const data = [...files(g, k.folder, texts), ...envs(g, k.folder, texts), ...literals(g)]
    const i = out.findIndex((d) => kindOf(d.tree) === 'ConfigMap' && d.names.includes(name))
    const own = out[i]
    if (own !== undefined && g.get('behavior').text === 'merge')
      out[i] = { ...own, tree: joinData(own.tree, data) }
    else if (own !== undefined) out[i] = { ...own, tree: toDocument(nameOf(own.tree), g, data) }
    else out.push({ tree: toDocument(name, g, data), names: [name] })
  }
  return out
}
