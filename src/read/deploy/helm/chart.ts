import type { DeploySource } from '../../../core/model/deployment.ts'
import { baseOf, folderOf, resolvePath } from '../../../core/model/path.ts'
import { compareText } from '../../../core/model/place.ts'
import { parseYaml, type Yaml } from '../../yaml/document.ts'
import { fromNode } from './encode.ts'
import { isMap, type ValueMap } from './value.ts'

/** What a chart says that it needs of another one. */
export type Dependency = {
  readonly name: string
  readonly alias?: string
  readonly repository: string
  /** Paths of values, the first of which that is set decides. */
  readonly condition: readonly string[]
  readonly tags: readonly string[]
  readonly line: number
}

/** A folder with a Chart.yaml, as it is written. */
export type Chart = {
  readonly folder: string
  readonly name: string
  /** Members of Chart.yaml, by the names that templates know them by. */
  readonly meta: ValueMap
  readonly values: ValueMap
  readonly templates: readonly DeploySource[]
  /** Text of the other files that were read of it, by their path within the chart. */
  readonly files: ReadonlyMap<string, string>
  readonly dependencies: readonly Dependency[]
  readonly isLibrary: boolean
  readonly path: string
}

const chartFile = /(?:^|\/)Chart\.ya?ml$/
const templateFile = /^templates\/.*\.(?:ya?ml|tpl|txt)$/

/** Files that mean nothing outside of their chart. */
const ownedFile = /^(?:templates|crds|ci)\/|^[^/]*(?:values|Chart|requirements)[^/]*\.ya?ml$/

const rootOf = (path: string, roots: ReadonlySet<string>): string | undefined => {
  for (let f = folderOf(path); ; f = folderOf(f)) {
    if (roots.has(f)) return f
    if (f === '') return undefined
  }
}

const within = (path: string, root: string): string =>
  root === '' ? path : path.slice(root.length + 1)

const mapIn = (source: DeploySource | undefined): { root: Yaml | undefined; map: ValueMap } => {
  const root = source === undefined ? undefined : parseYaml(source).roots[0]
  const value = root && fromNode(root)
  return { root, map: value !== undefined && isMap(value) ? value : new Map() }
}

const capitalized = (map: ValueMap): ValueMap =>
  new Map(
    [...map].map(([k, v]) => [
      k === 'apiVersion' ? 'APIVersion' : k.slice(0, 1).toUpperCase() + k.slice(1),
      v,
    ]),
  )

const commas = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((t) => (t.trim() === '' ? [] : [t.trim()]))

const dependenciesIn = (root: Yaml | undefined): Dependency[] =>
  (root?.get('dependencies').items() ?? []).flatMap((d) => {
    const name = d.get('name').text
    const alias = d.get('alias').text
    return name === undefined
      ? []
      : [
          {
            name,
            ...(alias === undefined ? {} : { alias }),
            repository: d.get('repository').text ?? '',
            condition: commas(d.get('condition').text),
            tags: d.get('tags').texts,
            line: d.line.line,
          },
        ]
  })

const toChart = (folder: string, files: ReadonlyMap<string, DeploySource>): Chart => {
  const own = files.get('Chart.yaml') ?? files.get('Chart.yml')!
  const { root, map } = mapIn(own)
  const older = files.get('requirements.yaml')
  const name = root?.get('name').text ?? baseOf(folder)
  return {
    folder,
    name,
    meta: capitalized(map).set('Name', name),
    values: mapIn(files.get('values.yaml') ?? files.get('values.yml')).map,
    templates: [...files]
      .filter(([path]) => templateFile.test(path))
      .map(([, s]) => s)
      .sort((a, b) => compareText(a.path, b.path)),
    files: new Map(
      [...files].filter(([path]) => !templateFile.test(path)).map(([path, s]) => [path, s.text]),
    ),
    dependencies: [...dependenciesIn(root), ...dependenciesIn(mapIn(older).root)],
    isLibrary: root?.get('type').text === 'library',
    path: own.path,
  }
}

type Charts = {
  readonly charts: ReadonlyMap<string, Chart>
  /** Files that mean nothing without their chart. */
  readonly owned: ReadonlySet<string>
  readonly isWithin: (path: string) => boolean
}

/** All charts among the sources, by their folder, and the files that belong to them. */
export const readCharts = (sources: readonly DeploySource[]): Charts => {
  const roots = new Set(sources.filter((s) => chartFile.test(s.path)).map((s) => folderOf(s.path)))
  const files = new Map<string, Map<string, DeploySource>>([...roots].map((r) => [r, new Map()]))
  const owned = new Set<string>()
  for (const s of roots.size === 0 ? [] : sources) {
    const root = rootOf(s.path, roots)
    if (root === undefined) continue
    const path = within(s.path, root)
    files.get(root)!.set(path, s)
    if (ownedFile.test(path)) owned.add(s.path)
  }
  return {
    charts: new Map(
      [...files].sort(([a], [b]) => compareText(a, b)).map(([f, own]) => [f, toChart(f, own)]),
    ),
    owned,
    isWithin: (path) => rootOf(path, roots) !== undefined,
  }
}

/** Charts in the `charts` folder of a chart. */
export const insideOf = (chart: Chart, charts: ReadonlyMap<string, Chart>): Chart[] => {
  const folder = chart.folder === '' ? 'charts' : `${chart.folder}/charts`
  return [...charts.values()].filter((c) => folderOf(c.folder) === folder && c.folder !== '')
}

/** The chart that a dependency means, where it is one of the repository. */
export const localChart = (
  d: Dependency,
  chart: Chart,
  charts: ReadonlyMap<string, Chart>,
): Chart | undefined => {
  const inside = insideOf(chart, charts).find((c) => c.name === d.name)
  if (inside || !d.repository.startsWith('file://')) return inside
  const folder = resolvePath(chart.folder, d.repository.slice('file://'.length))
  return folder === undefined ? undefined : charts.get(folder)
}

/** Charts that no other one of the repository takes in, and that are no libraries. */
export const topCharts = (charts: ReadonlyMap<string, Chart>): Chart[] => {
  const taken = new Set<Chart>()
  for (const c of charts.values()) {
    for (const d of c.dependencies) {
      const inner = localChart(d, c, charts)
      if (inner && inner !== c) taken.add(inner)
    }
    for (const inner of insideOf(c, charts)) taken.add(inner)
  }
  return [...charts.values()].filter((c) => !taken.has(c) && !c.isLibrary)
}
