import type { Budget } from './budget.ts'
import { type Chart, type Dependency, insideOf, localChart } from './chart.ts'
import { copyValue } from './functions/collection.ts'
import { isMap, type Value, type ValueMap } from './value.ts'

/** A chart as another one (or nobody) starts it: under a name, with values. */
export type Instance = {
  readonly chart: Chart
  readonly name: string
  /** `shop/charts/db`: what its templates are called by. */
  readonly path: string
  readonly values: ValueMap
  readonly children: readonly Instance[]
}

/** A dependency on a chart that is not in the repository, with the values that are set for it. */
export type Remote = {
  readonly chart: Chart
  readonly dependency: Dependency
  readonly values: ValueMap
}

const depthMax = 8
const instancesMax = 200

type Growth = {
  readonly charts: ReadonlyMap<string, Chart>
  readonly budget: Budget
  readonly remotes: Remote[]
  count: number
}

/** What is given wins over what is there; an explicit nothing takes a key away. */
const overlay = (target: ValueMap, given: ValueMap, spend: (steps: number) => void): void => {
  for (const [k, v] of given) {
    spend(1)
    const own = target.get(k)
    if (v === null) target.delete(k)
    else if (own !== undefined && isMap(own) && isMap(v)) overlay(own, v, spend)
    else target.set(k, copyValue(v, spend))
  }
}

const lookUp = (values: ValueMap, path: string): Value | undefined => {
  let v: Value | undefined = values
  for (const key of path.split('.')) v = v !== undefined && isMap(v) ? v.get(key) : undefined
  return v
}

const isEnabled = (d: Dependency, values: ValueMap): boolean => {
  const set = d.condition.map((c) => lookUp(values, c)).find((v) => typeof v === 'boolean')
  if (set !== undefined) return set === true
  const tags = d.tags.map((t) => lookUp(values, `tags.${t}`)).filter((v) => v !== undefined)
  return tags.length === 0 || tags.includes(true)
}

type Wanted = { readonly chart: Chart; readonly name: string; readonly dependency?: Dependency }

const wantedBy = (chart: Chart, growth: Growth): Wanted[] => {
  const named = chart.dependencies.flatMap((dependency): Wanted[] => {
    const inner = localChart(dependency, chart, growth.charts)
    return inner === undefined
      ? []
      : [{ chart: inner, name: dependency.alias ?? dependency.name, dependency }]
  })
  const rest = insideOf(chart, growth.charts).filter((c) => !named.some((n) => n.chart === c))
  return [...named, ...rest.map((c) => ({ chart: c, name: c.name }))]
}

const childValues = (parent: ValueMap, name: string, spend: (steps: number) => void): ValueMap => {
  const own = parent.get(name)
  const given = own !== undefined && isMap(own) ? (copyValue(own, spend) as ValueMap) : new Map()
  const global = parent.get('global')
  if (global !== undefined && isMap(global)) {
    const shared = given.get('global')
    const merged: ValueMap = shared !== undefined && isMap(shared) ? shared : new Map()
    overlay(merged, global, spend)
    given.set('global', merged)
  }
  return given
}

const grow = (
  chart: Chart,
  as: { name: string; path: string; given: ValueMap; depth: number },
  growth: Growth,
): Instance => {
  const { spend } = growth.budget
  const values = copyValue(chart.values, spend) as ValueMap
  overlay(values, as.given, spend)
  const children: Instance[] = []
  for (const w of as.depth > depthMax ? [] : wantedBy(chart, growth)) {
    if (++growth.count > instancesMax) break
    const child = grow(
      w.chart,
      {
        name: w.name,
        path: `${as.path}/charts/${w.name}`,
        given: childValues(values, w.name, spend),
        depth: as.depth + 1,
      },
      growth,
    )
    if (!w.chart.isLibrary) values.set(w.name, child.values)
    if (w.dependency === undefined || isEnabled(w.dependency, values)) children.push(child)
  }
  for (const dependency of chart.dependencies)
    if (
      localChart(dependency, chart, growth.charts) === undefined &&
      isEnabled(dependency, values) &&
      growth.remotes.length < instancesMax
    )
      growth.remotes.push({
        chart,
        dependency,
        values: childValues(values, dependency.alias ?? dependency.name, spend),
      })
  return { chart, name: as.name, path: as.path, values, children }
}

/** A chart with the charts that it takes in, each with its values. */
export const startChart = (
  chart: Chart,
  charts: ReadonlyMap<string, Chart>,
  budget: Budget,
): { instance: Instance; remotes: readonly Remote[] } => {
  const growth: Growth = { charts, budget, remotes: [], count: 0 }
  const instance = grow(
    chart,
    { name: chart.name, path: chart.name, given: new Map(), depth: 0 },
    growth,
  )
  return { instance, remotes: growth.remotes }
}

/** An instance and all below it, the deepest first: what stands above may define templates anew. */
export const allInstances = (instance: Instance): Instance[] => [
  ...instance.children.flatMap(allInstances),
  instance,
]
