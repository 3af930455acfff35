import { type Diagnostic, diagnostic } from '../../../core/diag/diagnostic.ts'
import type { DeploySource } from '../../../core/model/deployment.ts'
import type { Facts } from '../../../core/model/facts.ts'
import { type DocumentFacts, readDocuments } from '../kubernetes/documents.ts'
import { placeIn, type Rendered } from '../rendered.ts'
import { type Budget, newBudget, Stop } from './budget.ts'
import { type Chart, readCharts, topCharts } from './chart.ts'
import { startChart } from './instance.ts'
import { remoteFacts } from './remote.ts'
import { notEvaluated, renderChart } from './render.ts'
import { hole } from './value.ts'

const released = (facts: Facts, release: string): Facts => ({
  ...facts,
  ...(facts.units ? { units: facts.units.map((u) => ({ ...u, release })) } : {}),
})

const readRendered = (made: Rendered, deployment: string, release: string): DocumentFacts => {
  const found = readDocuments({
    path: made.path,
    text: made.text,
    deployment,
    placeOf: (line) => placeIn(made, line),
  })
  // What does not parse once it is rendered is no fault of the repository: RTT left something open.
  const broken = found.diagnostics[0]?.at
  const open = found.nameless ?? broken
  const why = found.nameless ? 'a name is not known' : 'what it prints is no YAML'
  return {
    ...found,
    facts: found.facts.map((f) => released(f, release)),
    diagnostics: open === undefined ? [] : [notEvaluated(made.path, why, open.line)],
  }
}

const onePerFile = (all: readonly Diagnostic[]): Diagnostic[] => {
  const seen = new Map<string, Diagnostic>()
  for (const d of all) if (!seen.has(d.at?.path ?? '')) seen.set(d.at?.path ?? '', d)
  return [...seen.values()]
}

const linkChart = (
  chart: Chart,
  charts: ReadonlyMap<string, Chart>,
  budget: Budget,
): DocumentFacts => {
  const deployment = `helm:${chart.folder}`
  try {
    budget.next()
    const { instance, remotes } = startChart(chart, charts, budget)
    const { rendered, diagnostics } = renderChart(instance, budget)
    const read = rendered
      .filter((r) => /^[ \t]*kind:/m.test(r.text) || r.text.includes(hole))
      .map((r) => readRendered(r, deployment, chart.name))
    const others = remotes.map((r) => remoteFacts(r, deployment, chart.name))
    return {
      facts: [...read.flatMap((r) => r.facts), ...others.map((f) => released(f, chart.name))],
      proxies: read.flatMap((r) => r.proxies),
      diagnostics: onePerFile([...diagnostics, ...read.flatMap((r) => r.diagnostics)]),
    }
  } catch (cause) {
    const why = cause instanceof Stop ? cause.message : 'it was not understood'
    const at = { path: chart.path, line: 1 }
    return {
      facts: [],
      proxies: [],
      diagnostics: [diagnostic('RTT1015', `this chart was not evaluated: ${why}`, { at })],
    }
  }
}

/** Renders every chart that no other one takes in; `owned` are the files that belong to charts. */
export const linkCharts = (
  sources: readonly DeploySource[],
): { read: readonly DocumentFacts[] } & Pick<
  ReturnType<typeof readCharts>,
  'owned' | 'isWithin'
> => {
  const { charts, owned, isWithin } = readCharts(sources)
  const budget = newBudget()
  return { read: topCharts(charts).map((c) => linkChart(c, charts, budget)), owned, isWithin }
}
