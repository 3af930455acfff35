import { compareText } from '../model/place.ts'
import type { Policy } from '../model/policy.ts'
import type { Edge } from './edges.ts'
import { selectorOf } from './select.ts'
import type { Violation } from './violation.ts'

type Graph = ReadonlyMap<string, readonly { readonly to: string; readonly edge: Edge }[]>

const idOf = (side: Edge['from']): string => side.addresses[0]!

const isReceiving = ({ from }: Edge): boolean => from.port?.startsWith('receive:') ?? false

/** Where traffic goes: a channel goes on to those who receive from it. */
const flow = (e: Edge): readonly [string, string] =>
  isReceiving(e) ? [idOf(e.to), idOf(e.from)] : [idOf(e.from), idOf(e.to)]

const graphOf = (edges: readonly Edge[]): Graph => {
  const out = new Map<string, { to: string; edge: Edge }[]>()
  for (const edge of edges) {
    const [from, to] = flow(edge)
    out.set(from, [...(out.get(from) ?? []), { to, edge }])
  }
  for (const next of out.values()) next.sort((a, b) => compareText(a.to, b.to))
  return out
}

/** The first loop from each node on, each loop once, in the order of addresses. */
const loopsIn = (graph: Graph): readonly (readonly Edge[])[] => {
  const done = new Set<string>()
  const loops: Edge[][] = []
  for (const root of [...graph.keys()].sort(compareText)) {
    const path: { node: string; edge: Edge | undefined; next: number }[] = []
    const on = new Map<string, number>()
    const enter = (node: string, edge: Edge | undefined): void => {
      on.set(node, path.length)
      path.push({ node, edge, next: 0 })
    }
    if (!done.has(root)) enter(root, undefined)
    while (path.length > 0) {
      const top = path.at(-1)!
      const step = graph.get(top.node)?.[top.next++]
      if (step === undefined) {
        done.add(top.node)
        on.delete(top.node)
        path.pop()
      } else if (on.has(step.to)) {
        const back = path.slice(on.get(step.to)! + 1).map((p) => p.edge!)
        loops.push([...back, step.edge])
      } else if (!done.has(step.to)) enter(step.to, step.edge)
    }
  }
  return loops
}

const shown = (loop: readonly Edge[]): string => {
  const names = loop.map((e) => (isReceiving(e) ? e.to.name : e.from.name))
  return [...names, names[0]].join(' -> ')
}

/** A loop over a bus ends by itself where messages are passed on only so often, and those that come again are dropped. */
const isBroken = ({ fanout = [] }: Policy, loop: readonly Edge[]): boolean => {
  const rules = fanout.filter((r) => r.ttl !== undefined && r.dedupe === true)
  const ends = rules.map((r) => selectorOf(r.from))
  return loop.some((e) => ends.some((from) => from(e.from) || from(e.to)))
}

/** Loops among what a policy wants to be without any, each printed whole. */
export const cyclesAmong = (policy: Policy, edges: readonly Edge[]): Violation[] =>
  policy.acyclic.flatMap(({ among }, i) => {
    const members = among.map(selectorOf)
    const isIn = (side: Edge['from']): boolean =>
      members.some((m) => m(side)) || /\/(?:topic|queue|stream)\//.test(idOf(side))
    const own = edges.filter((e) => e.via !== 'import' && isIn(e.from) && isIn(e.to))
    return loopsIn(graphOf(own))
      .filter((loop) => !isBroken(policy, loop))
      .map((loop) => ({
        code: 'RTT2022' as const,
        rule: ['acyclic', i],
        summary: `${shown(loop)} is a cycle, which acyclic/${i} denies`,
        places: loop.flatMap((e) => e.places.slice(0, 1)),
      }))
  })
