import type { Assignment } from '../../core/model/code.ts'
import { type FoldContext, foldNode } from './fold.ts'
import { type Found, type FoundFunction, lastOf } from './node.ts'

const callsPerFunctionMax = 8
const parametersMax = 8

/**
 * What callers in the same file pass for the parameters of its functions, as assignments to them: an
 * address often goes through `connect(host)`. A function that many call stands for no one address.
 */
export const passedValues = (
  found: Found,
  functions: readonly FoundFunction[],
  context: FoldContext,
): Assignment[] => {
  const byName = new Map<string, FoundFunction | undefined>()
  for (const f of functions)
    if (f.parameters.length > 0 && f.parameters.length <= parametersMax)
      byName.set(f.name, byName.has(f.name) ? undefined : f)
  const counts = new Map<FoundFunction, number>()
  return found.calls.flatMap(({ node, at }): Assignment[] => {
    const f = byName.get(lastOf(node.callee))
    if (f === undefined || at === f.from + 1 || (at > f.from && at <= f.to)) return []
    const count = (counts.get(f) ?? 0) + 1
    counts.set(f, count)
    if (count > callsPerFunctionMax) return []
    return f.parameters.flatMap((name, i): Assignment[] => {
      const argument = node.args.find((a) => a.name === name) ?? node.args[i]
      if (argument === undefined || (argument.name !== undefined && argument.name !== name))
        return []
      const value = foldNode(argument.value, context)
      const isItself = value.kind === 'name' && lastOf(value.name) === name
      return value.kind === 'unknown' || isItself
        ? []
        : [{ name, value, at: { path: context.path, line: node.line } }]
    })
  })
}
