import type { Source } from './source.ts'

type Graph = ReadonlyMap<string, readonly string[]>

const graphOf = (sources: readonly Source[]): Graph =>
  new Map(sources.map(({ path, imports }) => [path, imports.flatMap((one) => one.target ?? [])]))

const reach = (graph: Graph, entries: readonly string[]): ReadonlySet<string> => {
  const seen = new Set(entries)
  for (const path of seen) for (const next of graph.get(path) ?? []) seen.add(next)
  return seen
}

/** Files that no entry reaches. */
export const deadFiles = (
  sources: readonly Source[],
  entries: readonly string[],
): readonly string[] => {
  const alive = reach(graphOf(sources), entries)
  return sources.map(({ path }) => path).filter((path) => !alive.has(path))
}

/** Imports of files that do not exist, as `path:line: target`. */
export const brokenImports = (sources: readonly Source[]): readonly string[] => {
  const known = new Set(sources.map(({ path }) => path))
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target?.startsWith('src/') && !known.has(target))
      .map(({ target, line }) => `${path}:${line}: ${target} does not exist`),
  )
}

type Step = { readonly path: string; readonly before: Step | undefined }

const stepsTo = (last: Step | undefined): readonly string[] =>
  last === undefined ? [] : [...stepsTo(last.before), last.path]

const pathBack = (graph: Graph, start: string): readonly string[] | undefined => {
  const queue: Step[] = [{ path: start, before: undefined }]
  const seen = new Set<string>()
  for (const step of queue) {
    for (const next of graph.get(step.path) ?? []) {
      if (next === start) return [...stepsTo(step), start]
      if (seen.has(next)) continue
      seen.add(next)
      queue.push({ path: next, before: step })
    }
  }
  return undefined
}

/** The shortest cycle through each file that lies on one, each cycle once, as `a -> b -> a`. */
export const cycles = (sources: readonly Source[]): readonly string[] => {
  const graph = graphOf(sources)
  const told = new Set<string>()
  return [...graph.keys()].flatMap((start) => {
    const cycle = told.has(start) ? undefined : pathBack(graph, start)
    for (const path of cycle ?? []) told.add(path)
    return cycle === undefined ? [] : [cycle.join(' -> ')]
  })
}
