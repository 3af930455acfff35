import type { Policy } from '../model/policy.ts'
import type { ScanResult } from '../model/scan.ts'
import { cyclesAmong } from './cycles.ts'
import { type Edge, edgesOf } from './edges.ts'
import { fanoutFaults } from './fanout.ts'
import { type Select, selectorOf } from './select.ts'
import { versionFaults } from './versions.ts'
import type { Violation } from './violation.ts'

const pointer = (rule: Violation['rule']): string => rule.join('/')

const said = ({ from, to, via }: Edge): string =>
  via === 'import' ? `${from.name} imports ${to.name}` : `${from.name} talks to ${to.name} (${via})`

const violation = (
  edge: Edge,
  rule: Violation['rule'],
  why: string,
  reason?: string | undefined,
): Violation => ({
  code: 'RTT2020',
  rule,
  summary: `${said(edge)}, ${why} ${pointer(rule)}`,
  places: edge.places,
  ...(reason === undefined ? {} : { reason }),
})

type Ends = { readonly from: Select; readonly to: Select }

const endsOf = ({ from, to }: { readonly from: string; readonly to: string }): Ends => ({
  from: selectorOf(from),
  to: selectorOf(to),
})

const isAt = ({ from, to }: Ends, edge: Edge): boolean => from(edge.from) && to(edge.to)

/** The first rule that fits decides; where none does, what is said for all others. */
const ruleFaults = ({ rules, otherwise }: Policy, edges: readonly Edge[]): Violation[] => {
  const known = rules.map((r) => ({ ...r, ends: endsOf(r) }))
  return edges.flatMap((edge): Violation[] => {
    const at = known.findIndex(
      (r) => (r.via === undefined || r.via.includes(edge.via)) && isAt(r.ends, edge),
    )
    if (at < 0)
      return otherwise === 'allow' ? [] : [violation(edge, ['otherwise'], 'which no rule allows:')]
    return known[at]!.effect === 'allow'
      ? []
      : [violation(edge, ['rules', at], 'which is denied by', known[at]!.reason)]
  })
}

/** A layer uses itself and those below it; what is in none is free. */
const layerFaults = ({ layers }: Policy, edges: readonly Edge[]): Violation[] => {
  const known = layers.map(({ name, members }) => ({ name, members: members.map(selectorOf) }))
  const layerOf = (what: Edge['from']): number =>
    known.findIndex((l) => l.members.some((m) => m(what)))
  return edges.flatMap((edge): Violation[] => {
    const [from, to] = [layerOf(edge.from), layerOf(edge.to)]
    if (from < 0 || to < 0 || to >= from) return []
    const why = `though ${known[from]!.name} stands below ${known[to]!.name} in`
    return [violation(edge, ['layers', from], why)]
  })
}

const pinFaults = ({ pins }: Policy, edges: readonly Edge[]): Violation[] =>
  pins.flatMap((pin, i) => {
    const { from, to } = endsOf(pin)
    return edges
      .filter((e) => e.via !== 'import' && from(e.from) && !to(e.to))
      .map((e) => violation(e, ['pins', i], `which is pinned to ${pin.to} by`, pin.reason))
  })

const contractFaults = ({ contracts }: Policy, edges: readonly Edge[]): Violation[] =>
  contracts.flatMap(({ dialects, ...rule }, i) => {
    const ends = endsOf(rule)
    return edges
      .filter((e) => e.via !== 'import' && isAt(ends, e))
      .filter((e) => (e.contract === undefined ? true : dialects?.every((d) => d !== e.contract)))
      .map((e) =>
        violation(
          e,
          ['contracts', i],
          `without a contract${dialects ? ` of ${dialects.join(' or ')}` : ''} that is asked for by`,
        ),
      )
  })

const byRule = (a: Violation, b: Violation): number =>
  pointer(a.rule) < pointer(b.rule) ? -1 : pointer(a.rule) > pointer(b.rule) ? 1 : 0

/**
 * Holds a repository against its policy. Every violation names its rule and where the connection stands. Pure; the order of
 * what was found does not matter.
 *
 * @throws RttError RTT6001 for a selector that cannot be understood
 */
export const violationsOf = (policy: Policy, scan: ScanResult): readonly Violation[] => {
  const edges = edgesOf(scan)
  return [
    ...ruleFaults(policy, edges),
    ...layerFaults(policy, edges),
    ...pinFaults(policy, edges),
    ...contractFaults(policy, edges),
    ...fanoutFaults(policy, edges),
    ...cyclesAmong(policy, edges),
    ...versionFaults(policy, scan),
  ].sort(byRule)
}
