import type { Policy } from '../model/policy.ts'
import type { ScanResult } from '../model/scan.ts'
import { serviceAddress } from '../plan/routes.ts'
import { edgesOf } from './edges.ts'
import { type Selectable, selectorOf } from './select.ts'

/** A selector of a policy and where it stands in it. */
export type Written = { readonly text: string; readonly path: readonly (string | number)[] }

type Entry = Readonly<Record<string, unknown>>

const textsIn = (value: unknown, path: readonly (string | number)[]): Written[] => {
  if (typeof value === 'string') return [{ text: value, path }]
  return Array.isArray(value) ? value.flatMap((v, i) => textsIn(v, [...path, i])) : []
}

const keys = ['from', 'to', 'in', 'members', 'among']

/** Every selector of a policy, in the order in which they are written. */
export const selectorsIn = (policy: Policy): readonly Written[] => {
  const lists: readonly (readonly [string, readonly Entry[]])[] = [
    ['rules', policy.rules],
    ['layers', policy.layers],
    ['pins', policy.pins],
    ['contracts', policy.contracts],
    ['versions', policy.versions],
    ['budgets', policy.budgets],
    ['failover', policy.failover],
    ['fanout', policy.fanout ?? []],
    ['acyclic', policy.acyclic],
    ['backpressure', policy.backpressure],
  ]
  return lists.flatMap(([name, entries]) =>
    entries.flatMap((entry, i) => keys.flatMap((key) => textsIn(entry[key], [name, i, key]))),
  )
}

/** Everything of a repository that a selector can mean. */
const selectables = (scan: ScanResult): readonly Selectable[] => [
  ...edgesOf(scan).flatMap((e) => [e.from, e.to]),
  ...scan.services.map((s) => ({
    addresses: [serviceAddress(scan.namespace, s.name)],
    paths: s.path === undefined ? [] : [s.path],
  })),
  ...scan.packages.map((p) => ({ addresses: [], paths: p.dir === '' ? [] : [p.dir] })),
]

const isAll = (text: string): boolean => /^(?:rtt:\/\/)?\*\*$/.test(text)

/** What a person may have meant: the addresses and folders of a repository. */
const namesOf = (all: readonly Selectable[]): ReadonlySet<string> =>
  new Set(all.flatMap((s) => [...s.addresses, ...s.paths.map((p) => `${p}/**`)]))

/** Selectors that mean nothing of a repository, and what it has that could be meant by them. */
export const idleSelectors = (
  policy: Policy,
  scan: ScanResult,
): { readonly idle: readonly Written[]; readonly known: ReadonlySet<string> } => {
  const all = selectables(scan)
  const idle = selectorsIn(policy).filter(({ text }) => !isAll(text) && !all.some(selectorOf(text)))
  return { idle, known: namesOf(all) }
}
