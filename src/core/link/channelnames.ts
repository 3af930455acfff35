import type { CodeFacts } from '../model/code.ts'
import type { Expression } from '../model/expression.ts'
import { lastOf } from './names.ts'

const depthMax = 4
const namesMax = 8

type Table = ReadonlyMap<string, ReadonlySet<string>>

/** The last two words of a chain: `QueueName.Orders`; a constant of another name is another constant. */
const ends = (name: string): string => name.split('.').slice(-2).join('.')

const note = (table: Map<string, Set<string>>, name: string, value: string): void => {
  const own = table.get(name)
  if (own) own.add(value)
  else table.set(name, new Set([value]))
}

const constants = (code: readonly CodeFacts[]): { exact: Table; byLast: Table } => {
  const exact = new Map<string, Set<string>>()
  const byLast = new Map<string, Set<string>>()
  for (const c of code)
    for (const a of c.assignments) {
      if (a.value.kind !== 'literal') continue
      note(exact, ends(a.name), a.value.value)
      note(byLast, lastOf(a.name), a.value.value)
    }
  return { exact, byLast }
}

const only = (table: Table, name: string): string | undefined => {
  const values = table.get(name)
  return values?.size === 1 ? [...values][0] : undefined
}

const joinAll = (parts: readonly (readonly string[])[]): string[] =>
  parts.reduce<string[]>(
    (heads, tails) => heads.flatMap((h) => tails.map((t) => h + t)).slice(0, namesMax),
    [''],
  )

/**
 * The texts that the name of a channel can be without a deployment: literals, defaults of variables, constants that
 * mean one thing in the whole repository. What cannot be known is left out; in the middle of a name it is `{}`.
 */
export const channelNames = (
  code: readonly CodeFacts[],
): ((e: Expression) => readonly string[]) => {
  const { exact, byLast } = constants(code)
  const texts = (e: Expression, depth: number): string[] => {
    if (depth > depthMax) return []
    if (e.kind === 'literal') return [e.value]
    if (e.kind === 'env') return e.fallback ? texts(e.fallback, depth + 1) : []
    if (e.kind === 'either') return e.of.flatMap((x) => texts(x, depth + 1)).slice(0, namesMax)
    if (e.kind === 'name') {
      const value = only(exact, ends(e.name)) ?? only(byLast, lastOf(e.name))
      return value === undefined ? [] : [value]
    }
    if (e.kind !== 'concat') return []
    return joinAll(
      e.parts.map((p) => {
        const known = texts(p, depth + 1)
        return known.length > 0 ? known : ['{}']
      }),
    )
  }
  return (e) => [...new Set(texts(e, 0))].filter((t) => t !== '' && !/^(?:\{\}|[.\-_:/])+$/.test(t))
}
