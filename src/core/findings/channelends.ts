import { gap } from '../link/address.ts'
import { evaluate } from '../link/evaluate.ts'
import { isProgram } from '../link/sources.ts'
import type { ChannelEnd } from '../model/channelend.ts'
import type { CodeFacts } from '../model/code.ts'
import type { Channel } from '../model/endpoint.ts'
import type { Expression } from '../model/expression.ts'
import { comparePlaces, compareText } from '../model/place.ts'
import { deploymentsIn, type Wiring } from './wiring.ts'

/** One end of a topic or queue, with the names that it can have; none where they are not known. */
export type NamedEnd = Omit<ChannelEnd, 'name'> & { readonly names: readonly string[] }

const patterned = /[*#>+?$\\^()[\]{}|\0]/

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/**
 * A variable that the file gives no known value: one of that name elsewhere is another variable. Constants are
 * written in capitals or begin with one, and mean the same everywhere.
 */
const isForeign = (e: Expression, file: CodeFacts): boolean => {
  if (e.kind === 'name')
    return /^[a-z_]\w*$/.test(e.name) && !file.assignments.some((a) => lastOf(a.name) === e.name)
  if (e.kind === 'concat') return e.parts.some((p) => isForeign(p, file))
  return e.kind === 'either' && e.of.some((p) => isForeign(p, file))
}

const namesOf = (w: Wiring, c: Channel, file: CodeFacts, service: string): readonly string[] => {
  const group = w.universe.groups.get(service)
  if (isForeign(c.name, file)) return []
  if (group === undefined) return c.name.kind === 'literal' ? [c.name.value] : []
  const files = w.files.get(service) ?? []
  const values = deploymentsIn(w, service).flatMap((deployment) =>
    evaluate(c.name, { service: group, deployment, bindings: w.bindings, file, files }),
  )
  const names = [...new Set(values.map((v) => v.text))]
  return names.some((n) => n === '' || n.includes(gap) || patterned.test(n)) ? [] : names
}

/** All ends of channels in the programs of services. */
export const namedEnds = (w: Wiring): readonly NamedEnd[] =>
  [...w.files].flatMap(([service, files]) =>
    files.filter(isProgram).flatMap((f) =>
      (f.channels ?? []).map(({ action, protocol, kind, name, api, at }) => ({
        service,
        action,
        protocol,
        kind,
        names: namesOf(w, { action, protocol, kind, name, api, at }, f, service),
        at,
      })),
    ),
  )

/** Each end by each of its names, once, ordered; those whose names are not known are left out. */
export const channelEnds = (w: Wiring): readonly ChannelEnd[] => {
  const seen = new Map<string, ChannelEnd>()
  const all = namedEnds(w).flatMap(({ names, ...end }) => names.map((name) => ({ ...end, name })))
  const id = (e: ChannelEnd): string => [e.service, e.action, e.protocol, e.kind, e.name].join('\0')
  for (const e of [...all].sort((a, b) => comparePlaces(a.at, b.at)))
    if (!seen.has(id(e))) seen.set(id(e), e)
  return [...seen.values()].sort((a, b) => compareText(id(a), id(b)))
}
