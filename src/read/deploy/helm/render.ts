import { type Diagnostic, diagnostic } from '../../../core/diag/diagnostic.ts'
import type { DeploySource } from '../../../core/model/deployment.ts'
import { baseOf } from '../../../core/model/path.ts'
import { compareText } from '../../../core/model/place.ts'
import type { Rendered } from '../rendered.ts'
import type { Node, Template } from './ast.ts'
import { type Budget, Stop } from './budget.ts'
import type { Engine } from './engine.ts'
import { runFile, runToText } from './evaluate.ts'
import { allInstances, type Instance } from './instance.ts'
import { objectsOf, templateName, withTemplate } from './objects.ts'
import { newOutput } from './output.ts'
import { parseTemplate } from './parser.ts'
import type { ValueMap } from './value.ts'

/** The first reason why a template was not evaluated in full; the place is that of its template. */
export const notEvaluated = (path: string, why: string, line = 1): Diagnostic =>
  diagnostic('RTT1015', `this Kubernetes template was evaluated only in part: ${why}`, {
    at: { path, line },
  })

type Parsed = { readonly template?: Template; readonly problem?: Diagnostic }

const reasonOf = (cause: unknown): { why: string; line?: number } => {
  if (cause instanceof Stop)
    return { why: cause.message, ...(cause.line === undefined ? {} : { line: cause.line }) }
  if (cause instanceof RangeError) return { why: 'it is nested too deeply' }
  throw cause
}

const parseSource = ({ path, text }: DeploySource, budget: Budget): Parsed => {
  try {
    budget.spend(text.length >> 3)
    return { template: parseTemplate(text) }
  } catch (cause) {
    const { why, line } = reasonOf(cause)
    return { problem: notEvaluated(path, why, line) }
  }
}

type File = {
  readonly instance: Instance
  readonly source: DeploySource
  readonly name: string
  readonly parsed: Parsed
}

const parseAll = (instance: Instance, budget: Budget): File[] => {
  const known = new Map<DeploySource, Parsed>()
  return allInstances(instance).flatMap((own) =>
    own.chart.templates.map((source): File => {
      const parsed = known.get(source) ?? parseSource(source, budget)
      known.set(source, parsed)
      return { instance: own, source, name: templateName(own, source.path), parsed }
    }),
  )
}

const definesOf = (files: readonly File[]): Map<string, readonly Node[]> => {
  const out = new Map<string, readonly Node[]>()
  for (const f of files) {
    if (f.parsed.template === undefined) continue
    out.set(f.name, f.parsed.template.body)
    for (const [name, body] of f.parsed.template.defines) out.set(name, body)
  }
  return out
}

const isDocument = (path: string): boolean => /\.ya?ml$/.test(path) && !baseOf(path).startsWith('_')

type Gap = { readonly why: string; readonly line: number }

const engineFor = (
  defines: ReadonlyMap<string, readonly Node[]>,
  budget: Budget,
  gaps: Gap[],
): Engine => {
  const engine: Engine = {
    defines,
    budget,
    line: 1,
    depth: 0,
    gap: (why) => {
      gaps.push({ why, line: engine.line })
    },
    run: (nodes, dot) => runToText(nodes, dot, engine),
    parse: (text) => {
      budget.spend(text.length >> 3)
      try {
        return parseTemplate(text).body
      } catch (cause) {
        engine.gap(`a value is no template: ${reasonOf(cause).why}`)
        return undefined
      }
    },
  }
  return engine
}

const renderFile = (
  file: File,
  objects: ValueMap,
  using: { defines: ReadonlyMap<string, readonly Node[]>; budget: Budget },
): { made: Rendered; gap?: Gap } => {
  const gaps: Gap[] = []
  const engine = engineFor(using.defines, using.budget, gaps)
  const output = newOutput(file.source.path)
  try {
    runFile(file.parsed.template?.body ?? [], withTemplate(objects, file.instance, file.name), {
      engine,
      sink: output.sink,
    })
  } catch (cause) {
    const { why, line } = reasonOf(cause)
    gaps.push({ why, line: line ?? engine.line })
  }
  const gap = gaps[0]
  return { made: output.finish(), ...(gap ? { gap } : {}) }
}

/**
 * Renders all templates of a chart and the charts that it takes in. What cannot be known is left open in
 * the text and said once for each template.
 */
export const renderChart = (
  instance: Instance,
  budget: Budget,
): { rendered: readonly Rendered[]; diagnostics: readonly Diagnostic[] } => {
  const files = parseAll(instance, budget)
  const defines = definesOf(files)
  const objects = new Map(allInstances(instance).map((i) => [i, objectsOf(i, instance.name)]))
  const rendered: Rendered[] = []
  const diagnostics = files.flatMap((f) => (f.parsed.problem ? [f.parsed.problem] : []))
  for (const file of [...files].sort((a, b) => compareText(a.name, b.name))) {
    if (file.parsed.template === undefined || !isDocument(file.source.path)) continue
    const { made, gap } = renderFile(file, objects.get(file.instance)!, { defines, budget })
    rendered.push(made)
    if (gap) diagnostics.push(notEvaluated(file.source.path, gap.why, gap.line))
  }
  return { rendered, diagnostics }
}
