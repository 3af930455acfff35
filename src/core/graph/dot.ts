import type { PageData } from './page.ts'

/** In a quoted string of DOT only quotes end it; backslashes and entities would be read as more than text. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;')}"`

const shapes = {
  service: 'box',
  job: 'box',
  datastore: 'cylinder',
  broker: 'cds',
  external: 'ellipse',
  agent: 'component',
} as const

const styles = { confirmed: 'solid', declared: 'dashed', dead: 'dotted' } as const

const node = (data: PageData, i: number): string => {
  const { name, kind } = data.services[i]!
  return `n${i} [label=${quoted(name)}, shape=${shapes[kind]}];`
}

const cluster = (data: PageData, group: number): string[] => {
  const members = data.services.flatMap((s, i) => (s.group === group ? [node(data, i)] : []))
  if (data.groups.length < 2) return members.map((line) => `  ${line}`)
  return [
    `  subgraph cluster_${group} {`,
    `    label=${quoted(data.groups[group]!.name)};`,
    ...members.map((line) => `    ${line}`),
    '  }',
  ]
}

const rank = { confirmed: 0, declared: 1, dead: 2 } as const

/** Parallel links of a pair are one arrow with all their protocols. */
const edges = (data: PageData): string[] =>
  [...Map.groupBy(data.links, (l) => `n${l.from} -> n${l.to}`)].map(([pair, links]) => {
    const vias = [...new Set(links.map((l) => l.via))].join(', ')
    const { status } = links.toSorted((a, b) => rank[a.status] - rank[b.status])[0]!
    return `  ${pair} [label=${quoted(vias)}, style=${styles[status]}];`
  })

/**
 * The graph for Graphviz: a cluster for each folder, shapes by kind, dashes by status. Names are labels
 * only, so none of them can be taken for syntax.
 */
export const dot = (data: PageData): string =>
  [
    'digraph rtt {',
    '  rankdir=LR;',
    '  node [fontname="Helvetica", style=rounded];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...data.groups.flatMap((_, group) => cluster(data, group)),
    ...edges(data),
    '}',
  ].join('\n')
