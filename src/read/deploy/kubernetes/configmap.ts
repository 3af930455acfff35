import type { CodeFacts } from '../../../core/model/code.ts'
import type { Binding } from '../../../core/model/deployment.ts'
import type { Facts } from '../../../core/model/facts.ts'
import type { Place } from '../../../core/model/place.ts'
import { configReader } from '../../config/reader.ts'
import { parseYaml, type Yaml } from '../../yaml/document.ts'
import { envoyReader } from '../envoy.ts'
import { nginxReader } from '../nginx.ts'
import { type Resource, toExpression } from './resource.ts'
import { configFile } from './workload.ts'

const valueMax = 500
const fileMax = 100_000
const keysMax = 1000
const depthMax = 12

/**
 * A file inside of a ConfigMap that configures a proxy: who mounts it, speaks as it says. Settings of another program
 * (`isSettings`) say so only where one alone mounts them: those of many often list the addresses of everybody.
 */
export type ProxyFile = {
  readonly deployment: string
  /** The name of the ConfigMap. */
  readonly name: string
  readonly isSettings?: true
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

/** Whose configuration a file is, by its ending and by what stands in it. */
const proxyReader = (name: string, text: string) => {
  if (/\.(?:conf|template)$/i.test(name))
    return /\b(?:server|upstream)\s*[\w.-]*\s*\{/.test(text) ? nginxReader : undefined
  return /\.(?:ya?ml|json)$/i.test(name) && text.includes('static_resources')
    ? envoyReader
    : undefined
}

const proxy = (name: string, node: Yaml, isMade: boolean): CodeFacts[] => {
  const text = node.text ?? ''
  const found = proxyReader(name, text)?.read({ path: name, text }).code ?? []
  return found.map((c) => at(c, node, isMade))
}

/** Facts of a text in a node, as they stand in the file around it. */
const at = (c: CodeFacts, node: Yaml, isMade: boolean): CodeFacts => ({
  ...c,
  path: node.line.path,
  endpoints: c.endpoints.map((e) => ({ ...e, at: placed(node, e.at.line, isMade) })),
  reads: c.reads.map((r) => ({ ...r, at: placed(node, r.at.line, isMade) })),
})

const settings = (name: string, node: Yaml, isMade: boolean): CodeFacts[] => {
  const text = node.text ?? ''
  if (proxyReader(name, text) !== undefined || pairsIn(name, text).length > 0) return []
  if (!configReader.accepts(name)) return []
  const found = configReader.read({ path: name, text }).code ?? []
  return found.map((c) => ({ ...at(c, node, isMade), assignments: [] }))
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
  const files = entries.filter(([, v]) => (v.text?.length ?? 0) <= fileMax)
  const code = files.flatMap(([key, v]) => proxy(key, v, isMade))
  const own = files.flatMap(([key, v]) => settings(key, v, isMade))
  const proxies: ProxyFile[] = [
    ...(code.length === 0 ? [] : [{ deployment, name, code }]),
    ...(own.length === 0 ? [] : [{ deployment, name, code: own, isSettings: true as const }]),
  ]
  return { facts: { bindings }, proxies }
}
