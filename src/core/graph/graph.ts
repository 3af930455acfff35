import type { ScanResult } from '../model/scan.ts'

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

export const graphOf = (r: ScanResult): Graph => ({
  nodes: r.services.map((s) => ({ id: s.name, kind: s.kind, lang: s.lang })),
  edges: r.links.map((l) => ({
    from: l.from,
    to: l.to,
    via: l.via,
    status: l.status,
    port: l.port,
  })),
})

/** Quotes and angle brackets end a label or start markup. */
const label = (s: string): string =>
  s.replace(/["<>&#;]/g, (c) => `#${c.charCodeAt(0)};`).replace(/\s/g, ' ')

const node = (id: number, name: string, kind: string): string => {
  const text = `"${label(name)}"`
  if (kind === 'datastore') return `  n${id}[(${text})]`
  return kind === 'broker' ? `  n${id}{{${text}}}` : `  n${id}[${text}]`
}

/** A Mermaid flow chart; links that are not confirmed are dotted. Parallel links of a pair are one arrow. */
export const mermaid = (g: Graph): string => {
  const ids = new Map(g.nodes.map((n, i) => [n.id, i]))
  const pairs = new Map<
    string,
    { from: string; to: string; vias: Set<string>; confirmed: boolean }
  >()
  for (const e of g.edges) {
    const key = `${e.from}\0${e.to}`
    const pair = pairs.get(key) ?? {
      from: e.from,
      to: e.to,
      vias: new Set<string>(),
      confirmed: false,
    }
    pair.vias.add(e.via)
    pairs.set(key, { ...pair, confirmed: pair.confirmed || e.status === 'confirmed' })
  }
  const edges = [...pairs.values()].map(
    (p) =>
      `  n${ids.get(p.from)} ${p.confirmed ? '-->' : '-.->'}|${[...p.vias].join(', ')}| n${ids.get(p.to)}`,
  )
  return ['flowchart LR', ...g.nodes.map((n, i) => node(i, n.id, n.kind)), ...edges].join('\n')
}
