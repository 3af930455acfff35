import type { CodeFacts } from '../../../core/model/code.ts'
import type { Binding } from '../../../core/model/deployment.ts'
import type { Facts } from '../../../core/model/facts.ts'
import type { Place } from '../../../core/model/place.ts'
import { parseYaml, type Yaml } from '../../yaml/document.ts'
import { nginxReader } from '../nginx.ts'
import { type Resource, toExpression } from './resource.ts'
import { configFile } from './workload.ts'

const valueMax = 500
const fileMax = 100_000
const keysMax = 1000
const depthMax = 12

/** A file inside of a ConfigMap that configures a proxy: who mounts it, speaks as it says. */
export type ProxyFile = {
  readonly deployment: string
  /** The name of the ConfigMap. */
  readonly name: string
  readonly code: readonly CodeFacts[]
}

type Pair = { readonly key: string; readonly text: string; readonly line: number }

const propertyLine = /^\s*(?:export\s+)?([A-Za-z_][\w.[\]-]*)\s*[=:]\s*(.*?)\s*$/

const properties = (text: string): Pair[] =>
  text.split('\n').flatMap((raw, i) => {
    const m = raw.length > valueMax || /^\s*[#!;]/.test(raw) ? null : propertyLine.exec(raw)
    return m ? [{ key: m[1]!, text: m[2]!.replace(/^(["'])(.*)\1$/, '$2'), line: i + 1 }] : []
  })

const flattened = (node: Yaml, prefix: string, depth = 0): Pair[] => {
  if (depth > depthMax) return []
  const own = node.text
  if (own !== undefined)
    return prefix === '' ? [] : [{ key: prefix, text: own, line: node.line.line }]
  const members = node.isMap
    ? node.entries().map(([k, v]) => [prefix === '' ? k : `${prefix}.${k}`, v] as const)
    : node.items().map((v, i) => [`${prefix}[${i}]`, v] as const)
  return members.flatMap(([k, v]) => flattened(v, k, depth + 1))
}

const pairsIn = (name: string, text: string): Pair[] => {
  if (/\.(?:properties|env)$/i.test(name) || /(?:^|\/)\.?env$/i.test(name)) return properties(text)
  // Other files say what a program may look up, and often list the addresses of everybody.
  if (!/^(?:application|bootstrap)[\w.-]*\.ya?ml$/i.test(name)) return []
  return parseYaml({ path: name, text }).roots.flatMap((r) => flattened(r, ''))
}

/** Where a line of the text of a node stands; exact only where the node is a block of a plain file. */
const placed = (node: Yaml, line: number, isMade: boolean): Place =>
  isMade ? node.line : { path: node.line.path, line: node.line.line + line }

const nginx = (name: string, node: Yaml, isMade: boolean): CodeFacts[] => {
  const text = node.text ?? ''
  if (!/\.(?:conf|template)$/i.test(name) || !/\b(?:server|upstream)\s*[\w.-]*\s*\{/.test(text))
    return []
  const found = nginxReader.read({ path: 'nginx.conf', text }).code ?? []
  return found.map((c) => ({
    ...c,
    path: node.line.path,
    endpoints: c.endpoints.map((e) => ({ ...e, at: placed(node, e.at.line, isMade) })),
    reads: c.reads.map((r) => ({ ...r, at: placed(node, r.at.line, isMade) })),
  }))
}

/** A ConfigMap: its keys as bindings, and those of the files inside of it under a name of their own. */
export const configMapFacts = (
  { doc, name, deployment }: Resource,
  isMade: boolean,
): { facts: Facts; proxies: readonly ProxyFile[] } => {
  const entries = doc.get('data').entries()
  const bindings = entries.flatMap(([key, v]): Binding[] => {
    const text = v.text
    if (text === undefined || text.length > fileMax) return []
    const plain: Binding[] =
      text.length > valueMax
        ? []
        : [
            {
              deployment,
              unit: `configmap/${name}`,
              key,
              value: toExpression(text, v.line),
              at: v.line,
            },
          ]
    const inner = pairsIn(key, text)
      .slice(0, keysMax)
      .filter((p) => p.text.length <= valueMax)
      .map((p): Binding => {
        const at = placed(v, p.line, isMade)
        return {
          deployment,
          unit: configFile(name),
          key: p.key,
          value: toExpression(p.text, at),
          at,
        }
      })
    return [...plain, ...inner]
  })
  const code = entries.flatMap(([key, v]) =>
    (v.text?.length ?? 0) > fileMax ? [] : nginx(key, v, isMade),
  )
  return { facts: { bindings }, proxies: code.length === 0 ? [] : [{ deployment, name, code }] }
}
