import { wiringOf } from '../link/wiring.ts'
import { compareText } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'
import { visible } from './visible.ts'

/** The wiring as nodes and edges: what a drawing tool needs, and no more. */
export type Graph = {
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly lang: string }[]
  readonly edges: readonly {
    readonly from: string
    readonly to: string
    readonly via: string
    readonly status: string
    readonly port: string
  }[]
}

type GraphNode = Graph['nodes'][number]

/** Packages that links of the wiring end at and that are no services. */
const packageNodes = (r: ScanResult): GraphNode[] => {
  const services = new Set(r.services.map((s) => s.name))
  const langs = new Map(
    (r.imports ?? [])
      .filter((l) => l.isInner !== true)
      .flatMap((l) => [l.from, l.to].map((id) => [id, l.ecosystem] as const)),
  )
  return [...langs]
    .filter(([id]) => !services.has(id))
    .map(([id, lang]) => ({ id, kind: 'package', lang }))
    .sort((a, b) => compareText(a.id, b.id))
}

/** Services with their links; packages, too, where no service is built from a workspace. */
export const graphOf = (r: ScanResult): Graph => ({
  nodes: [
    ...r.services.map((s): GraphNode => ({ id: s.name, kind: s.kind, lang: s.lang })),
    ...packageNodes(r),
  ],
  edges: wiringOf(r).map((l) => ({
    from: l.from,
    to: l.to,
    via: l.via,
    status: l.status,
    port: l.port,
  })),
})

/** Quotes and angle brackets end a label or start markup. */
const label = (s: string): string =>
  visible(s)
    .replace(/["<>&#;]/g, (c) => `#${c.charCodeAt(0)};`)
    .replace(/\s/g, ' ')

const node = (id: number, name: string, kind: string): string => {
  const text = `"${label(name)}"`
  if (kind === 'datastore') return `  n${id}[(${text})]`
  return kind === 'broker' ? `  n${id}{{${text}}}` : `  n${id}[${text}]`
}

type Pair = { readonly ends: string; readonly vias: Set<string>; isConfirmed: boolean }

/** A Mermaid flow chart; links that are not confirmed are dotted. Parallel links of a pair are one arrow. */
export const mermaid = (g: Graph): string => {
  const ids = new Map(g.nodes.map((n, i) => [n.id, i]))
  const pairs = new Map<string, Pair>()
  for (const e of g.edges) {
    const [from, to] = [ids.get(e.from), ids.get(e.to)]
    if (from === undefined || to === undefined) continue
    const key = `${from} ${to}`
    const pair = pairs.get(key) ?? { ends: key, vias: new Set(), isConfirmed: false }
    pair.vias.add(e.via)
    pair.isConfirmed ||= e.status === 'confirmed'
    pairs.set(key, pair)
  }
  const edges = [...pairs.values()].map(({ ends, vias, isConfirmed }) => {
    const [from, to] = ends.split(' ')
    return `  n${from} ${isConfirmed ? '-->' : '-.->'}|${[...vias].join(', ')}| n${to}`
  })
  return ['flowchart LR', ...g.nodes.map((n, i) => node(i, n.id, n.kind)), ...edges].join('\n')
}
